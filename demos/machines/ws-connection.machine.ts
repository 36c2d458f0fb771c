import { assign, enqueueActions, type SnapshotFrom, setup } from 'xstate';
import type { ReadyState } from '#demos/capture/capture.ts';
import { ABNORMAL_CLOSURE, NO_STATUS_RECEIVED } from '#demos/protocol/close-codes.ts';
import type { ClaimId } from './ws-connection.claims.ts';

export type WsEvent =
  | { readonly type: 'dns.resolved' | 'tcp.opened' | 'tls.established' | 'handshake.accepted' }
  /** _Fail the WebSocket Connection_ (RFC 6455 §7.1.7), for whatever reason. */
  | { readonly type: 'connection.failed' }
  /** The TCP connection has ended, by FIN or RST, and nothing failed. */
  | { readonly type: 'tcp.closed' }
  | { readonly type: 'send.called'; readonly bytes: number }
  | { readonly type: 'close.called' | 'document.left' }
  | { readonly type: 'message.received' | 'ping.received' | 'pong.received' }
  /** `code: null` is a Close without one. */
  | { readonly type: 'close.received'; readonly code: number | null; readonly reason: string }
  | { readonly type: 'close.echoed' }
  /** `remaining` bytes are still counted. */
  | { readonly type: 'buffer.drained'; readonly remaining: number }
  | { readonly type: 'buffer.full' }
  | { readonly type: 'path.lost' | 'path.restored' };

export interface WsContext {
  /** `wss:`: TLS comes before HTTP. */
  readonly secure: boolean;
  readonly bufferedAmount: number;
  /** How much of it was given too late: it is counted, and goes nowhere. */
  readonly discarded: number;
  /** The peer's Close. */
  readonly received: { readonly code: number | null; readonly reason: string } | null;
  /** The document is gone: nothing is told any more. */
  readonly left: boolean;
}

/** Measured with Chromium 156, which waits this long and no longer. The standards name no times. */
export const CHROMIUM_WAITS = { handshake: 240_000, closing: 60_000, lingering: 2_000 } as const;

/** A document that is gone is told nothing (WHATWG WebSockets #garbage-collection). */
const isHeard = ({ left }: WsContext): boolean => !left;

const claim = (id: ClaimId): { readonly claim: ClaimId } => ({ claim: id });

/**
 * One WebSocket object of a browser, from its constructor to its end (WHATWG WebSockets; RFC 6455 §4.1, §7.1).
 * States tagged `unseen` look alike to page script; each transition's `meta.claim` says what script sees of it.
 * `fireOpen`, `fireMessage`, `fireError`, `fireClose` and the others name effects; nothing here performs them.
 */
