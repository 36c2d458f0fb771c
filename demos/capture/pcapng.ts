import type { Capture, Direction, WireCaptureEvent } from './capture.ts';
import { isWireEvent } from './event-kinds.ts';
import { ethernetInterface, packet, sectionHeader } from './pcapng-blocks.ts';
import { type Endpoint, ethernetFrame, FLAG, parseEndpoint } from './pcapng-segment.ts';

const COMMENT =
  'Exported by Switching Protocols. The TCP payload bytes are those captured. The Ethernet, IP and TCP headers are ' +
  'synthesised, with correct checksums: where segments began, acknowledgments and retransmissions were not captured. ' +
  'Times count from the start of the capture, not from 1970.';
const REDACTED = 'Some bytes are filler (x) of equal length in the place of a credential or an id.';
const SYNTHESISED = 'Synthesised: this segment was not captured.';
const LOST = (length: number): string => `Synthesised gap: ${length} bytes before this passed and were not kept.`;

/** With both headers and IPv6 this stays below 65,535 bytes. */
const LONGEST_PAYLOAD = 65_000;

/** A pcapng file (draft-ietf-opsawg-pcapng) of everything on the wire; script events have no place in it. */
export function encodePcapng({ events }: Pick<Capture, 'events'>): Uint8Array<ArrayBuffer> {
  const connections = new Map<string, TcpConnection>();
  const wire = events.filter(isWireEvent);
  const start = wire.reduce((earliest, { at }) => Math.min(earliest, at), 0);
  const packets = wire.flatMap((event) => {
    const connection = connections.get(event.connection) ?? new TcpConnection(event, connections.size);
    connections.set(event.connection, connection);
    return connection.packets(event, event.at - start);
  });
  return joined([sectionHeader(COMMENT), ethernetInterface(), ...packets]);
}

/** Not `concat(...)`: packets may be more than an argument list holds. */
function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

const opposite = (direction: Direction): Direction =>
  direction === 'client-to-server' ? 'server-to-client' : 'client-to-server';

/** Gives one connection's bytes the TCP segments that could have carried them. Both initial sequence numbers are 0. */
class TcpConnection {
  readonly #ends: Record<Direction, Endpoint>;
  readonly #next: Record<Direction, number> = { 'client-to-server': 0, 'server-to-client': 0 };
  readonly #missing: Record<Direction, number> = { 'client-to-server': 0, 'server-to-client': 0 };
  #open = false;

  constructor(first: WireCaptureEvent, index: number) {
    const remote = first.kind === 'opened' ? parseEndpoint(first.remote) : null;
    const local = first.kind === 'opened' ? parseEndpoint(first.local) : null;
    const agree = remote && local && remote.address.length === local.address.length;
    const loopback = Uint8Array.of(127, 0, 0, 1);
    this.#ends = {
      'client-to-server': agree ? remote : { address: loopback, port: 49_152 + (index % 16_384) },
      'server-to-client': agree ? local : { address: loopback, port: 80 },
    };
  }

  packets(event: WireCaptureEvent, at: number): Uint8Array[] {
    const opening = this.#open ? [] : this.#handshake(at);
    switch (event.kind) {
      case 'bytes':
        return [...opening, ...this.#data(event, at)];
      case 'gap':
        this.#skipTo(event.direction, event.offset + event.length);
        return opening;
      case 'fin':
      case 'rst': {
        const flags = event.kind === 'fin' ? FLAG.fin | FLAG.ack : FLAG.rst | FLAG.ack;
        return [...opening, this.#segment(event.direction, at, flags)];
      }
      case 'opened':
      case 'error':
      case 'closed':
        return opening;
    }
  }

  #handshake(at: number): Uint8Array[] {
    this.#open = true;
    return [
      this.#segment('client-to-server', at, FLAG.syn, [SYNTHESISED]),
      this.#segment('server-to-client', at, FLAG.syn | FLAG.ack, [SYNTHESISED]),
      this.#segment('client-to-server', at, FLAG.ack, [SYNTHESISED]),
    ];
  }

  #data({ direction, offset, bytes, redacted }: WireCaptureEvent & { kind: 'bytes' }, at: number): Uint8Array[] {
    this.#skipTo(direction, offset);
    const packets: Uint8Array[] = [];
    for (let from = 0; from < bytes.length; from += LONGEST_PAYLOAD) {
      const payload = bytes.subarray(from, from + LONGEST_PAYLOAD);
      const notes = redacted && redacted.length > 0 ? [REDACTED] : [];
      packets.push(this.#segment(direction, at, FLAG.psh | FLAG.ack, notes, payload));
    }
    return packets;
  }

  /** Sequence number 0 was the SYN's, so the byte with offset 0 has 1. */
  #skipTo(direction: Direction, offset: number): void {
    this.#missing[direction] += Math.max(0, offset + 1 - this.#next[direction]);
    this.#next[direction] = Math.max(this.#next[direction], offset + 1);
  }

  #segment(
    direction: Direction,
    at: number,
    flags: number,
    notes: readonly string[] = [],
    payload: Uint8Array = new Uint8Array(),
  ): Uint8Array {
    const back = opposite(direction);
    const missing = this.#missing[direction];
    this.#missing[direction] = 0;
    const frame = ethernetFrame({
      from: this.#ends[direction],
      to: this.#ends[back],
      sequence: this.#next[direction],
      acknowledgment: flags & FLAG.ack ? this.#next[back] : 0,
      flags,
      payload,
    });
    this.#next[direction] += payload.length + (flags & (FLAG.syn | FLAG.fin) ? 1 : 0);
    return packet(at, frame, missing > 0 ? [...notes, LOST(missing)] : notes);
  }
}
