import { initialTransition, transition } from 'xstate';
import { statePath } from '#demos/machines/replay.ts';
import { concat } from '#demos/protocol/bytes.ts';
import { refusedInRead } from '#demos/protocol/chromium-read.ts';
import { encodeClosePayload } from '#demos/protocol/close-payload.ts';
import type { Policy } from '#demos/protocol/frame.ts';
import type { MessageReaderEvent } from '#demos/protocol/message.ts';
import { createMessageReader } from '#demos/protocol/message-reader.ts';
import { isReservedOpcode, OPCODE } from '#demos/protocol/opcode.ts';
import { STRICTNESS } from '#demos/protocol/policy.ts';
import { RULES } from '#demos/protocol/rules.ts';
import { shiftSpan } from '#demos/protocol/span.ts';
import type { Role, Violation } from '#demos/protocol/violation.ts';
import { type Card, EXAMPLE_KEY, frameBytes, isControl } from './assembler.card.ts';
import { type AssemblerEvent, assemblerMachine } from './assembler.machine.ts';
import { type Unfinished, unfinishedCharacter } from './assembler.utf8.ts';

/** What one frame did to its receiver. */
export type Did =
  | 'begins'
  | 'continues'
  | 'completes'
  | 'whole'
  | 'ping'
  | 'pong'
  | 'close'
  | 'fails'
  /** It came in one read with a frame that Chromium refuses before it acts on any. */
  | 'dropped'
  /** A Close came before: read, and thrown away. */
  | 'discarded'
  /** The connection had failed before. */
  | 'unread';

export type MessageType = 'text' | 'binary';

/** The message that a receiver is in, or has just completed. */
export interface Building {
  readonly type: MessageType;
  readonly bytes: Uint8Array;
  /** How many of them this frame brought. */
  readonly added: number;
  readonly unfinished: Unfinished | null;
}

/** A frame that the receiver sends by itself: a pong, a Close, a server's echo. */
export interface Answer {
  readonly opcode: number;
  readonly payload: Uint8Array;
}

export interface Step {
  readonly did: Did;
  /** The machine's state after it. */
  readonly state: string;
  readonly message: Building | null;
  /** What the receiving application is told: a whole message, or that the other end closes. */
  readonly told: { readonly type: MessageType | 'close'; readonly bytes: Uint8Array } | null;
  /** What the receiver owes for it; `null` for nothing. */
  readonly answer: Answer | null;
  /** Spans count from this frame's first bit. */
  readonly violation: Violation | null;
}

/** What a receiver with one policy makes of a timeline, frame by frame. */
export interface Reading {
  readonly policy: Policy;
  readonly steps: readonly Step[];
}

const NOTHING = new Uint8Array();

/** A frame as the machine is given it. */
export function machineEvent(card: Card, broken: Violation | null): AssemblerEvent {
  const { opcode, fin, payload } = card;
  if (card.rsv1 || card.rsv2 || card.rsv3 || isReservedOpcode(opcode)) return { type: 'reserved' };
  const given = { fin, payload };
  switch (opcode) {
    case OPCODE.text:
    case OPCODE.binary:
      return { type: 'data', opcode, ...given };
    case OPCODE.continuation:
      return { type: 'continuation', ...given };
    case OPCODE.ping:
    case OPCODE.pong:
      return { type: 'control', opcode, ...given };
    default:
      return { type: 'close', breaks: broken?.closeCode ?? null, ...given };
  }
}

const SILENT = { message: null, told: null, answer: null, violation: null } as const;