export const wsConnection = setup({
  types: {
    context: {} as WsContext,
    events: {} as WsEvent,
    input: {} as { readonly secure?: boolean } | undefined,
    meta: {} as { readonly claim: ClaimId },
    tags: {} as 'unseen',
  },
  guards: {
    secure: ({ context }) => context.secure,
    closeReceived: ({ context }) => context.received !== null,
    canDrain: ({ context }, { remaining }: { remaining: number }) =>
      remaining >= context.discarded && remaining < context.bufferedAmount,
    isEmpty: (_, { remaining }: { remaining: number }) => remaining === 0,
  },
  actions: {
    sendRequest: () => {},
    sendClose: () => {},
    echoClose: () => {},
    sendPong: () => {},
    failTheConnection: () => {},
    throwInvalidState: () => {},
    fireOpen: () => {},
    fireMessage: () => {},
    fireError: () => {},
    fireClose: () => {},
    buffer: assign({ bufferedAmount: ({ context }, { bytes }: { bytes: number }) => context.bufferedAmount + bytes }),
    discard: assign(({ context }, { bytes }: { bytes: number }) => ({
      bufferedAmount: context.bufferedAmount + bytes,
      discarded: context.discarded + bytes,
    })),
    drain: assign({ bufferedAmount: (_, { remaining }: { remaining: number }) => remaining }),
    keepClose: assign({ received: (_, close: { code: number | null; reason: string }) => close }),
    leave: assign({ left: true }),
  },
  delays: {
    handshakeTimeout: CHROMIUM_WAITS.handshake,
    closingTimeout: CHROMIUM_WAITS.closing,
    lingeringTimeout: CHROMIUM_WAITS.lingering,
  },
}).createMachine({
  id: 'ws',
  context: ({ input }) => ({
    secure: input?.secure ?? false,
    bufferedAmount: 0,
    discarded: 0,
    received: null,
    left: false,
  }),
  initial: 'connecting',
  states: {
    connecting: {
      initial: 'resolving',
      after: { handshakeTimeout: { target: 'closed.failed', meta: claim('handshake timed out') } },
      on: {
        'connection.failed': { target: 'closed.failed', meta: claim('connecting failed') },
        'close.called': {
          target: 'closing.failing',
          actions: 'failTheConnection',
          meta: claim('closed too early'),
        },
        'document.left': {
          target: 'closing.failing',
          actions: ['leave', 'failTheConnection'],
          meta: claim('left while connecting'),
        },
        'send.called': { actions: 'throwInvalidState', meta: claim('sent too early') },
      },
      states: {
        resolving: {
          tags: 'unseen',
          on: { 'dns.resolved': { target: 'tcpHandshake', meta: claim('name resolved') } },
        },
        tcpHandshake: {
          tags: 'unseen',
          on: {
            'tcp.opened': [
              { guard: 'secure', target: 'tlsHandshake', meta: claim('tcp opened, then tls') },
              { target: 'upgradeSent', meta: claim('tcp opened') },
            ],
          },
        },
        tlsHandshake: {
          tags: 'unseen',
          on: { 'tls.established': { target: 'upgradeSent', meta: claim('tls established') } },
        },
        upgradeSent: {
          tags: 'unseen',
          entry: 'sendRequest',
          on: { 'handshake.accepted': { target: '#ws.open', meta: claim('handshake accepted') } },
        },
      },
    },
    open: {
      type: 'parallel',
      entry: 'fireOpen',
      on: {
        'close.called': { target: 'closing.closeSent', actions: 'sendClose', meta: claim('close called') },
        'document.left': {
          target: 'closing.closeSent',
          actions: ['leave', 'sendClose'],
          meta: claim('open and left'),
        },
        'close.received': {
          target: 'closing.closeReceived',
          actions: { type: 'keepClose', params: ({ event }) => ({ code: event.code, reason: event.reason }) },
          meta: claim('close received'),
        },
        'tcp.closed': { target: 'closed.abnormal', meta: claim('tcp lost') },
        'connection.failed': { target: 'closed.failed', meta: claim('failed while open') },
        'message.received': { actions: 'fireMessage', meta: claim('message received') },
        'ping.received': { actions: 'sendPong', meta: claim('ping answered') },
        'pong.received': { actions: [], meta: claim('pong ignored') },
      },
      states: {
        path: {
          initial: 'alive',
          states: {
            alive: { tags: 'unseen', on: { 'path.lost': { target: 'halfOpen', meta: claim('path lost') } } },
            halfOpen: { tags: 'unseen', on: { 'path.restored': { target: 'alive', meta: claim('path restored') } } },
          },
        },
        outgoing: {
          initial: 'drained',
          states: {
            drained: {
              on: {
                'send.called': {
                  target: 'buffered',
                  actions: { type: 'buffer', params: ({ event }) => ({ bytes: event.bytes }) },
                  meta: claim('sent into the buffer'),
                },
              },
            },
            buffered: {
              on: {
                'send.called': {
                  actions: { type: 'buffer', params: ({ event }) => ({ bytes: event.bytes }) },
                  meta: claim('sent behind others'),
                },
                'buffer.drained': [
                  {
                    guard: { type: 'isEmpty', params: ({ event }) => ({ remaining: event.remaining }) },
                    target: 'drained',
                    actions: { type: 'drain', params: ({ event }) => ({ remaining: event.remaining }) },
                    meta: claim('buffer drained'),
                  },
                  {
                    actions: { type: 'drain', params: ({ event }) => ({ remaining: event.remaining }) },
                    meta: claim('buffer shrank'),
                  },
                ],
                'buffer.full': { target: '#ws.closed.failed', meta: claim('buffer full') },
              },
            },
          },
        },
      },
    },
    closing: {
      initial: 'closeSent',
      on: {
        'tcp.closed': [
          // Chromium tells the peer's code even where its FIN came before the answer.
          { guard: 'closeReceived', target: 'closed.clean', meta: claim('closed in order') },
          { target: 'closed.abnormal', meta: claim('tcp closed too soon') },
        ],
        'connection.failed': { target: 'closed.failed', meta: claim('failed while closing') },
        'message.received': { actions: [], meta: claim('message too late') },
        'send.called': {
          actions: { type: 'discard', params: ({ event }) => ({ bytes: event.bytes }) },
          meta: claim('sent while closing'),
        },
        // What was given before close() still goes out; what is given after it stays counted for ever.
        'buffer.drained': {
          guard: { type: 'canDrain', params: ({ event }) => ({ remaining: event.remaining }) },
          actions: { type: 'drain', params: ({ event }) => ({ remaining: event.remaining }) },
          meta: claim('drained while closing'),
        },
        'document.left': { actions: 'leave', meta: claim('left while closing') },
      },
      states: {
        closeSent: {
          tags: 'unseen',
          after: { closingTimeout: { target: '#ws.closed.abnormal', meta: claim('close never answered') } },
          on: {
            'close.received': {
              target: 'awaitingTcpClose',
              actions: { type: 'keepClose', params: ({ event }) => ({ code: event.code, reason: event.reason }) },
              meta: claim('answer to our close'),
            },
          },
        },
        closeReceived: {
          tags: 'unseen',
          entry: 'echoClose',
          on: { 'close.echoed': { target: 'awaitingTcpClose', meta: claim('our answer sent') } },
        },
        awaitingTcpClose: {
          tags: 'unseen',
          after: { lingeringTimeout: { target: '#ws.closed.clean', meta: claim('tcp never closed') } },
        },
        failing: {
          tags: 'unseen',
          on: {
            'tcp.closed': { target: '#ws.closed.failed', meta: claim('failed as asked') },
            'connection.failed': { target: '#ws.closed.failed', meta: claim('failed as asked') },
          },
        },
      },
    },
    closed: {
      initial: 'clean',
      on: {
        'send.called': {
          actions: { type: 'discard', params: ({ event }) => ({ bytes: event.bytes }) },
          meta: claim('sent after the end'),
        },
      },
      // Not final: script may hold the object, and send into it, for ever.
      states: {
        clean: { entry: enqueueActions(({ context, enqueue }) => void (isHeard(context) && enqueue('fireClose'))) },
        abnormal: { entry: enqueueActions(({ context, enqueue }) => void (isHeard(context) && enqueue('fireClose'))) },
        failed: {
          entry: enqueueActions(({ context, enqueue }) => {
            if (isHeard(context)) enqueue('fireError');
            if (isHeard(context)) enqueue('fireClose');
          }),
        },
      },
    },
  },
});

