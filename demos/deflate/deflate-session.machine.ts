import { assign, setup } from 'xstate';
import type { CaptureSource } from '#demos/capture/capture.ts';
import type { Problem } from '#demos/capture/problem.ts';

type SessionEvent =
  | { readonly type: 'source.choose'; readonly source: CaptureSource }
  | { readonly type: 'socket.opened' }
  | { readonly type: 'socket.ended' }
  | { readonly type: 'socket.refused'; readonly problem: Problem }
  /** A script of the page could not be fetched. */
  | { readonly type: 'page.failed'; readonly problem: Problem };

interface SessionContext {
  readonly source: CaptureSource;
  readonly problem: Problem | null;
}

/** Whose messages are listed. `showRecorded` and `converse` name the effects; the figure performs them. */
export const sessionMachine = setup({
  types: { context: {} as SessionContext, events: {} as SessionEvent },
  actions: {
    showRecorded: () => {},
    converse: () => {},
    setSource: assign(({ context, event }) => ({
      source: event.type === 'source.choose' ? event.source : context.source,
      problem: null,
    })),
    tell: assign(({ event }) => ({ problem: 'problem' in event ? event.problem : null })),
  },
  guards: {
    choosesRecorded: ({ event }) => event.type === 'source.choose' && event.source === 'recorded',
  },
  delays: { patience: 8_000 },
}).createMachine({
  id: 'session',
  context: { source: 'recorded', problem: null },
  initial: 'recorded',
  on: {
    'page.failed': { actions: 'tell' },
    'source.choose': [
      { guard: 'choosesRecorded', target: '.recorded', actions: ['setSource', 'showRecorded'] },
      { target: '.opening', reenter: true, actions: ['setSource', 'converse'] },
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
    open: { on: { 'socket.ended': 'ended', 'socket.refused': { actions: 'tell' } } },
    ended: {},
  },
});
