import type { Direction, PeerRecord, WireEvent } from '#demos/capture/capture.ts';
import type { ClientDeed, ModelClientPeer } from './model-client-peer.ts';
import type { ModelServerPeer, ServerReaction } from './model-server-peer.ts';

export type ScriptDeed = Extract<ClientDeed, { kind: 'script' }>;

export interface ModelRecorder {
  wire(event: WireEvent): void;
  script(deed: ScriptDeed): void;
  peer(record: PeerRecord): void;
}

export type ServerDeed =
  | { readonly kind: 'answer'; readonly bytes: Uint8Array }
  | { readonly kind: 'server-fin' }
  | { readonly kind: 'reading'; readonly goes: boolean }
  | PeerRecord;
type Step = ClientDeed | ServerDeed;

export const deedsOf = ({ sends, ends, reading, called, saw }: ServerReaction): readonly ServerDeed[] => [
  ...(called ? [called] : []),
  ...sends.map((bytes) => ({ kind: 'answer', bytes }) as const),
  ...(saw ? [saw] : []),
  ...(reading ? [{ kind: 'reading', goes: reading === 'go' } as const] : []),
  ...(ends ? [{ kind: 'server-fin' } as const] : []),
];

/** A TCP connection that needs no network. What one end sends reaches the other before `perform` returns. */
export interface ModelConnection {
  /** Also what the server does by itself. */
  perform(deeds: readonly (ClientDeed | ServerDeed)[]): void;
  /** From now on script's doings are recorded and nothing passes, until `release`. */
  hold(): void;
  release(): void;
}

/** `client` is absent where bytes are sent by hand: nobody reads the answer. */
export function createModelConnection(
  recorder: ModelRecorder,
  server: ModelServerPeer,
  client: ModelClientPeer | null,
): ModelConnection {
  const offsets: Record<Direction, number> = { 'client-to-server': 0, 'server-to-client': 0 };
  const finished = new Set<Direction>();
  /** What has arrived at a server that does not read. */
  let unread: Uint8Array[] = [];
  let reads = true;

  const bytes = (direction: Direction, sent: Uint8Array): void => {
    recorder.wire({ kind: 'bytes', direction, offset: offsets[direction], bytes: sent });
    offsets[direction] += sent.length;
  };
  const fin = (direction: Direction): void => {
    if (finished.has(direction)) return;
    finished.add(direction);
    recorder.wire({ kind: 'fin', direction });
    if (finished.size < 2) return;
    recorder.wire({ kind: 'closed' });
    const told = server.closed();
    if (told) recorder.peer(told);
  };

  /** Does one step; the client reacts at once (`now`), the server when the client has done what it was about to. */
  function step(each: Step): { readonly now: readonly Step[]; readonly later: readonly Step[] } {
    switch (each.kind) {
      case 'script':
        recorder.script(each);
        return { now: [], later: [] };
      case 'send': {
        bytes('client-to-server', each.bytes);
        if (!reads) unread.push(each.bytes);
        const later = reads ? deedsOf(server.push(each.bytes)) : [];
        return { now: client?.transmitted(each.carries) ?? [], later };
      }
      case 'reading': {
        reads = each.goes;
        const due = reads ? unread : [];
        if (reads) unread = [];
        return { now: [], later: due.flatMap((arrived) => deedsOf(server.push(arrived))) };
      }
      case 'peer':
        recorder.peer(each);
        return { now: [], later: [] };
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
        // Neither end keeps a half-open connection, but for one that has vanished.
        return { now: [], later: server.answersEnd ? [{ kind: 'server-fin' }] : [] };
    }
  }

  recorder.wire({ kind: 'opened', local: SERVER_ADDRESS, remote: CLIENT_ADDRESS });
  let todo: readonly Step[] = [];
  let held = false;
  function run(): void {
    for (let next = todo[0]; next; next = todo[0]) {
      const { now, later } = step(next);
      todo = [...now, ...todo.slice(1), ...later];
    }
  }

  return {
    perform(deeds) {
      if (held) for (const deed of deeds) if (deed.kind === 'script') recorder.script(deed);
      todo = [...todo, ...(held ? deeds.filter(({ kind }) => kind !== 'script') : deeds)];
      if (!held) run();
    },
    hold() {
      held = true;
    },
    release() {
      held = false;
      // What script sent in its task has left before anything could arrive.
      const ours = ({ kind }: Step): boolean => kind === 'send' || kind === 'fin';
      todo = [...todo.filter(ours), ...todo.filter((each) => !ours(each))];
      run();
    },
  };
}

/** The companion's own address, where the live figure would connect. */
export const SERVER_ADDRESS = '127.0.0.1:4101';
/** The first of the ports that systems give to clients (RFC 6335 §6). */
const CLIENT_ADDRESS = '127.0.0.1:49152';
