import { concat, utf8Encode } from '#demos/protocol/bytes.ts';
import { encodeClosePayload } from '#demos/protocol/close-payload.ts';
import type { FrameHeader } from '#demos/protocol/frame.ts';
import { encodeUnchecked, minimalLengthForm } from '#demos/protocol/frame-encoder.ts';
import { OPCODE } from '#demos/protocol/opcode.ts';
import type { Role } from '#demos/protocol/violation.ts';

/** A seeded generator (mulberry32): the same seed gives the same streams on every machine. */
export class Random {
  private state: number;

  constructor(seed: number) {
    this.state = seed;
  }

  /** 0 ≤ x < 1. */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  }

  /** 0 ≤ n < end. */
  below(end: number): number {
    return Math.floor(this.next() * end);
  }

  chance(share: number): boolean {
    return this.next() < share;
  }

  pick<Item>(items: readonly Item[]): Item {
    return items[this.below(items.length)] as Item;
  }

  bytes(length: number): Uint8Array {
    const bytes = new Uint8Array(length);
    // Long ones repeat: generating them must not cost more than decoding them.
    for (let i = 0; i < length; i++) bytes[i] = i < 512 ? this.below(256) : (bytes[i - 512] as number);
    return bytes;
  }
}

export interface RandomStream {
  readonly from: Role;
  readonly bytes: Uint8Array;
}

const LENGTHS = [0, 1, 2, 5, 23, 24, 100, 124, 125, 126, 127, 128, 300];
const HUGE = [2n ** 31n - 1n, 2n ** 31n, 2n ** 53n - 1n, 2n ** 53n, 2n ** 63n - 1n, 2n ** 63n, 2n ** 64n - 1n];
const CHARACTERS = ['H', 'é', '€', '中', '😀', '\u0000', '\ufeff', '\u{10ffff}'];
const NOT_UTF8 = ['c328', 'ff', 'c080', 'e08080', 'eda080', 'f08080', 'f4908080', 'e282', 'f09f98', '80'].map((hex) =>
  Uint8Array.from(Buffer.from(hex, 'hex')),
);
const CODES = [0, 999, 1000, 1001, 1003, 1004, 1005, 1006, 1007, 1011, 1014, 1015, 1016, 2999, 3000, 4999, 5000, 65535];

/** Frames as one end writes them, some legal, some broken on purpose. */
class Writer {
  readonly random: Random;
  readonly from: Role;

  constructor(random: Random, from: Role) {
    this.random = random;
    this.from = from;
  }

  frame(opcode: number, payload: Uint8Array, changes: Partial<FrameHeader> = {}): Uint8Array {
    const length = payload.length;
    const key = this.from === 'client' ? this.random.pick([this.random.bytes(4), new Uint8Array(4)]) : null;
    const plain = { fin: true, rsv1: false, rsv2: false, rsv3: false, opcode, maskingKey: key, length };
    return encodeUnchecked({ ...plain, lengthForm: minimalLengthForm(changes.length ?? length), ...changes }, payload);
  }

  payload(): Uint8Array {
    return this.random.bytes(this.random.chance(0.01) ? this.random.pick([65535, 65536]) : this.random.pick(LENGTHS));
  }

  text(): Uint8Array {
    return utf8Encode(Array.from({ length: this.random.below(40) }, () => this.random.pick(CHARACTERS)).join(''));
  }

  control(): Uint8Array {
    return this.frame(this.random.pick([OPCODE.ping, OPCODE.pong]), this.random.bytes(this.random.below(126)));
  }

  /** A message in one to four frames, cut anywhere, with control frames between them. */
  message(payload: Uint8Array, opcode: number): Uint8Array {
    const frames: Uint8Array[] = [];
    const cuts = Array.from({ length: this.random.below(4) }, () => this.random.below(payload.length + 1));
    const edges = [0, ...cuts.sort((a, b) => a - b), payload.length];
    for (let i = 1; i < edges.length; i++) {
      const fin = i === edges.length - 1;
      frames.push(
        this.frame(i === 1 ? opcode : OPCODE.continuation, payload.subarray(edges[i - 1], edges[i]), { fin }),
      );
      if (!fin && this.random.chance(0.3)) frames.push(this.control());
    }
    return concat(...frames);
  }

