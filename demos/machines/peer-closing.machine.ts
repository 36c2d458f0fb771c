import { assign, type SnapshotFrom, setup } from 'xstate';
import type { ReadyState } from '#demos/capture/capture.ts';

export type PeerClosingEvent =
  | { readonly type: 'close.called' | 'terminate.called' }
  | { readonly type: 'reading.paused' | 'reading.resumed' }
  | { readonly type: 'close.received' | 'close.answered' }
  /** The client's FIN or RST; both directions are over. */
  | { readonly type: 'tcp.ended' | 'tcp.closed' };

/** ws 8.23.0, by its `closeTimeout`: it waits so long for the rest of a closing handshake, and then ends TCP. */
export const WS_CLOSE_TIMEOUT = 30_000;

/** One connection of a server's WebSocket library, from the end of its handshake on (RFC 6455 §7.1), as ws 8.23.0 has it. */
export const peerClosing = setup({
  types: { events: {} as PeerClosingEvent, context: {} as { readonly unread: boolean } },
  delays: { closeTimeout: WS_CLOSE_TIMEOUT },
  guards: { closeUnread: ({ context }) => context.unread },
  actions: { keepUnread: assign({ unread: true }) },
}).createMachine({
  id: 'peer',
  /** `unread`: the client's Close has arrived at a program that does not read. */
  context: { unread: false },
  initial: 'open',
  states: {
    open: {
      initial: 'reading',
      on: {
        'close.called': 'closing.closeSent',
        'close.received': 'closing.closeReceived',
        'tcp.ended': 'closing.lost',
        'tcp.closed': 'closed.abnormal',
      },
      states: {
        reading: { on: { 'reading.paused': 'paused', 'terminate.called': 'cut' } },
        paused: {
          on: {
            'reading.resumed': [{ guard: 'closeUnread', target: '#peer.closing.closeReceived' }, { target: 'reading' }],
            'close.received': { actions: 'keepUnread' },
            // Nor does it hear of TCP's end.
            'tcp.ended': {},
            'terminate.called': 'cut',
          },
        },
        cut: {},
      },
    },
    closing: {
      on: { 'tcp.closed': 'closed.abnormal' },
      initial: 'closeSent',
      states: {
        closeSent: {
          on: { 'close.received': 'endingTcp', 'reading.resumed': { guard: 'closeUnread', target: 'endingTcp' } },
          after: { closeTimeout: '#peer.closed.abnormal' },
        },
        // ws answers within the same turn.
        closeReceived: { on: { 'close.answered': 'endingTcp' } },
        // Both Close frames have passed: the server ends TCP first (§7.1.1).
        endingTcp: { on: { 'tcp.closed': '#peer.closed.clean' }, after: { closeTimeout: '#peer.closed.clean' } },
        lost: {},
      },
    },
    closed: {
      initial: 'clean',
      states: { clean: {}, abnormal: {} },
    },
  },
});

/** What ws's `readyState` says in a state. */
export function peerReadyState(snapshot: Pick<SnapshotFrom<typeof peerClosing>, 'matches'>): ReadyState {
  if (snapshot.matches('open')) return 1;
  return snapshot.matches('closing') ? 2 : 3;
}
