import { assign, setup } from 'xstate';
import type { Problem } from '#demos/capture/problem.ts';

export type SessionEvent =
  /** A recorded timeline lies there. */
  | { readonly type: 'recording.lay' }
  | { readonly type: 'cards.changed' }
  | { readonly type: 'send' }
  | { readonly type: 'answered' }
  | { readonly type: 'refused'; readonly problem: Problem }
  /** A script of the page could not be fetched. */
  | { readonly type: 'page.failed'; readonly problem: Problem };

/** Where the timeline's answers come from. `send` and `endSending` name the effects; the figure performs them. */
export const sessionMachine = setup({
  types: { context: {} as { readonly problem: Problem | null }, events: {} as SessionEvent },
  actions: {
    send: () => {},
    endSending: () => {},
    tell: assign(({ event }) => ({ problem: 'problem' in event ? event.problem : null })),
    forgetProblem: assign({ problem: null }),
  },
  delays: { silence: 3_000 },
}).createMachine({
  id: 'session',
  context: { problem: null },
  initial: 'recorded',
  on: {
    'page.failed': { actions: 'tell' },
    'recording.lay': { target: '.recorded', actions: 'forgetProblem' },
    'cards.changed': { target: '.computed', actions: 'forgetProblem' },
    send: { target: '.sending', reenter: true, actions: 'forgetProblem' },
  },
  states: {
    recorded: {},
    computed: {},
    sending: {
      entry: 'send',
      // Silence is an answer too.
      after: { silence: 'sent' },
      on: { answered: 'sent', refused: { target: 'computed', actions: ['tell', 'endSending'] } },
    },
    sent: {},
  },
});
