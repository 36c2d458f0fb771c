import { assign, setup } from 'xstate';
import type { CaptureSource } from '#demos/capture/capture.ts';
import type { Problem } from '#demos/capture/problem.ts';

export type SessionEvent =
  | { readonly type: 'show' }
  /** `problem`: why it cannot be run. */
  | { readonly type: 'run'; readonly source: Exclude<CaptureSource, 'recorded'>; readonly problem: Problem | null }
  | { readonly type: 'settled' }
  | { readonly type: 'refused'; readonly problem: Problem }
  | { readonly type: 'lost' };

export interface SessionContext {
  readonly source: CaptureSource;
  readonly problem: Problem | null;
}

/** What the reader does with the figure: watch what was recorded, or run a negotiation. The figure performs both effects. */
export const sessionMachine = setup({
  types: { context: {} as SessionContext, events: {} as SessionEvent },
  actions: {
    showRecorded: () => {},
    runSetup: () => {},
    tell: assign((_, { problem }: { problem: Problem | null }) => ({ problem })),
    setSource: assign((_, { source }: { source: CaptureSource }) => ({ source, problem: null })),
  },
  guards: { hasProblem: (_, { problem }: { problem: Problem | null }) => problem !== null },
  // A link answers at once, or its companion is stopped.
  delays: { patience: 8_000 },
}).createMachine({
  id: 'session',
  context: { source: 'recorded', problem: null },
  initial: 'watching',
  on: {
    show: { target: '.watching', actions: [{ type: 'setSource', params: { source: 'recorded' } }, 'showRecorded'] },
    run: [
      {
        guard: { type: 'hasProblem', params: ({ event }) => ({ problem: event.problem }) },
        actions: { type: 'tell', params: ({ event }) => ({ problem: event.problem }) },
      },
      {
        target: '.running',
        reenter: true,
        actions: [{ type: 'setSource', params: ({ event }) => ({ source: event.source }) }, 'runSetup'],
      },
    ],
    refused: { target: '.watching', actions: { type: 'tell', params: ({ event }) => ({ problem: event.problem }) } },
  },
  states: {
    watching: {},
    running: { after: { patience: 'watching' }, on: { settled: 'watching', lost: 'watching' } },
  },
});
