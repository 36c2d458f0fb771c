import { fill } from '#demos/parts/fill.ts';
import { toHex } from '#demos/protocol/bytes.ts';
import { headerByteLength } from '#demos/protocol/frame-header.ts';
import { OPCODE } from '#demos/protocol/opcode.ts';
import type { Source } from '#demos/protocol/source.ts';
import type { Role, Violation } from '#demos/protocol/violation.ts';
import { type Card, isControl, type Placed } from './assembler.card.ts';
import type { Outcome } from './assembler.outcome.ts';
import type { Part } from './assembler.parts.ts';
import { type PlacedAnswers, placeAnswers } from './assembler.place.ts';
import type { Reading, Step } from './assembler.reading.ts';
import { shown, shownAnswer, shownMessage } from './assembler.show.ts';
import type { AssemblerTexts, Claim } from './assembler.texts.ts';

export interface Shown {
  readonly cards: readonly Placed[];
  readonly from: Role;
  /** By the policy chosen, and by that of the receiver at the other end. */
  readonly reading: Reading;
  readonly owed: Reading;
  readonly came: Outcome;
  /** Frames received. */
  readonly index: number;
  readonly part: Part | null;
}

/** One frame, and everything it led to, from top to bottom. */
export interface Column {
  readonly key: number;
  readonly name: string;
  readonly fin: boolean;
  readonly rsv: string;
  readonly control: boolean;
  readonly payload: string;
  readonly wire: number;
  readonly reached: boolean;
  readonly current: boolean;
  readonly unread: boolean;
  readonly lit: boolean;
  readonly guilty: Guilty | null;
  readonly state: string;
  readonly message: { readonly text: string; readonly pending: string; readonly whole: boolean } | null;
  readonly answers: readonly string[];
  readonly told: readonly string[];
}

/** The machine's state before the first frame. */
const START = 'open.between';

/** Which part of a frame broke a rule. */
export type Guilty = 'fin' | 'rsv' | 'opcode' | 'length' | 'payload';

export interface Explanation {
  readonly title: string;
  readonly says: string;
  readonly source: Source;
}

export interface AssemblerView {
  readonly columns: readonly Column[];
  /** The machine's state after the frames received. */
  readonly state: string;
  readonly trail: readonly string[];
  readonly explanation: Explanation;
  readonly violation: Violation | null;
  readonly placed: PlacedAnswers;
  /** Answers that no frame explains, as they came. */
  readonly beside: readonly string[];
}

/** Bytes of the frame on the wire, header included. */
const wireBytes = ({ payload: { length } }: Card, from: Role): number =>
  headerByteLength((length <= 125 ? length : length <= 0xffff ? 126 : 127) | (from === 'client' ? 0x80 : 0)) + length;

/** Where in the frame's first bytes the rule was found broken. */
function guiltyPart({ rule, span }: Violation): Guilty {
  if (rule === 'message.utf8' || rule.startsWith('close.')) return 'payload';
  if (span.start === 0) return 'fin';
  if (span.start < 4) return 'rsv';
  return span.start < 8 ? 'opcode' : 'length';
}

const isFragment = ({ opcode, fin }: Card): boolean => opcode === OPCODE.continuation || (!fin && opcode < 8);

const LIT: Readonly<Record<Part, (card: Card, step: Step | undefined) => boolean>> = {
  fragment: (card) => isFragment(card),
  ping: ({ opcode }) => opcode === OPCODE.ping,
  message: (_, step) => step?.message !== null && step?.message !== undefined,
  answer: (_, step) => step?.answer !== null && step?.answer !== undefined,
};

