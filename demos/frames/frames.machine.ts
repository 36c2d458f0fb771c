import { assign, setup } from 'xstate';

export type DecoderEvent =
  /** The first two bytes: MASK, and the seven bits of length. */
  | { readonly type: 'info.read'; readonly masked: boolean; readonly length: number }
  /** The two or eight bytes of extended length. */
  | { readonly type: 'length.read'; readonly length: number | bigint }
  | { readonly type: 'key.read' }
  | { readonly type: 'payload.read' }
  | { readonly type: 'rule.broken'; readonly closeCode: number | null }
  /** The first byte of another frame. */
  | { readonly type: 'next.frame' };

export interface DecoderContext {
  readonly masked: boolean;
  readonly length: number | bigint;
  /** What the Close frame says that follows a broken rule; `null` before, and where none is sent. */
  readonly closeCode: number | null;
}

const decoder = setup({
  types: { events: {} as DecoderEvent, context: {} as DecoderContext },
  actions: {
    deliver: () => {},
    failTheConnection: () => {},
    keep: assign(({ context, event }) => {
      if (event.type === 'info.read') return { masked: event.masked, length: event.length };
      if (event.type === 'length.read') return { length: event.length };
      return { closeCode: event.type === 'rule.broken' ? event.closeCode : context.closeCode };
    }),
  },
  guards: {
    says126: ({ event }) => event.type === 'info.read' && event.length === 126,
    says127: ({ event }) => event.type === 'info.read' && event.length === 127,
    masked: ({ context, event }) => (event.type === 'info.read' ? event.masked : context.masked),
  },
});

/** Only two bytes, a length and a payload can break a rule: any four bytes are a masking key. */
const broken = decoder.createStateConfig({
  on: { 'rule.broken': { target: '#decoder.failed', actions: 'keep' } },
});

const lengthOfMoreBytes = decoder.createStateConfig({
  on: {
    ...broken.on,
    'length.read': [
      { guard: 'masked', target: '#decoder.mask', actions: 'keep' },
      { target: '#decoder.payload', actions: 'keep' },
    ],
  },
});

/**
 * A decoder of frames (RFC 6455 §5.2): its states say which bytes it waits for. It reads nothing itself;
 * `deliver` and `failTheConnection` name the effects.
 */
export const decoderMachine = decoder.createMachine({
  id: 'decoder',
  context: { masked: false, length: 0, closeCode: null },
  initial: 'info',
  states: {
    info: {
      on: {
        ...broken.on,
        'info.read': [
          { guard: 'says126', target: 'len16', actions: 'keep' },
          { guard: 'says127', target: 'len64', actions: 'keep' },
          { guard: 'masked', target: 'mask', actions: 'keep' },
          { target: 'payload', actions: 'keep' },
        ],
      },
    },
    len16: lengthOfMoreBytes,
    len64: lengthOfMoreBytes,
    mask: { on: { 'key.read': 'payload' } },
    // An empty payload is read as soon as it is waited for.
    payload: { on: { ...broken.on, 'payload.read': 'deliver' } },
    deliver: { entry: 'deliver', on: { 'next.frame': 'info' } },
    // Nothing after it is read (RFC 6455 §7.1.7).
    failed: { type: 'final', entry: 'failTheConnection' },
  },
});
