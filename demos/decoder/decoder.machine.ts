import { assign, setup } from 'xstate';
import type { Ended } from './decoding.ts';
import type { Guess } from './settings.ts';

export interface DecoderContext {
  readonly guess: Guess | null;
  /** Bytes of the wire that have been decoded. */
  readonly done: number;
  readonly ended: Ended | null;
  /** The reader stopped it. */
  readonly cancelled: boolean;
}

export type DecoderEvent =
  | { readonly type: 'input.given' }
  | { readonly type: 'input.cleared' }
  | { readonly type: 'form.recognised'; readonly guess: Guess }
  | { readonly type: 'rows.decoded'; readonly done: number }
  | { readonly type: 'input.ended'; readonly ended: Ended }
  | { readonly type: 'decoding.cancelled' }
  /** The decoder itself could not be had, or broke. */
  | { readonly type: 'decoder.lost' };

export const NOTHING_GIVEN: DecoderContext = { guess: null, done: 0, ended: null, cancelled: false };

/** What is made of the reader's bytes: recognised, decoded to their end, or stopped where something is wrong. */
export const decoderMachine = setup({
  types: { context: {} as DecoderContext, events: {} as DecoderEvent },
  actions: {
    /** Hand the input to the decoder. */
    startDecoding: () => {},
    /** What is still being decoded is of no use any more. */
    endDecoding: () => {},
    forget: assign(NOTHING_GIVEN),
  },
  guards: {
    isWhole: (_, { ended }: { ended: Ended }) => ended.stop === null && ended.broken === null,
  },
}).createMachine({
  id: 'decoder',
  context: NOTHING_GIVEN,
  initial: 'empty',
  on: {
    'input.given': { target: '.recognising', actions: ['forget', 'startDecoding'] },
    'input.cleared': { target: '.empty', actions: ['forget', 'endDecoding'] },
    'decoder.lost': '.stopped',
  },
  states: {
    empty: {},
    recognising: {
      on: {
        'form.recognised': { target: 'decoding', actions: assign(({ event }) => ({ guess: event.guess })) },
        'input.ended': { target: 'stopped', actions: assign(({ event }) => ({ ended: event.ended })) },
        'decoding.cancelled': { target: 'stopped', actions: [assign({ cancelled: true }), 'endDecoding'] },
      },
    },
    decoding: {
      on: {
        'rows.decoded': { actions: assign(({ event }) => ({ done: event.done })) },
        'input.ended': [
          {
            guard: { type: 'isWhole', params: ({ event }) => ({ ended: event.ended }) },
            target: 'shown',
            actions: assign(({ event }) => ({ ended: event.ended })),
          },
          { target: 'stopped', actions: assign(({ event }) => ({ ended: event.ended })) },
        ],
        'decoding.cancelled': { target: 'stopped', actions: [assign({ cancelled: true }), 'endDecoding'] },
      },
    },
    shown: {},
    stopped: {},
  },
});
