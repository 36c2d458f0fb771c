import { assign, setup } from 'xstate';
import { concat } from '#demos/protocol/bytes.ts';
import { OPCODE } from '#demos/protocol/opcode.ts';
import type { Strictness } from '#demos/protocol/policy.ts';
import { findUtf8Error } from '#demos/protocol/utf8.ts';

interface FrameGiven {
  readonly fin: boolean;
  readonly payload: Uint8Array;
}

export type AssemblerEvent =
  /** The first frame of a message: opcode 1 or 2. */
  | ({ readonly type: 'data'; readonly opcode: number } & FrameGiven)
  | ({ readonly type: 'continuation' } & FrameGiven)
  /** A ping or a pong. */
  | ({ readonly type: 'control'; readonly opcode: number } & FrameGiven)
  /** `breaks`: the close code that answers a body which is not empty, and not a legal code with a reason in UTF-8 (RFC 6455 §5.5.1). */
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

const opcodeOf = ({ context, event }: Given): number => (event.type === 'data' ? event.opcode : context.opcode);

function breaksUtf8(given: Given): boolean {
  const { context, event } = given;
  const waits = context.strictness.textChecked === 'by-message' && !isFinal(event);
  if (opcodeOf(given) !== OPCODE.text || waits) return false;
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
    answerPing: () => {},
    answerClose: () => {},
    failTheConnection: () => {},
    join: assign((given) => ({ opcode: opcodeOf(given), joined: grown(given) })),
    forget: assign({ joined: NOTHING }),
    sayProtocolError: assign({ closeCode: 1002 }),
    sayTooBig: assign({ closeCode: 1009 }),
    sayNotUtf8: assign(({ context }) => ({ closeCode: context.strictness.utf8CloseCode })),
    sayNothing: assign({ closeCode: null }),
    sayWhatCloseBroke: assign(({ event }) => ({ closeCode: event.type === 'close' ? event.breaks : null })),
  },
  guards: {
    fin: ({ event }) => isFinal(event),
    'no fin': ({ event }) => !isFinal(event),
    '> 125': ({ event }) => payloadOf(event).length > 125,
    '> limit': ({ context, event }) => {
      const { messageLimit } = context.strictness;
      return messageLimit !== null && grown({ context, event }).length > messageLimit;
    },
    'not UTF-8': (given) => breaksUtf8(given),
    'bad body': ({ event }) => event.type === 'close' && event.breaks !== null,
    late: ({ context }) => context.strictness.afterClose === 'fail',
  },
});

const notExpected = { guard: 'late', target: 'failed', actions: 'sayNothing' } as const;

/**
 * Frames in, messages out (RFC 6455 §5.4): while it is open, the receiver is between two messages or inside exactly one.
 * It reads and sends nothing itself; `deliver`, `answerPing`, `answerClose` and `failTheConnection` name the effects.
 */
export const assemblerMachine = assembler.createMachine({
  id: 'assembler',
  context: ({ input }) => ({ strictness: input, opcode: OPCODE.text, joined: NOTHING, closeCode: null }),
  initial: 'open',
  states: {
    open: {
      initial: 'between',
      // These may stand anywhere: between two messages, and inside one (RFC 6455 §5.5).
      on: {
        control: [
          { guard: 'no fin', target: 'failed', actions: 'sayProtocolError' },
          { guard: '> 125', target: 'failed', actions: 'sayProtocolError' },
          { actions: 'answerPing' },
        ],
        close: [
          { guard: 'no fin', target: 'failed', actions: 'sayProtocolError' },
          { guard: '> 125', target: 'failed', actions: 'sayProtocolError' },
          { guard: 'bad body', target: 'failed', actions: 'sayWhatCloseBroke' },
          { target: 'closing', actions: 'answerClose' },
        ],
        reserved: { target: 'failed', actions: 'sayProtocolError' },
      },
      states: {
        between: {
          on: {
            data: [
              { guard: '> limit', target: '#assembler.failed', actions: 'sayTooBig' },
              { guard: 'not UTF-8', target: '#assembler.failed', actions: 'sayNotUtf8' },
              { guard: 'fin', actions: 'deliver' },
              { guard: 'no fin', target: 'inMessage', actions: 'join' },
            ],
            continuation: { target: '#assembler.failed', actions: 'sayProtocolError' },
          },
        },
        inMessage: {
          on: {
            data: { target: '#assembler.failed', actions: 'sayProtocolError' },
            continuation: [
              { guard: '> limit', target: '#assembler.failed', actions: 'sayTooBig' },
              { guard: 'not UTF-8', target: '#assembler.failed', actions: 'sayNotUtf8' },
              { guard: 'fin', target: 'between', actions: ['deliver', 'forget'] },
              { actions: 'join' },
            ],
          },
        },
      },
    },
    // The sender has said that no more data comes (RFC 6455 §5.5.1).
    closing: { on: { data: notExpected, continuation: notExpected, reserved: notExpected } },
    // Nothing after it is read (RFC 6455 §7.1.7).
    failed: { type: 'final', entry: 'failTheConnection' },
  },
});