/** What the figure shows after so many frames. */
export function connectAssembler(given: Shown, texts: AssemblerTexts): AssemblerView {
  const { cards, from, reading, owed, came, index, part } = given;
  const { ui, opcodes, states, rules } = texts;
  const placed = placeAnswers(owed, came.answers);
  const told = toldUnder(given, texts, placed);
  const columns = cards.map((card, i): Column => {
    const step = reading.steps[i];
    return {
      key: card.key,
      name: opcodes[card.opcode] ?? '',
      fin: card.fin,
      rsv: (['rsv1', 'rsv2', 'rsv3'] as const)
        .filter((bit) => card[bit])
        .join(' ')
        .toUpperCase(),
      control: isControl(card),
      payload: shown(card.payload),
      wire: wireBytes(card, from),
      reached: i < index,
      current: i === index - 1,
      unread: step?.did === 'unread' || step?.did === 'discarded',
      lit: part !== null && LIT[part](card, step),
      guilty: step?.violation ? guiltyPart(step.violation) : null,
      state: step && step.did !== 'unread' ? (states[step.state] ?? '') : '',
      message: step?.message && step.did !== 'fails' ? messageOf(step, ui.ofCharacter) : null,
      answers: (placed.byFrame[i] ?? []).map((answer) => shownAnswer(answer, texts)),
      told: told[i] ?? [],
    };
  });
  const entered = reading.steps.slice(0, index).map(({ state }) => state);
  const step = reading.steps[index - 1];
  const explanation = explain(cards[index - 1], step, part, texts);
  return {
    columns,
    state: entered.at(-1) ?? START,
    trail: [START, ...entered],
    explanation: step?.violation && !part ? broken(step.violation, rules, ui) : explanation,
    violation: step?.violation ?? null,
    placed,
    beside: placed.beside.map((answer) => shownAnswer(answer, texts)),
  };
}

function messageOf({ did, message }: Step, ofCharacter: string): Column['message'] {
  if (!message) return null;
  const { unfinished } = message;
  return {
    text: shownMessage(message),
    pending: unfinished
      ? `${toHex(unfinished.bytes)} · ${fill(ofCharacter, { have: unfinished.bytes.length, of: unfinished.of })}`
      : '',
    whole: did === 'completes' || did === 'whole',
  };
}

/** What the application was told, under the frame that made it be told. */
function toldUnder({ from, owed, came }: Shown, { ui }: AssemblerTexts, placed: PlacedAnswers): readonly string[][] {
  const messages = came.told.filter((each) => each.on === 'message');
  const rest = came.told.filter((each) => each.on !== 'message');
  const last = owed.steps.findIndex(({ did }) => did === 'fails' || did === 'close');
  let delivered = 0;
  return owed.steps.map(({ told }, i) => {
    const lines: string[] = [];
    if (told && told.type !== 'close') {
      // A server's application shows by its echo that it was told.
      const heard = from === 'server' ? messages[delivered]?.bytes : placed.byFrame[i]?.[0]?.payload;
      delivered += 1;
      if (heard) lines.push(`${ui.message} ${shown(heard)}`.trim());
    }
    if (i === last)
      lines.push(...rest.map((each) => (each.on === 'close' ? `${ui.closeWord} ${each.code}` : ui.error)));
    return lines;
  });
}

const broken = (
  { rule, source, found, expected }: Violation,
  rules: AssemblerTexts['rules'],
  ui: AssemblerTexts['ui'],
): Explanation => ({
  title: rules[rule]?.title ?? rule,
  says: `${fill(ui.foundAt, { found, expected })} ${rules[rule]?.advice ?? ''}`,
  source,
});

function explain(
  card: Card | undefined,
  step: Step | undefined,
  part: Part | null,
  { did, parts }: AssemblerTexts,
): Explanation {
  if (part) return parts[part];
  if (!card || !step) return did.nothing;
  if (step.did === 'fails') return did.nothing;
  const claim: Claim = step.message?.unfinished ? did.half : did[step.did];
  const values = {
    payload: shown(card.payload) || '–',
    message: step.message ? shownMessage(step.message) || '–' : '',
    n: step.message?.bytes.length ?? 0,
    have: step.message?.unfinished?.bytes.length ?? 0,
    of: step.message?.unfinished?.of ?? 0,
  };
  return { ...claim, says: fill(claim.says, values) };
}

/** What one receiver makes of all of it, in numbers. */
export interface Verdict {
  readonly policy: Reading['policy'];
  readonly messages: number;
  /** Where it stopped, from 1; `null` where it reads to the end. */
  readonly stop:
    | { readonly at: number; readonly violation: Violation }
    | { readonly at: number; readonly violation: null }
    | null;
}

export const verdictOf = ({ policy, steps }: Reading): Verdict => {
  const at = steps.findIndex(({ did }) => did === 'fails' || did === 'close');
  return {
    policy,
    messages: steps.filter(({ told }) => told !== null && told.type !== 'close').length,
    stop: at < 0 ? null : { at: at + 1, violation: steps[at]?.violation ?? null },
  };
};

/** Whether all receivers do the same with every frame. */
export const agree = (readings: readonly Reading[]): boolean =>
  new Set(readings.map(({ steps }) => steps.map(({ did, violation }) => `${did} ${violation?.closeCode}`).join()))
    .size <= 1;