export type WsSnapshot = SnapshotFrom<typeof wsConnection>;

/** What `readyState` says in a state: the four that script can tell apart. */
export function readyStateOf(snapshot: Pick<WsSnapshot, 'matches'>): ReadyState {
  if (snapshot.matches('connecting')) return 0;
  if (snapshot.matches('open')) return 1;
  return snapshot.matches('closing') ? 2 : 3;
}

/** The `close` event of a closed connection; `null` before. */
export function closeEventOf(snapshot: WsSnapshot) {
  if (!snapshot.matches('closed')) return null;
  const { received } = snapshot.context;
  const wasClean = snapshot.matches({ closed: 'clean' });
  // A Close without a code stands as 1005, none at all as 1006 (RFC 6455 §7.1.5).
  const { code, reason } = wasClean && received ? received : { code: ABNORMAL_CLOSURE, reason: '' };
  return { code: code ?? NO_STATUS_RECEIVED, reason, wasClean };
}

/** The claim that a transition of this machine keeps in its `meta`. */
export const claimIn = (meta: unknown): ClaimId | null =>
  typeof meta === 'object' && meta !== null && 'claim' in meta ? (meta.claim as ClaimId) : null;

/** Which claim the next step makes, when the machine in this state is given this event; `null` where nothing happens. */
export const claimOf = (snapshot: WsSnapshot, event: { readonly type: string }): ClaimId | null =>
  claimIn(wsConnection.getTransitionData(snapshot, event as WsEvent)[0]?.meta);
