import type { ServerCaptureEvent } from '#demos/capture/capture.ts';
import { concat } from '#demos/protocol/bytes.ts';
import { requestedSocket } from './socket-url.ts';

/** Takes the events of one connection; they carry the connection's name in the capture. */
export type TakeEvents = (events: readonly ServerCaptureEvent[]) => void;

/**
 * Tells the connections of one side channel apart. A browser's socket is known by the number in its request target,
 * a raw connection by the id the companion gave it. Until a connection is known its events wait, within bounds.
 */
export interface ConnectionRouter {
  /** The next connection whose request target carries this number is `name`. */
  expectSocket(socket: number, name: string, take: TakeEvents): void;
  /** Every connection whose first request carries this number, as HTTP's do: `<name>-0`, `<name>-1`, in the order in which they came. */
  expectRequests(number: number, name: string, take: TakeEvents): void;
  /** The connection the companion calls `id` is `name`. */
  expectConnection(id: string, name: string, take: TakeEvents): void;
  push(events: readonly ServerCaptureEvent[]): void;
}

interface Unknown {
  readonly events: ServerCaptureEvent[];
  /** The first bytes of the request, until its target is read. */
  head: Uint8Array | null;
}

const MOST_UNKNOWN = 64;
const MOST_EVENTS_HELD = 256;

export function createConnectionRouter(): ConnectionRouter {
  const sockets = new Map<number, { readonly name: string; readonly take: TakeEvents; many: number | null }>();
  const known = new Map<string, TakeEvents>();
  const unknown = new Map<string, Unknown>();

  /** Connections whose server says what it did and was told: its last word comes after the wire's. */
  const viewed = new Set<string>();

  const isOver = (id: string, run: readonly ServerCaptureEvent[]): boolean => {
    if (run.some(({ kind }) => kind === 'peer')) viewed.add(id);
    if (!viewed.has(id)) return run.at(-1)?.kind === 'closed';
    const over = run.some((event) => event.kind === 'peer' && 'on' in event.peer && event.peer.on === 'close');
    return over && viewed.delete(id);
  };

  const settle = (id: string, name: string, take: TakeEvents): void => {
    const named: TakeEvents = (events) => take(events.map((event) => ({ ...event, connection: name })));
    known.set(id, named);
    const waiting = unknown.get(id);
    unknown.delete(id);
    if (waiting) named(waiting.events);
  };

  const hold = (event: ServerCaptureEvent): void => {
    const id = event.connection;
    const held = unknown.get(id) ?? { events: [], head: new Uint8Array() };
    unknown.set(id, held);
    const [oldest] = unknown.keys();
    if (unknown.size > MOST_UNKNOWN && oldest !== undefined) unknown.delete(oldest);
    if (held.events.length < MOST_EVENTS_HELD) held.events.push(event);
    if (held.head === null || event.kind !== 'bytes' || event.direction !== 'client-to-server') return;
    held.head = concat(held.head, event.bytes);
    const requested = requestedSocket(held.head);
    if (requested.kind === 'need-more') return;
    held.head = null;
    const expected = requested.kind === 'socket' ? sockets.get(requested.socket) : undefined;
    if (requested.kind !== 'socket' || !expected) return;
    if (expected.many !== null) {
      settle(id, `${expected.name}-${expected.many++}`, expected.take);
      return;
    }
    // A socket has one connection: a second with its number is a copy of its request, sent by hand.
    sockets.delete(requested.socket);
    settle(id, expected.name, expected.take);
  };

  return {
    expectSocket: (socket, name, take) => void sockets.set(socket, { name, take, many: null }),
    expectRequests: (number, name, take) => void sockets.set(number, { name, take, many: 0 }),
    expectConnection: settle,
    push(events) {
      // Runs of one connection's events go out together.
      for (let i = 0; i < events.length; ) {
        const event = events[i];
        if (!event) break;
        const take = known.get(event.connection);
        if (!take) {
          hold(event);
          i += 1;
          continue;
        }
        let end = i + 1;
        while (events[end]?.connection === event.connection) end += 1;
        const run = events.slice(i, end);
        take(run);
        if (isOver(event.connection, run)) known.delete(event.connection);
        i += run.length;
      }
    },
  };
}
