import { fill } from '#demos/parts/fill.ts';
import { labelOf } from './close.labels.ts';
import { closeTo, scoreOf, type Tie } from './close.score.ts';
import type { End, Moment, Story, What } from './close.story.ts';
import type { CloseTexts, PartId, Said, SaidId } from './close.texts.ts';

export interface Row {
  readonly index: number;
  /** Since `open`: `12.3 ms`, `60.0 s`. */
  readonly when: string;
  /** In whose column it stands; what passed stands between them. */
  readonly column: End | 'both' | 'wire';
  readonly label: string;
  /** The reason, or whether the end was clean. */
  readonly note: string;
  /** What a Close holds, unmasked, as hex. */
  readonly payload: string;
  /** For a reader who does not see the picture. */
  readonly said: string;
}

/** What one end has sent, has received and has been told so far. */
export interface Saw {
  readonly sent: string;
  readonly received: string;
  readonly told: string;
  readonly wasClean: boolean | null;
  /** Where the code it is told comes from; `null` while it has been told nothing. */
  readonly origin: Tie['origin'] | null;
}

export interface Explanation {
  readonly title: string;
  readonly says: string;
  /** What a Close holds, unmasked, as hex. */
  readonly payload: string;
  readonly source: Said['source'];
}

export interface CloseView {
  readonly moment: Moment;
  readonly rows: readonly Row[];
  readonly saw: Readonly<Record<End, Saw>>;
  readonly explanation: Explanation;
  /** The states each end has been in, in order; the last is the present one. */
  readonly trail: Readonly<Record<End, readonly string[]>>;
}

const ARROWS = { 'client-to-server': '→', 'server-to-client': '←' } as const;
const timeOf = (ms: number): string => (ms < 1000 ? ms.toFixed(1) : `${(ms / 1000).toFixed(1)} s`);

function columnOf(what: What): Row['column'] {
  if (what.kind === 'open') return 'both';
  if (what.kind === 'waited') return 'client';
  return 'end' in what ? what.end : 'wire';
}

function noteOf(what: What, { ui }: CloseTexts): string {
  if (what.kind === 'closed')
    return `${what.reason ? `"${what.reason}", ` : ''}${what.wasClean ? ui.clean : ui.unclean}`;
  return what.kind === 'told' && what.told === 'error' ? what.text : '';
}

function rowOf({ at, what }: Moment, index: number, texts: CloseTexts): Row {
  const label = labelOf(what, texts);
  const column = columnOf(what);
  const note = noteOf(what, texts);
  const arrow = 'direction' in what ? `${ARROWS[what.direction]} ` : '';
  const who = column === 'client' || column === 'server' ? `${texts.ui[column]}: ` : '';
  const when = timeOf(at);
  const payload = what.kind === 'frame' ? (what.close?.payload ?? '') : '';
  return { index, when, column, label, note, payload, said: `${when}, ${who}${arrow}${label}${note && `, ${note}`}` };
}

/** The state script cannot tell, without what does not matter here: `open`, `closing.closeSent`. */
const stateName = (state: string): string => {
  const [first = ''] = state.split(' ');
  return first.startsWith('open.path') ? 'open' : first;
};

const distinct = (states: readonly string[]): string[] =>
  states.filter((state, i) => i === 0 || states[i - 1] !== state);

function closeLabel(story: Story, at: number, { ui }: CloseTexts): string {
  const what = story[at]?.what;
  if (what?.kind !== 'frame' || !what.close) return '';
  return what.close.code === null ? ui.closeWithoutCode : `Close ${what.close.code}`;
}

/** A program that does not read has not received what has arrived. */
function receivedBy(past: Story, end: End, texts: CloseTexts): string {
  const label = closeLabel(past, closeTo(past, end), texts);
  const unread = end === 'server' && past.at(-1)?.server === 'open.paused';
  return label && unread ? `${label}, ${texts.ui.unread}` : label;
}

