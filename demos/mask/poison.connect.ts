import { fill } from '#demos/parts/fill.ts';
import { fromHex } from '#demos/protocol/bytes.ts';
import type { Source } from '#demos/protocol/source.ts';
import { KEY_MODES, type KeyMode, TACTICS, type Tactic } from './attack.keys.ts';
import type { Mark, MomentKind, PoisonMoment, PoisonStory } from './poison.story.ts';
import type { PoisonTexts, Verdict } from './poison.texts.ts';

/** Words of the prose select these. */
export const POISON_PARTS = ['request', 'cache', 'victim'] as const;
export type PoisonPart = (typeof POISON_PARTS)[number];

/** One line of the ladder: who does what, and what the proxy makes of it. */
export interface LadderRow {
  readonly number: number;
  readonly up: boolean;
  readonly client: string;
  /** How the browser masks what it sends; `''` where script sends nothing. */
  readonly browser: string;
  readonly proxy: string;
  readonly server: string;
  /** The proxy was deceived here. */
  readonly deceived: boolean;
  /** The bytes pass between proxy and server too. */
  readonly reachesServer: boolean;
  readonly part: PoisonPart | null;
}

export interface DumpByte {
  readonly pair: string;
  /** Printable ASCII, or `·`. */
  readonly character: string;
  /** Whose byte it is to WebSocket; `head` outside frames. */
  readonly field: 'first' | 'header' | 'key' | 'payload' | 'head';
  /** The proxy took it for HTTP. */
  readonly taken: boolean;
}

export interface DumpRow {
  /** `0010` */
  readonly offset: string;
  readonly bytes: readonly DumpByte[];
}

export interface PoisonView {
  readonly rows: readonly LadderRow[];
  readonly dump: readonly DumpRow[];
  readonly moment: PoisonMoment;
  readonly bytes: number;
  /** How many of them the proxy took for HTTP. */
  readonly taken: number;
  /** The proxy takes them for what they are not. */
  readonly deceived: boolean;
  readonly explanation: { readonly title: string; readonly says: string; readonly source: Source };
  readonly trail: readonly string[];
  readonly phases: readonly {
    readonly id: string;
    readonly label: string;
    readonly number: number;
    readonly to: number;
    readonly current: boolean;
    readonly past: boolean;
  }[];
}

/** The proxy's state after a response that it keeps. */
const KEPT = 'reading.cached';

/** Bytes in a line of the dump. */
const ACROSS = 8;

const PART_OF: Partial<Record<MomentKind, PoisonPart>> = { send: 'request', answer: 'cache', served: 'victim' };

/** The moment that a part belongs to; its index in the story. */
export const momentOf = ({ moments }: PoisonStory, part: PoisonPart): number =>
  moments.findIndex(({ kind }) => PART_OF[kind] === part);

/** What the figure shows at one of its moments. Throws a RangeError where there is no such moment. */
export function connectPoison(story: PoisonStory, index: number, texts: PoisonTexts): PoisonView {
  const { moments } = story;
  const moment = moments[index];
  if (!moment) throw new RangeError(`moment ${index} of ${moments.length}`);
  const bytes = fromHex(moment.hex);
  const dump = dumpOf(bytes, moment.marks);
  const rows = moments.map((each, i) => rowOf(each, i, story, texts));
  return {
    rows,
    deceived: rows[index]?.deceived ?? false,
    dump,
    moment,
    bytes: bytes.length,
    taken: dump.flatMap((row) => row.bytes).filter(({ taken }) => taken).length,
    explanation: explain(moment, story, texts),
    trail: ['reading.passing', ...moments.slice(0, index + 1).map(({ state }) => state)],
    phases: moments.map(({ kind }, i) => ({
      id: kind,
      label: texts.moments[kind].yes.label,
      number: i + 1,
      to: i,
      current: i === index,
      past: i < index,
    })),
  };
}

const textOf = (moment: PoisonMoment, story: PoisonStory, { moments }: PoisonTexts) =>
  moments[moment.kind][wentWell(moment, story) ? 'yes' : 'no'];

