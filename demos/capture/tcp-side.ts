import type { SeenSegment } from './packet-layers.ts';
import { type Endpoint, FLAG } from './pcapng-segment.ts';
import type { Part } from './tcp-stream.ts';

const AROUND = 2 ** 32;

/** What one end of a connection sent, as far as a file has it. */
export class TcpSide {
  readonly endpoint: Endpoint;
  readonly parts: Part[] = [];
  /** What its SYN says it is: whoever answers one is the server. */
  role: 'client' | 'server' | null = null;
  /** Of its SYN; `null`: that is not in the file. */
  #syn: number | null = null;
  /** Of the first bytes of it in the file. */
  #first: number | null = null;
  /** Counted on past 2^32, as everything below. */
  #zero: number | null = null;
  #latest: number | null = null;

  constructor(endpoint: Endpoint) {
    this.endpoint = endpoint;
  }

  /** Sequence number of the first byte of the stream; where the file begins later, of the first that it has. */
  get zero(): number {
    if (this.#zero !== null) return this.#zero;
    const starts = this.parts.filter(({ start, end }) => end > start);
    return starts.reduce((least, { start }) => Math.min(least, start), starts[0]?.start ?? this.#latest ?? 0);
  }

  /** The bytes that the file has first of it. */
  get beginning(): Uint8Array {
    const { zero } = this;
    return this.parts.find(({ start, payload }) => start === zero && payload.length > 0)?.payload ?? new Uint8Array();
  }

  /** Sequence numbers are counted on past 2^32 (RFC 9293 §3.4). */
  add({ sequence, flags, payload, length }: SeenSegment): Part {
    const latest = this.#latest ?? sequence;
    const isSyn = (flags & FLAG.syn) !== 0;
    const start = latest + ((sequence - latest) | 0) + (isSyn ? 1 : 0);
    const part = { start, end: start + length, payload };
    if (isSyn && this.#syn === null) {
      this.#syn = sequence;
      this.#zero = start;
      this.role = flags & FLAG.ack ? 'server' : 'client';
    }
    if (flags & FLAG.rst) return part;
    if (length > 0) this.#first ??= (sequence + (isSyn ? 1 : 0)) % AROUND;
    if (length > 0 || isSyn || flags & FLAG.fin) this.#latest = Math.max(latest, part.end);
    this.parts.push(part);
    return part;
  }

  /** Whether a SYN with this sequence number is this connection's own: its first, or that sent again. */
  owns(sequence: number): boolean {
    if (this.#syn !== null) return this.#syn === sequence;
    return this.#first === null || this.#first === (sequence + 1) % AROUND;
  }
}
