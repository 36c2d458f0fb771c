import { assign, setup } from 'xstate';
import type { CaptureSource } from '#demos/capture/capture.ts';
import type { Problem } from '#demos/capture/problem.ts';

export type SessionEvent =
  | { readonly type: 'source.choose'; readonly source: CaptureSource }
  | { readonly type: 'socket.opened' }
  | { readonly type: 'socket.ended' }
  | { readonly type: 'refused'; readonly problem: Problem };

export interface SessionContext {
  readonly source: CaptureSource;
  /** Why the last wish was refused. */
  readonly problem: Problem | null;
}

/** Whose frames are listed, and whether more can be sent. It opens nothing itself: `showRecorded` and `openSocket` name the effects. */
export const sessionMachine = setup({
  types: { events: {} as SessionEvent, context: {} as SessionContext },
  actions: {
    showRecorded: () => {},
    openSocket: () => {},
    take: assign({ source: ({ context, event }) => (event.type === 'source.choose' ? event.source : context.source) }),
    note: assign({ problem: ({ event }) => (event.type === 'refused' ? event.problem : null) }),
  },
  guards: {
    wantsRecorded: ({ event }) => event.type === 'source.choose' && event.source === 'recorded',
  },
}).createMachine({
  id: 'session',
  context: { source: 'recorded', problem: null },
  initial: 'recorded',
  on: {
    'source.choose': [
      { guard: 'wantsRecorded', target: '.recorded', actions: ['take', 'note', 'showRecorded'] },
      { target: '.opening', reenter: true, actions: ['take', 'note', 'openSocket'] },
    ],
    refused: { actions: 'note' },
  },
  states: {
    recorded: {},
    opening: {
      on: {
        'socket.opened': 'open',
        'socket.ended': 'ended',
        refused: { target: 'ended', actions: 'note' },
      },
    },
    open: { on: { 'socket.ended': 'ended' } },
    ended: {},
  },
});
