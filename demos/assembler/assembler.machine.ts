import { assign, setup } from 'xstate';
import { concat } from '#demos/protocol/bytes.ts';
import { OPCODE } from '#demos/protocol/opcode.ts';
import type { Strictness } from '#demos/protocol/policy.ts';
import { findUtf8Error } from '#demos/protocol/utf8.ts';

/** A frame whose own header breaks no rule; control frames have opcodes 8, 9 and a. */
interface FrameGiven {
  readonly fin: boolean;
  readonly payload: Uint8Array;
}

export type AssemblerEvent =
  | ({ readonly type: 'text' | 'binary' | 'continuation' } & FrameGiven)
  | ({ readonly type: 'ping' | 'pong' } & FrameGiven)
  /** `legal`: its body is empty, or a code that may be sent and a reason in UTF-8 (RFC 6455 §5.5.1). */
  | ({ readonly type: 'close'; readonly breaks: number | null } & FrameGiven)
  /** A reserved opcode, or a bit that no extension gives a meaning. */
  | { readonly type: 'reserved' };

export interface AssemblerContext {
  readonly strictness: Pick<Strictness, 'textChecked' | 'utf8CloseCode' | 'messageLimit' | 'afterClose'>;
  /** The message under construction: its type, and its payloads joined. */
  readonly opcode: number;
  readonly joined: Uint8Array;
  /** What the Close frame says that follows a broken rule; `null` before, and where none is sent. */
  readonly closeCode: number | null;
}

const NOTHING = new Uint8Array();
const payloadOf = (event: AssemblerEvent): Uint8Array => ('payload' in event ? event.payload : NOTHING);
const isFinal = (event: AssemblerEvent): boolean => 'fin' in event && event.fin;

interface Given {
  readonly context: AssemblerContext;
  readonly event: AssemblerEvent;
}

/** The message's bytes with this frame's. */
const grown = ({ context, event }: Given): Uint8Array => concat(context.joined, payloadOf(event));

function breaksUtf8(given: Given): boolean {
  const { context, event } = given;
  const opcode = event.type === 'continuation' ? context.opcode : event.type === 'text' ? OPCODE.text : OPCODE.binary;
  if (opcode !== OPCODE.text || (context.strictness.textChecked === 'by-message' && !isFinal(event))) return false;
  const error = findUtf8Error(grown(given));
  // A frame may end within a character; a message may not (RFC 6455 §5.6).
  return error !== null && (error.why !== 'truncated' || isFinal(event));
}

const assembler = setup({
  types: {
    events: {} as AssemblerEvent,
    context: {} as AssemblerContext,
    input: {} as AssemblerContext['strictness'],
  },
  actions: {
    deliver: () => {},
    pong: () => {},
    answerClose: () => {},
    failTheConnection: () => {},
    join: assign(({ context, event }) => ({
      opcode: event.type === 'continuation' ? context.opcode : event.type === 'text' ? OPCODE.text : OPCODE.binary,
      joined: grown({ context, event }),
    })),
    forget: assign({ joined: NOTHING }),
    sayProtocolError: assign({ closeCode: 1002 }),
    sayTooBig: assign({ closeCode: 1009 }),
    sayNotUtf8: assign(({ context }) => ({ closeCode: context.strictness.utf8CloseCode })),
    sayNothing: assign({ closeCode: null }),
    sayWhatCloseBroke: assign(({ event }) => ({ closeCode: event.type === 'close' ? event.breaks : null })),
  },
  guards: {
    fin: ({ event }) => isFinal(event),
    'not fin': ({ event }) => !isFinal(event),
    'length > 125': ({ event }) => payloadOf(event).length > 125,
    'too long': ({ context, event }) => {
      const { messageLimit } = context.strictness;
      return messageLimit !== null && grown({ context, event }).length > messageLimit;
    },
    'not UTF-8': (given) => breaksUtf8(given),
    'breaks a rule': ({ event }) => event.type === 'close' && event.breaks !== null,
    'not expected': ({ context }) => context.strictness.afterClose === 'fail',
  },
});

/** Frames that may stand anywhere: between two messages, and inside one (RFC 6455 §5.5). */
const control = assembler.createStateConfig({
  on: {
    ping: [
      { guard: 'not fin', target: '#assembler.failed', actions: 'sayProtocolError' },
      { guard: 'length > 125', target: '#assembler.failed', actions: 'sayProtocolError' },
      { actions: 'pong' },
    ],
    pong: [
      { guard: 'not fin', target: '#assembler.failed', actions: 'sayProtocolError' },
      { guard: 'length > 125', target: '#assembler.failed', actions: 'sayProtocolError' },
    ],
    close: [
      { guard: 'not fin', target: '#assembler.failed', actions: 'sayProtocolError' },
      { guard: 'length > 125', target: '#assembler.failed', actions: 'sayProtocolError' },
      { guard: 'breaks a rule', target: '#assembler.failed', actions: 'sayWhatCloseBroke' },
      { target: '#assembler.closing', actions: 'answerClose' },
    ],
    reserved: { target: '#assembler.failed', actions: 'sayProtocolError' },
  },
});

const beginning = [
  { guard: 'too long', target: '#assembler.failed', actions: 'sayTooBig' },
  { guard: 'not UTF-8', target: '#assembler.failed', actions: 'sayNotUtf8' },
  { guard: 'fin', actions: 'deliver' },
  { target: 'inMessage', actions: 'join' },
] as const;

/**
 * Frames in, messages out (RFC 6455 §5.4): at any time the receiver is between two messages or inside exactly one.
 * It reads and sends nothing itself; `deliver`, `pong`, `answerClose` and `failTheConnection` name the effects.
 */
export const assemblerMachine = assembler.createMachine({
  id: 'assembler',
  context: ({ input }) => ({ strictness: input, opcode: OPCODE.text, joined: NOTHING, closeCode: null }),
  initial: 'between',
  states: {
    between: {
      on: {
        ...control.on,
        text: [...beginning],
        binary: [...beginning],
        continuation: { target: 'failed', actions: 'sayProtocolError' },
      },
    },
    inMessage: {
      on: {
        ...control.on,
        text: { target: 'failed', actions: 'sayProtocolError' },
        binary: { target: 'failed', actions: 'sayProtocolError' },
        continuation: [
          { guard: 'too long', target: 'failed', actions: 'sayTooBig' },
          { guard: 'not UTF-8', target: 'failed', actions: 'sayNotUtf8' },
          { guard: 'fin', target: 'between', actions: ['deliver', 'forget'] },
          { actions: 'join' },
        ],
      },
    },
    // The sender has said that no more data comes (RFC 6455 §5.5.1).
    closing: {
      on: {
        text: { guard: 'not expected', target: 'failed', actions: 'sayNothing' },
        binary: { guard: 'not expected', target: 'failed', actions: 'sayNothing' },
        continuation: { guard: 'not expected', target: 'failed', actions: 'sayNothing' },
        reserved: { guard: 'not expected', target: 'failed', actions: 'sayNothing' },
      },
    },
    // Nothing after it is read (RFC 6455 §7.1.7).
    failed: { type: 'final', entry: 'failTheConnection' },
  },
});