/** Whether the moment went as the attacker wants it. */
function wentWell({ kind, saw, state }: PoisonMoment, { poisoned }: PoisonStory): boolean {
  if (kind === 'ask' || kind === 'served') return poisoned;
  return kind === 'answer' ? state === KEPT : kind === 'send' ? saw !== null : true;
}

function valuesOf(moment: PoisonMoment): Readonly<Record<string, string | number>> {
  const { given, key, expected, saw, hex, marks } = moment;
  const taken = marks.find(({ what }) => what === 'request' || what === 'response');
  return {
    n: hex.length / 2,
    given: given === null ? 0 : given.length / 2,
    key: key ?? '',
    expected: expected ?? '',
    url: saw ?? '',
    status: saw ?? '',
    skipped: taken ? taken.span.start / 8 : 0,
  };
}

function rowOf(moment: PoisonMoment, i: number, story: PoisonStory, texts: PoisonTexts): LadderRow {
  const { kind, direction, key, given } = moment;
  const { client, server } = textOf(moment, story, texts);
  const values = valuesOf(moment);
  const verdict = verdictOf(moment, story);
  return {
    number: i + 1,
    up: direction === 'client-to-server',
    client: fill(client, values),
    browser: given === null ? '' : fill(key ? texts.ui.masksWith : texts.ui.doesNotMask, values),
    proxy: fill(texts.verdicts[verdict], values),
    server,
    deceived: DECEIVED.includes(kind) && wentWell(moment, story),
    reachesServer: verdict !== 'hasIt' && verdict !== 'fromCache',
    part: PART_OF[kind] ?? null,
  };
}

/** Where the proxy does what it should not, if the attack succeeds. */
const DECEIVED: readonly MomentKind[] = ['send', 'answer', 'ask', 'served'];

function verdictOf({ kind, direction, saw, state }: PoisonMoment, { poisoned }: PoisonStory): Verdict {
  if (kind === 'ask') return poisoned ? 'hasIt' : 'asksOn';
  if (kind === 'served') return poisoned ? 'fromCache' : 'fromOrigin';
  if (direction === 'client-to-server') return saw === null ? 'noRequest' : 'request';
  if (saw === null) return 'noResponse';
  return state === KEPT ? 'kept' : 'notKept';
}

function explain(moment: PoisonMoment, story: PoisonStory, texts: PoisonTexts): PoisonView['explanation'] {
  const { title, says, source } = textOf(moment, story, texts);
  const values = valuesOf(moment);
  const { key, expected, kind } = moment;
  const made = key === null ? 'none' : key === expected ? 'same' : 'other';
  const before = kind === 'send' ? [texts.given[expected === null ? 'plain' : 'xored'], texts.masked[made]] : [];
  return { title: fill(title, values), says: fill([...before, says].join(' '), values), source };
}

function dumpOf(bytes: Uint8Array, marks: readonly Mark[]): readonly DumpRow[] {
  const within = (at: number, ...whats: readonly Mark['what'][]): Mark | undefined =>
    marks.find(({ what, span }) => whats.includes(what) && span.start <= at * 8 && at * 8 < span.end);
  const byte = (value: number, at: number): DumpByte => {
    const what = within(at, 'header', 'key', 'payload')?.what;
    return {
      pair: value.toString(16).padStart(2, '0'),
      character: value >= 0x20 && value <= 0x7e ? String.fromCharCode(value) : '·',
      field:
        what === 'header' && at === 0
          ? 'first'
          : what === 'header' || what === 'key' || what === 'payload'
            ? what
            : 'head',
      taken: within(at, 'request', 'response') !== undefined,
    };
  };
  const all = Array.from(bytes, byte);
  return Array.from({ length: Math.ceil(all.length / ACROSS) }, (_, row) => ({
    offset: (row * ACROSS).toString(16).padStart(4, '0'),
    bytes: all.slice(row * ACROSS, row * ACROSS + ACROSS),
  }));
}

export const keyMode = (name: string | null): KeyMode | undefined => KEY_MODES.find((each) => each === name);
export const tactic = (name: string | null): Tactic | undefined => TACTICS.find((each) => each === name);
export const poisonPart = (name: string): PoisonPart | undefined => POISON_PARTS.find((each) => each === name);