function sawOf(past: Story, ties: readonly Tie[], end: End, texts: CloseTexts): Saw {
  const { ui } = texts;
  const other: End = end === 'client' ? 'server' : 'client';
  const told = past.find(({ what }) => what.kind === 'closed' && what.end === end)?.what;
  const over = told !== undefined;
  // What a server sends after its broken frame nobody can read as a frame.
  const answered = end === 'server' && past.some(({ server }) => server === 'closing.endingTcp');
  return {
    sent: closeLabel(past, closeTo(past, other), texts) || (answered ? ui.unreadable : over ? ui.noClose : ''),
    received: receivedBy(past, end, texts) || (over ? ui.noClose : ''),
    told: told?.kind === 'closed' ? `close ${told.code}` : '',
    wasClean: told?.kind === 'closed' ? told.wasClean : null,
    origin: over ? (ties.find((tie) => tie.end === end)?.origin ?? null) : null,
  };
}

/** Which words a moment has. */
export function saidOf(story: Story, index: number, ties: readonly Tie[] = scoreOf(story).ties): SaidId {
  const moment = story[index];
  const what = moment?.what;
  switch (what?.kind) {
    case undefined:
    case 'open':
      return 'open';
    case 'call':
      if (what.call === 'send') return 'client-send';
      return what.call === 'close' ? `${what.end}-close` : what.call;
    case 'told':
      return what.told;
    case 'closed': {
      const origin = ties.find(({ end }) => end === what.end)?.origin;
      return origin ? `told-${origin}` : 'told-none';
    }
    case 'frame':
      return frameSaid(story, index, what);
    case 'fin': {
      const first = story.findIndex(({ what: each }) => each.kind === 'fin');
      if (first !== index) return 'fin-second';
      return what.direction === 'server-to-client' ? 'fin-server-first' : 'fin-client-first';
    }
    case 'rst':
      return 'rst';
    case 'waited':
      return moment?.client === 'closed.clean' ? 'waited-tcp' : 'waited-answer';
  }
}

function frameSaid(story: Story, index: number, what: Extract<What, { kind: 'frame' }>): SaidId {
  const up = what.direction === 'client-to-server';
  if (!what.close) {
    if (what.opcode !== null && what.opcode > 2) return 'reserved';
    return !up && story[index]?.readyState.client === 2 ? 'echo-dropped' : 'data';
  }
  if (up && story[index]?.server === 'open.paused') return 'close-unread';
  const before = story.slice(0, index).map((each) => each.what);
  if (before.some((each) => each.kind === 'told' && each.told === 'error' && each.end === 'client'))
    return 'close-1002';
  const second = before.some((each) => each.kind === 'frame' && each.close !== null);
  if (!second) return what.close.code === 1002 ? 'close-1002' : 'close-first';
  const calls = before.filter((each) => each.kind === 'call' && each.call === 'close');
  return calls.length > 1 ? 'close-crossing' : 'close-answer';
}

function explanationOf(story: Story, index: number, ties: readonly Tie[], texts: CloseTexts): Explanation {
  const what = story[index]?.what;
  const { title, says, source } = texts.moments[saidOf(story, index, ties)];
  const code = what && 'code' in what ? what.code : what?.kind === 'frame' ? (what.close?.code ?? null) : null;
  const end = what && 'end' in what ? texts.ui[what.end] : '';
  const payload = what?.kind === 'frame' ? (what.close?.payload ?? '') : '';
  const values = { code: code ?? '', end };
  return { title: fill(title, values), says: fill(says, values), payload, source };
}

/** What to show at one moment. Pure: the story, where the reader stands, the words → props. */
export function connectClose(story: Story, index: number, texts: CloseTexts): CloseView {
  const moment = story[index] ?? story[0];
  if (!moment) throw new RangeError('A story has at least one moment');
  const past = story.slice(0, index + 1);
  const { ties } = scoreOf(story);
  return {
    moment,
    rows: story.map((each, i) => rowOf(each, i, texts)),
    saw: { client: sawOf(past, ties, 'client', texts), server: sawOf(past, ties, 'server', texts) },
    explanation: explanationOf(story, index, ties, texts),
    trail: {
      client: distinct(past.map(({ client }) => stateName(client))),
      server: distinct(past.map(({ server }) => stateName(server))),
    },
  };
}

/** What a part is, where the prose names one. */
export const explainPart = (part: PartId, { parts }: CloseTexts): Explanation => ({ ...parts[part], payload: '' });
