import { assign, setup } from 'xstate';
import type { CaptureSource } from '#demos/capture/capture.ts';
import type { Problem } from '#demos/capture/problem.ts';

/** Who is given the bench's frame: a strict server, or the reader's own browser. */
export type TrialBy = 'server' | 'browser';

export type SessionEvent =
  | { readonly type: 'source.choose'; readonly source: CaptureSource }
  | { readonly type: 'socket.opened' }
  | { readonly type: 'socket.ended' }
  | { readonly type: 'socket.refused'; readonly problem: Problem }
  | { readonly type: 'trial.start'; readonly by: TrialBy }
  | { readonly type: 'trial.settled' }
  | { readonly type: 'trial.refused'; readonly problem: Problem }
  /** A script of the page could not be fetched. */
  | { readonly type: 'page.failed'; readonly problem: Problem }
  /** The bench has changed: what was tried is not what lies there. */
  | { readonly type: 'trial.forget' };

export interface SessionContext {
  readonly source: CaptureSource;
  readonly by: TrialBy;
  readonly problem: Problem | null;
}

/**
 * What runs beside the bench: a connection whose frames are logged, and the trial of the frame on the bench.
 * `showRecorded`, `openSocket`, `startTrial` and `endTrial` name the effects; the figure performs them on links.
 */
export const sessionMachine = setup({
  types: { context: {} as SessionContext, events: {} as SessionEvent },
  actions: {
    showRecorded: () => {},
    openSocket: () => {},
    startTrial: () => {},
    endTrial: () => {},
    setSource: assign(({ context, event }) => ({
      source: event.type === 'source.choose' ? event.source : context.source,
      problem: null,
    })),
    setTrial: assign(({ context, event }) => ({
      by: event.type === 'trial.start' ? event.by : context.by,
      problem: null,
    })),
    tell: assign(({ event }) => ({ problem: 'problem' in event ? event.problem : null })),
  },
  guards: {
    choosesRecorded: ({ event }) => event.type === 'source.choose' && event.source === 'recorded',
  },
  delays: { patience: 8_000, silence: 3_000 },
}).createMachine({
  id: 'session',
  type: 'parallel',
  context: { source: 'recorded', by: 'server', problem: null },
  on: { 'page.failed': { actions: 'tell' } },
  states: {
    socket: {
      initial: 'recorded',
      on: {
        'source.choose': [
          { guard: 'choosesRecorded', target: '.recorded', actions: ['setSource', 'showRecorded'] },
          { target: '.opening', reenter: true, actions: ['setSource', 'openSocket'] },
        ],
      },
      states: {
        recorded: {},
        opening: {
          after: { patience: 'ended' },
          on: {
            'socket.opened': 'open',
            'socket.ended': 'ended',
            'socket.refused': { target: 'ended', actions: 'tell' },
          },
        },
        open: {
          on: { 'socket.ended': 'ended', 'socket.refused': { actions: 'tell' } },
        },
        ended: {},
      },
    },
    trial: {
      initial: 'none',
      on: {
        'trial.start': { target: '.running', reenter: true, actions: ['setTrial', 'startTrial'] },
      },
      states: {
        none: {},
        running: {
          // Silence is an answer too.
          after: { silence: 'settled' },
          on: {
            'trial.settled': 'settled',
            'trial.refused': { target: 'none', actions: 'tell' },
            'trial.forget': { target: 'none', actions: 'endTrial' },
          },
        },
        settled: { on: { 'trial.forget': { target: 'none', actions: 'endTrial' } } },
      },
    },
  },
});
