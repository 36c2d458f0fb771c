import type { Direction, ReadyState } from '#demos/capture/capture.ts';
import type { End, Moment, Story, What } from './close.story.ts';

/** The picture of one story, in rows: row `i` reaches from `i` to `i + 1`. Pure: positions only. */
export interface Score {
  readonly rows: number;
  readonly shots: readonly Shot[];
  readonly stretches: readonly Stretch[];
  readonly ties: readonly Tie[];
  /** Where each direction of TCP ends; `null` while it is open. */
  readonly pipes: Readonly<Record<Direction, number | null>>;
  /** Who ended TCP first keeps its port for a while (RFC 9293 §3.3.2). Inferred: no tap sees it. */
  readonly timeWait: { readonly end: End; readonly from: number } | null;
  /** Rows before which nothing happened for long, in milliseconds. */
  readonly silences: readonly { readonly row: number; readonly ms: number }[];
}

/** What went from one end to the other. */
export interface Shot {
  readonly moment: number;
  readonly what: Extract<What, { readonly direction: Direction }>;
  readonly from: number;
  readonly to: number;
}

export interface Stretch {
  readonly end: End;
  readonly readyState: ReadyState;
  readonly from: number;
  readonly to: number;
}

/** Where the code that an end is told comes from: a Close frame it received, one without a code, or none. */
export interface Tie {
  readonly end: End;
  /** The moment at which it is told. */
  readonly moment: number;
  readonly origin: 'frame' | 'empty' | 'none';
  readonly from: number;
  readonly to: number;
}

/** Milliseconds; a longer silence is drawn as a break. */
const LONG = 1000;
const [LEAVES, ARRIVES, MIDDLE] = [0.2, 0.8, 0.5] as const;

export const towards = (end: End): Direction => (end === 'client' ? 'server-to-client' : 'client-to-server');
const fromEnd = (direction: Direction): End => (direction === 'client-to-server' ? 'client' : 'server');

/** The call that made an end send its Close, where it did not just answer. */
function causeOf(story: Story, moment: number, direction: Direction): number {
  const end = fromEnd(direction);
  const cause = story.findLastIndex(
    ({ what }, i) =>
      i < moment && what.kind === 'call' && what.end === end && (what.call === 'close' || what.call === 'leave'),
  );
  const answered = story.findIndex(
    ({ what }) => what.kind === 'frame' && what.close !== null && what.direction === direction,
  );
  return answered === moment ? cause : -1;
}

/** What arrives at a program that does not read is read when it reads on. */
function readAt(story: Story, moment: number): number {
  const paused = story[moment]?.server.endsWith('.paused') ?? false;
  const resumed = story.findIndex(({ what }, i) => i > moment && what.kind === 'call' && what.call === 'resume');
  return paused && resumed >= 0 ? resumed : moment;
}

function shotOf(story: Story, moment: number, what: Shot['what']): Shot {
  const isClose = what.kind === 'frame' && what.close !== null;
  const cause = isClose ? causeOf(story, moment, what.direction) : -1;
  const to = what.direction === 'client-to-server' ? readAt(story, moment) : moment;
  return { moment, what, from: cause >= 0 ? cause + MIDDLE : moment + LEAVES, to: to + ARRIVES };
}

function stretchesOf(story: Story, end: End): Stretch[] {
  const found: { end: End; readyState: ReadyState; from: number; to: number }[] = [];
  story.forEach(({ readyState }, i) => {
    const last = found.at(-1);
    if (last?.readyState === readyState[end]) return;
    if (last) last.to = i + MIDDLE;
    found.push({ end, readyState: readyState[end], from: i === 0 ? 0 : i + MIDDLE, to: story.length });
  });
  return found;
}

export const closeTo = (story: readonly Moment[], end: End) =>
  story.findIndex(({ what }) => what.kind === 'frame' && what.close !== null && what.direction === towards(end));

function tieOf(story: Story, shots: readonly Shot[], end: End): Tie[] {
  const moment = story.findIndex(({ what }) => what.kind === 'closed' && what.end === end);
  const told = story[moment]?.what;
  if (told?.kind !== 'closed') return [];
  const frame = closeTo(story, end);
  const what = story[frame]?.what;
  const received = what?.kind === 'frame' && (told.wasClean || told.code === what.close?.code) ? what.close : null;
  if (received) {
    const from = shots.find((shot) => shot.moment === frame)?.to ?? frame;
    return [{ end, moment, origin: received.code === null ? 'empty' : 'frame', from, to: moment + MIDDLE }];
  }
  const ended = story.findLastIndex(
    ({ what: each }, i) =>
      i < moment &&
      (each.kind === 'waited' || ('direction' in each && each.direction === towards(end) && each.kind !== 'frame')),
  );
  return [{ end, moment, origin: 'none', from: ended >= 0 ? ended + ARRIVES : moment, to: moment + MIDDLE }];
}

function timeWaitOf(story: Story, shots: readonly Shot[]): Score['timeWait'] {
  const ends = shots.filter(({ what }) => what.kind !== 'frame');
  const [first, second] = ends;
  if (first?.what.kind !== 'fin' || second?.what.kind === 'rst') return null;
  const over = story.findIndex(({ what }) => what.kind === 'closed' && what.end === 'server');
  const from = second?.to ?? (over >= 0 ? over + MIDDLE : null);
  return from === null ? null : { end: fromEnd(first.what.direction), from };
}

export function scoreOf(story: Story): Score {
  const shots = story.flatMap(({ what }, i) => ('direction' in what ? [shotOf(story, i, what)] : []));
  const endOf = (direction: Direction): number | null =>
    shots.find(({ what }) => what.kind !== 'frame' && what.direction === direction)?.from ?? null;
  return {
    rows: story.length,
    shots,
    stretches: [...stretchesOf(story, 'client'), ...stretchesOf(story, 'server')],
    ties: [...tieOf(story, shots, 'client'), ...tieOf(story, shots, 'server')],
    pipes: { 'client-to-server': endOf('client-to-server'), 'server-to-client': endOf('server-to-client') },
    timeWait: timeWaitOf(story, shots),
    silences: story.flatMap(({ at }, row) => {
      const ms = at - (story[row - 1]?.at ?? at);
      return ms >= LONG ? [{ row, ms }] : [];
    }),
  };
}
