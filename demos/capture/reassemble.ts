import type { Direction, WireCaptureEvent, WireEvent } from './capture.ts';
import { endpointText } from './endpoint-text.ts';
import { senderOf } from './first-bytes.ts';
import type { SeenSegment } from './packet-layers.ts';
import { type Endpoint, FLAG } from './pcapng-segment.ts';
import { TcpSide } from './tcp-side.ts';
import { type Part, TcpStream } from './tcp-stream.ts';

export interface TimedSegment {
  /** Milliseconds. */
  readonly at: number;
  readonly segment: SeenSegment;
}

export interface Reassembled {
  readonly events: readonly WireCaptureEvent[];
  /** In the order in which they were first seen. */
  readonly connections: readonly string[];
}

interface Connection {
  readonly id: string;
  readonly sides: readonly [TcpSide, TcpSide];
}

interface Entry {
  readonly connection: Connection;
  readonly side: TcpSide;
  readonly part: Part;
  readonly flags: number;
  readonly at: number;
}

/**
 * Segments in the order in which they were seen, as the events of a capture: each direction's bytes in their order and
 * once, a `gap` where bytes passed that no segment has. Ends that speak again with another SYN are another connection.
 */
export function reassemble(segments: readonly TimedSegment[]): Reassembled {
  const open = new Map<string, Connection>();
  const all: Connection[] = [];
  const entries = segments.map(({ segment, at }): Entry => {
    const { flags, sequence, from, to } = segment;
    const [own, other] = [keyOf(from), keyOf(to)];
    const key = own < other ? own + other : other + own;
    let connection = open.get(key);
    if (!connection || (flags & FLAG.syn && !sideOf(connection, from).owns(sequence))) {
      connection = { id: `tcp-${all.length}`, sides: [new TcpSide(from), new TcpSide(to)] };
      all.push(connection);
      open.set(key, connection);
    }
    const side = sideOf(connection, from);
    return { connection, side, part: side.add(segment), flags, at };
  });
  const events: WireCaptureEvent[] = [];
  const tellers = new Map(all.map((connection) => [connection, new Teller(connection)]));
  for (const { connection, side, part, flags, at } of entries)
    for (const event of tellers.get(connection)?.tell(side, part, flags) ?? [])
      events.push({ id: `server:${events.length}`, at, connection: connection.id, ...event });
  return { events, connections: all.map(({ id }) => id) };
}

const keyOf = ({ address, port }: Endpoint): string => String.fromCharCode(...address, port);

const sameEnd = (a: Endpoint, b: Endpoint): boolean =>
  a.port === b.port && a.address.length === b.address.length && a.address.every((byte, i) => byte === b.address[i]);

const sideOf = ({ sides: [first, second] }: Connection, { address, port }: Endpoint): TcpSide =>
  sameEnd(first.endpoint, { address, port }) ? first : second;

/** Who dialled: what the SYNs say, or the first bytes; otherwise the end whose port is the higher one, as those that systems give out are. */
function clientOf([a, b]: Connection['sides']): TcpSide {
  const [first, second] = a.role || b.role ? [a.role, b.role] : [senderOf(a.beginning), senderOf(b.beginning)];
  if (first === 'client' || second === 'server') return a;
  if (first === 'server' || second === 'client') return b;
  return a.endpoint.port >= b.endpoint.port ? a : b;
}

/** Tells a connection's segments as events, once all of them are known. */
class Teller {
  readonly #client: TcpSide;
  readonly #server: TcpSide;
  readonly #streams: ReadonlyMap<TcpSide, TcpStream>;
  readonly #reset = new Set<TcpSide>();
  #opened = false;

  constructor({ sides: [a, b] }: Connection) {
    this.#client = clientOf([a, b]);
    this.#server = this.#client === a ? b : a;
    this.#streams = new Map([a, b].map((side) => [side, new TcpStream(side.parts, side.zero)]));
  }

  tell(side: TcpSide, part: Part, flags: number): WireEvent[] {
    const direction: Direction = side === this.#client ? 'client-to-server' : 'server-to-client';
    // The number of a reset may be any.
    const told = flags & FLAG.rst ? [] : (this.#streams.get(side)?.push(part, (flags & FLAG.fin) !== 0) ?? []);
    const events = told.map(
      (event): WireEvent => (event.kind === 'gap' ? { ...event, direction, why: 'snapped' } : { ...event, direction }),
    );
    if (!this.#opened) {
      this.#opened = true;
      events.unshift({
        kind: 'opened',
        local: endpointText(this.#server.endpoint),
        remote: endpointText(this.#client.endpoint),
      });
    }
    if (flags & FLAG.rst && !this.#reset.has(side)) {
      this.#reset.add(side);
      events.push({ kind: 'rst', direction });
    }
    return events;
  }
}
