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
  | { readonly type: 'page.failed'; readonly problem: Problem }
  | { readonly type: 'card.grab' }
  | { readonly type: 'card.drop' }
  | { readonly type: 'card.cancel' };

/**
 * What runs beside the timeline: where its answers come from, and the reader's hand on a card.
 * `send`, `keepOrder` and `restoreOrder` name the effects; the figure performs them.
 */
export const sessionMachine = setup({
  types: { context: {} as { readonly problem: Problem | null }, events: {} as SessionEvent },
  actions: {
    send: () => {},
    endSending: () => {},
    keepOrder: () => {},
    restoreOrder: () => {},
    tell: assign(({ event }) => ({ problem: 'problem' in event ? event.problem : null })),
    forgetProblem: assign({ problem: null }),
  },
  delays: { silence: 3_000 },
}).createMachine({
  id: 'session',
  type: 'parallel',
  context: { problem: null },
  on: { 'page.failed': { actions: 'tell' } },
  states: {
    answers: {
      initial: 'recorded',
      on: {
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
    },
    hand: {
      initial: 'free',
      states: {
        free: { on: { 'card.grab': 'holding' } },
        holding: {
          on: {
            'card.drop': { target: 'free', actions: 'keepOrder' },
            'card.cancel': { target: 'free', actions: 'restoreOrder' },
          },
        },
      },
    },
  },
});