  close(): Uint8Array {
    const code = this.random.pick([null, ...CODES]);
    return this.frame(
      OPCODE.close,
      encodeClosePayload(code, code === null ? '' : this.random.pick(['', 'bye', '再见'])),
    );
  }

  legal(): Uint8Array {
    switch (this.random.below(4)) {
      case 0:
        return this.control();
      case 1:
        return this.message(this.payload(), OPCODE.binary);
      default:
        return this.message(this.text(), OPCODE.text);
    }
  }

  broken(): Uint8Array {
    const { random } = this;
    const payload = random.bytes(random.below(20));
    switch (random.below(10)) {
      case 0:
        return this.frame(random.below(16), payload, { [random.pick(['rsv1', 'rsv2', 'rsv3'])]: true });
      case 1:
        return this.frame(random.below(16), payload);
      case 2:
        return this.frame(random.pick([8, 9, 10]), payload, { fin: false });
      case 3:
        return this.frame(1, payload, { maskingKey: this.from === 'client' ? null : random.bytes(4) });
      case 4:
        return this.frame(random.pick([1, 2, 9]), payload, { lengthForm: random.pick([16, 64]) });
      case 5:
        return this.frame(random.pick([0, 1, 2]), payload, { length: random.pick(HUGE), lengthForm: 64 });
      case 6:
        return this.frame(random.pick([8, 9, 10]), random.bytes(126 + random.below(20)));
      case 7:
        return this.frame(OPCODE.close, random.bytes(random.below(6)));
      case 8:
        return this.message(concat(this.text(), random.pick(NOT_UTF8), this.text()), OPCODE.text);
      default:
        return concat(this.frame(1, this.text(), { fin: false }), this.frame(random.pick([0, 1, 2]), this.text()));
    }
  }
}

function damage(random: Random, bytes: Uint8Array): Uint8Array {
  const at = random.below(bytes.length + 1);
  const before = bytes.subarray(0, at);
  switch (random.below(4)) {
    case 0:
      return before;
    case 1:
      return concat(before, random.bytes(1), bytes.subarray(at));
    case 2:
      return concat(before, bytes.subarray(at + 1));
    default: {
      const flipped = new Uint8Array(bytes);
      if (at < bytes.length) flipped[at] = (flipped[at] as number) ^ (1 << random.below(8));
      return flipped;
    }
  }
}

/** One direction of a connection after the handshake: legal, damaged in passing, or broken by its sender. */
export function randomStream(random: Random): RandomStream {
  const from = random.pick(['client', 'server'] as const);
  const writer = new Writer(random, from);
  const parts = Array.from({ length: 1 + random.below(4) }, () => writer.legal());
  if (random.chance(0.3)) parts.splice(random.below(parts.length + 1), 0, writer.broken());
  if (random.chance(0.3)) parts.push(writer.close());
  if (random.chance(0.2)) parts.push(random.pick([writer.legal(), writer.broken(), random.bytes(5)]));
  const bytes = concat(...parts);
  return { from, bytes: random.chance(0.35) ? damage(random, bytes) : bytes };
}

/** The same bytes in pieces of any size, each in memory of its own. */
export function randomChunks(random: Random, bytes: Uint8Array): readonly Uint8Array[] {
  const largest = random.pick([1, 2, 7, 50, 1000, bytes.length + 1]);
  const chunks: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; ) {
    // Single bytes of a long stream show nothing more than single bytes of a short one.
    const size = at > 2000 ? bytes.length - at : 1 + random.below(largest);
    chunks.push(bytes.slice(at, at + size));
    at += size;
  }
  return chunks;
}
