import { assign, setup } from 'xstate';
import type { Problem } from '#demos/capture/problem.ts';

export type PacketSessionEvent =
  | { readonly type: 'source.recorded' }
  | { readonly type: 'source.live' }
  | { readonly type: 'bench.open' }
  | { readonly type: 'bench.close' }
  /** A draft was changed, and can be taken apart or not. */
  | { readonly type: 'draft.changed' }
  | { readonly type: 'draft.emit' }
  | { readonly type: 'run.settled' }
  | { readonly type: 'run.refused'; readonly problem: Problem }
  | { readonly type: 'link.lost' };

export interface PacketSessionContext {
  readonly companion: boolean;
  readonly problem: Problem | null;
}

/**
 * What the reader does with the figure: look at the recording, emit for real, edit. A draft that was not sent is the
 * codec's work and shown as such, `model`. Effects are named; the figure performs them.
 */
export const packetSessionMachine = setup({
  types: {
    context: {} as PacketSessionContext,
    events: {} as PacketSessionEvent,
    input: {} as Pick<PacketSessionContext, 'companion'>,
  },
  actions: {
    showRecorded: () => {},
    showDraft: () => {},
    runPlain: () => {},
    runDraft: () => {},
    stopRun: () => {},
    clearProblem: assign({ problem: null }),
    tell: assign((_, { problem }: { problem: Problem }) => ({ problem })),
  },
  guards: { hasCompanion: ({ context }) => context.companion },
  // A companion on this machine answers in milliseconds; socket.io-client has to be fetched before.
  delays: { patience: 8_000 },
}).createMachine({
  id: 'packetSession',
  context: ({ input }) => ({ companion: input.companion, problem: null }),
  type: 'parallel',
  states: {
    bench: {
      initial: 'closed',
      states: {
        closed: { on: { 'bench.open': 'open' } },
        open: { on: { 'bench.close': 'closed', 'source.recorded': 'closed' } },
      },
    },
    bytes: {
      initial: 'recorded',
      on: {
        'source.recorded': { target: '.recorded', actions: ['clearProblem', 'showRecorded'] },
        'source.live': { guard: 'hasCompanion', target: '.live', actions: ['clearProblem', 'runPlain'] },
        'draft.changed': { target: '.model', actions: ['clearProblem', 'showDraft'] },
        'draft.emit': { guard: 'hasCompanion', target: '.live', actions: ['clearProblem', 'runDraft'] },
      },
      states: {
        recorded: {},
        model: { on: { 'bench.close': { target: 'recorded', actions: ['clearProblem', 'showRecorded'] } } },
        live: {
          initial: 'running',
          exit: 'stopRun',
          states: {
            running: {
              after: { patience: 'settled' },
              on: {
                'run.settled': 'settled',
                'run.refused': {
                  target: 'settled',
                  actions: { type: 'tell', params: ({ event }) => ({ problem: event.problem }) },
                },
                'link.lost': 'settled',
              },
            },
            // What comes later, a ping or an event, is shown as well.
            settled: {},
          },
        },
      },
    },
  },
});
