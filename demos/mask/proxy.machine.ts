import { assign, type SnapshotFrom, setup } from 'xstate';
import { findRequest, findResponse, type SeenRequest, type SeenResponse } from './proxy.ts';

export type ProxyEvent =
  /** What one read of the client's side brought. */
  | { readonly type: 'bytes.up'; readonly bytes: Uint8Array }
  /** What one read of the server's side brought. */
  | { readonly type: 'bytes.down'; readonly bytes: Uint8Array }
  /** Another client of the same proxy asks for `host/path`. */
  | { readonly type: 'victim.asks'; readonly url: string };

export interface CacheEntry {
  readonly url: string;
  /** The response that is served for it. */
  readonly response: SeenResponse;
}

export interface ProxyContext {
  /** The request that waits for its response. */
  readonly pending: SeenRequest | null;
  readonly cache: readonly CacheEntry[];
}

/**
 * A caching proxy that does not understand Upgrade: after a 101 it goes on reading both directions as HTTP, and keeps a
 * response under the Host that the request named. Its guards are the parser: whether an attack succeeds is decided there.
 */
export const proxyMachine = setup({
  types: { events: {} as ProxyEvent, context: {} as ProxyContext },
  actions: {
    awaitResponse: assign({
      pending: ({ event }) => (event.type === 'bytes.up' ? findRequest(event.bytes) : null),
    }),
    forget: assign({ pending: null }),
    keep: assign(({ context: { pending, cache }, event }) => {
      const response = event.type === 'bytes.down' ? findResponse(event.bytes) : null;
      return { pending: null, cache: pending && response ? [...cache, { url: pending.url, response }] : cache };
    }),
  },
  guards: {
    looksLikeRequest: ({ event }) => event.type === 'bytes.up' && findRequest(event.bytes) !== null,
    looksLikeResponse: ({ event }) => event.type === 'bytes.down' && findResponse(event.bytes) !== null,
    mayBeKept: ({ event }) => event.type === 'bytes.down' && findResponse(event.bytes)?.mayBeKept === true,
    isCached: ({ context, event }) =>
      event.type === 'victim.asks' && context.cache.some(({ url }) => url === event.url),
  },
}).createMachine({
  id: 'proxy',
  context: { pending: null, cache: [] },
  initial: 'reading',
  states: {
    reading: {
      initial: 'passing',
      states: {
        passing: {
          on: { 'bytes.up': { guard: 'looksLikeRequest', target: 'sawRequest', actions: 'awaitResponse' } },
        },
        sawRequest: {
          on: {
            'bytes.down': [
              { guard: 'mayBeKept', target: 'cached', actions: 'keep' },
              { guard: 'looksLikeResponse', target: 'passing', actions: 'forget' },
            ],
          },
        },
        cached: {
          on: { 'bytes.up': { guard: 'looksLikeRequest', target: 'sawRequest', actions: 'awaitResponse' } },
        },
      },
      on: { 'victim.asks': [{ guard: 'isCached', target: 'victimServed' }, { target: 'originAsked' }] },
    },
    /** The cache answers; the server that the victim meant is never asked. */
    victimServed: { type: 'final' },
    /** The request goes on to the server it names. */
    originAsked: { type: 'final' },
  },
});

/** The proxy's state as a dot path: `reading.sawRequest`. */
export const proxyState = ({ value }: SnapshotFrom<typeof proxyMachine>): string =>
  typeof value === 'string' ? value : `reading.${value.reading}`;
