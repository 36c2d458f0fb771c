import { setup } from 'xstate';

/** The client's checks on the response, in the order of RFC 6455 §4.1. */
export const CHECK_ORDER = ['status', 'upgrade', 'connection', 'accept', 'extensions', 'protocol'] as const;
export type CheckName = (typeof CHECK_ORDER)[number];

export type HandshakeEvent =
  | { readonly type: 'connect' }
  | { readonly type: 'tcp.opened' }
  | { readonly type: 'request.sent' }
  | { readonly type: 'head.received' }
  | { readonly type: 'head.unreadable' }
  | { readonly type: 'check.passed' }
  | { readonly type: 'check.failed' }
  | { readonly type: 'connection.lost' };

/**
 * One client's opening handshake (RFC 6455 §4.1), from the reader's side of the wire.
 * It performs nothing itself: `dial`, `sendRequest`, `fireOpen` and `failTheConnection` name the effects.
 */
export const handshakeMachine = setup({
  types: {
    events: {} as HandshakeEvent,
    input: {} as { readonly handshakeTimeout?: number },
    context: {} as { readonly handshakeTimeout: number },
  },
  actions: {
    dial: () => {},
    sendRequest: () => {},
    fireOpen: () => {},
    failTheConnection: () => {},
  },
  // Chromium 156 gave up at 240.0 s; ws 8.23 waits for ever unless told otherwise.
  delays: { handshakeTimeout: ({ context }) => context.handshakeTimeout },
}).createMachine({
  id: 'handshake',
  context: ({ input }) => ({ handshakeTimeout: input?.handshakeTimeout ?? 240_000 }),
  initial: 'editing',
  states: {
    editing: { on: { connect: { target: 'connecting', actions: 'dial' } } },
    // TCP being opened belongs to CONNECTING: script sees readyState 0 from the constructor on.
    connecting: {
      on: {
        'tcp.opened': {},
        'request.sent': { target: 'awaitingResponse', actions: 'sendRequest' },
        'connection.lost': 'failed',
      },
    },
    awaitingResponse: {
      after: { handshakeTimeout: 'failed' },
      on: { 'head.received': 'validating', 'head.unreadable': 'failed', 'connection.lost': 'failed' },
    },
    validating: {
      initial: 'status',
      on: { 'check.failed': 'failed' },
      states: {
        status: { on: { 'check.passed': 'upgrade' } },
        upgrade: { on: { 'check.passed': 'connection' } },
        connection: { on: { 'check.passed': 'accept' } },
        accept: { on: { 'check.passed': 'extensions' } },
        extensions: { on: { 'check.passed': 'protocol' } },
        protocol: { on: { 'check.passed': '#handshake.open' } },
      },
    },
    // A WebSocket object has one opening handshake: trying again is a new machine.
    open: { type: 'final', entry: 'fireOpen' },
    failed: { type: 'final', entry: 'failTheConnection' },
  },
});