/** Reads a timeline as that policy's receiver does. A client receiver echoes nothing; a server sends every message back. */
export function readTimeline(cards: readonly Card[], from: Role, policy: Policy): Reading {
  const reader = createMessageReader({ from, policy, deflate: false });
  const strictness = STRICTNESS[policy];
  let [snapshot] = initialTransition(assemblerMachine, strictness);
  let building: { readonly type: MessageType; readonly bytes: Uint8Array } | null = null;
  let at = 0;
  const refused = policy === 'chromium' ? cards.findIndex((c) => refusedInRead(c.opcode, c.fin, c.payload.length)) : -1;
  const steps = cards.map((card, i): Step => {
    if (i < refused) return { ...SILENT, did: 'dropped', state: statePath(snapshot) };
    const before = statePath(snapshot);
    if (before === 'failed') return { ...SILENT, did: 'unread', state: 'failed' };
    // After a Close only what may break a rule is looked at.
    const discarded = before === 'closing' && (strictness.afterClose === 'discard' || isLegalControl(card));
    if (discarded && policy === 'chromium') {
      [snapshot] = transition(assemblerMachine, snapshot, { type: 'reserved' });
      return { ...SILENT, did: 'fails', state: statePath(snapshot), violation: afterClose(card, from) };
    }
    if (discarded) return { ...SILENT, did: 'discarded', state: 'closing' };

    const bytes = frameBytes(card, from === 'client' ? EXAMPLE_KEY : null);
    const [event = null] = reader.push(bytes);
    const broken = event?.kind === 'violation' ? event.violation : null;
    const start = at;
    at += bytes.length;
    [snapshot] = transition(assemblerMachine, snapshot, machineEvent(card, broken));
    const state = statePath(snapshot);
    if (broken) {
      const { closeCode } = snapshot.context;
      const violation = { ...broken, closeCode, span: shiftSpan(broken.span, -start) };
      const answer = closeCode === null ? null : { opcode: OPCODE.close, payload: encodeClosePayload(closeCode) };
      return { ...SILENT, did: 'fails', state, message: building && buildingOf(building, 0), answer, violation };
    }
    if (event !== null && isControl(card))
      return { ...SILENT, ...controlStep(event), state, message: building && buildingOf(building, 0) };
    const type: MessageType = building?.type ?? (card.opcode === OPCODE.text ? 'text' : 'binary');
    const joined: Uint8Array = concat(building?.bytes ?? NOTHING, card.payload);
    const began = building === null;
    building = card.fin ? null : { type, bytes: joined };
    const message = buildingOf({ type, bytes: joined }, card.payload.length);
    if (!card.fin) return { ...SILENT, did: began ? 'begins' : 'continues', state, message };
    const answer =
      from === 'client' ? { opcode: type === 'text' ? OPCODE.text : OPCODE.binary, payload: joined } : null;
    return { ...SILENT, did: began ? 'whole' : 'completes', state, message, told: { type, bytes: joined }, answer };
  });
  return { policy, steps };
}

const isLegalControl = (card: Card): boolean =>
  isControl(card) && !card.rsv1 && !card.rsv2 && !card.rsv3 && !isReservedOpcode(card.opcode);

/** Chromium 156 takes no frame after a Close, though the RFC forbids data frames only. */
const afterClose = ({ opcode }: Card, from: Role): Violation => ({
  rule: 'message.after-close',
  source: RULES['message.after-close'],
  span: { start: 4, end: 8 },
  found: `0x${opcode.toString(16)}`,
  expected: 'no frame',
  closeCode: null,
  noticedBy: from === 'client' ? 'server' : 'client',
});

const buildingOf = ({ type, bytes }: Pick<Building, 'type' | 'bytes'>, added: number): Building => ({
  type,
  bytes,
  added,
  unfinished: type === 'text' ? unfinishedCharacter(bytes) : null,
});

function controlStep(event: MessageReaderEvent): Pick<Step, 'did' | 'told' | 'answer'> {
  if (event.kind === 'ping') {
    return { did: 'ping', told: null, answer: { opcode: OPCODE.pong, payload: event.payload } };
  }
  if (event.kind !== 'close') return { did: 'pong', told: null, answer: null };
  const { code, reason } = event.close ?? { code: null, reason: '' };
  const payload = encodeClosePayload(code, reason);
  // The code is echoed (RFC 6455 §5.5.1), and the reason with it, as ws 8.23.0 and Chromium 156 do.
  return { did: 'close', told: { type: 'close', bytes: payload }, answer: { opcode: OPCODE.close, payload } };
}
