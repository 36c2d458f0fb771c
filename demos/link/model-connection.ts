import type { Direction, WireEvent } from '#demos/capture/capture.ts';
import type { ClientDeed, ModelClientPeer } from './model-client-peer.ts';
import type { ModelServerPeer } from './model-server-peer.ts';

export type ScriptDeed = Extract<ClientDeed, { kind: 'script' }>;

export interface ModelRecorder {
  wire(event: WireEvent): void;
  script(deed: ScriptDeed): void;
}

type Step = ClientDeed | { readonly kind: 'answer'; readonly bytes: Uint8Array } | { readonly kind: 'server-fin' };

/** A TCP connection that needs no network. What one end sends reaches the other before `perform` returns. */
export interface ModelConnection {
  perform(deeds: readonly ClientDeed[]): void;
}

/** `client` is absent where bytes are sent by hand: nobody reads the answer. */
export function createModelConnection(
  recorder: ModelRecorder,
  server: ModelServerPeer,
  client: ModelClientPeer | null,
): ModelConnection {
  const offsets: Record<Direction, number> = { 'client-to-server': 0, 'server-to-client': 0 };
  const finished = new Set<Direction>();

  const bytes = (direction: Direction, sent: Uint8Array): void => {
    recorder.wire({ kind: 'bytes', direction, offset: offsets[direction], bytes: sent });
    offsets[direction] += sent.length;
  };
  const fin = (direction: Direction): void => {
    if (finished.has(direction)) return;
    finished.add(direction);
    recorder.wire({ kind: 'fin', direction });
    if (finished.size === 2) recorder.wire({ kind: 'closed' });
  };

  /** Does one step; the client reacts at once (`now`), the server when the client has done what it was about to. */
  function step(each: Step): { readonly now: readonly Step[]; readonly later: readonly Step[] } {
    switch (each.kind) {
      case 'script':
        recorder.script(each);
        return { now: [], later: [] };
      case 'send': {
        bytes('client-to-server', each.bytes);
        const { sends, ends } = server.push(each.bytes);
        const answers = sends.map((sent) => ({ kind: 'answer', bytes: sent }) as const);
        return { now: [], later: ends ? [...answers, { kind: 'server-fin' }] : answers };
      }
      case 'answer':
        if (finished.has('server-to-client')) return { now: [], later: [] };
        bytes('server-to-client', each.bytes);
        return { now: client?.receive(each.bytes) ?? [], later: [] };
      case 'server-fin':
        if (finished.has('server-to-client')) return { now: [], later: [] };
        fin('server-to-client');
        return { now: client ? client.receiveEnd() : [{ kind: 'fin' }], later: [] };
      case 'fin':
        fin('client-to-server');
        // Neither end keeps a half-open connection.
        return { now: [], later: [{ kind: 'server-fin' }] };
    }
  }

  recorder.wire({ kind: 'opened', local: SERVER_ADDRESS, remote: CLIENT_ADDRESS });
  return {
    perform(deeds) {
      let todo: readonly Step[] = deeds;
      for (let next = todo[0]; next; next = todo[0]) {
        const { now, later } = step(next);
        todo = [...now, ...todo.slice(1), ...later];
      }
    },
  };
}

/** The companion's own address, where the live figure would connect. */
export const SERVER_ADDRESS = '127.0.0.1:4101';
/** The first of the ports that systems give to clients (RFC 6335 §6). */
const CLIENT_ADDRESS = '127.0.0.1:49152';
