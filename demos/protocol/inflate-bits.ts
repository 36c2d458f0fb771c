import type { Span } from './span.ts';

/** Reads bits from the least significant end of each byte (RFC 1951 §3.1.1). */
export class BitReader {
  readonly data: Uint8Array;
  /** The next bit. */
  bit = 0;
  /** Every bit before it is part of something that was read whole. */
  kept = 0;

  constructor(data: Uint8Array) {
    this.data = data;
  }

  get left(): number {
    return this.data.length * 8 - this.bit;
  }

  /** The next `count` bits (0–16) as a number, the first of them its least significant bit; −1, and nothing is read, when they are not all there. */
  take(count: number): number {
    if (count > this.left) return -1;
    let value = 0;
    for (let i = 0; i < count; i++) value |= this.#at(this.bit + i) << i;
    this.bit += count;
    return value;
  }

  /** One bit; −1 at the end. */
  next(): number {
    return this.left > 0 ? this.#at(this.bit++) : -1;
  }

  /** To the next byte: the value of the bits skipped. */
  align(): number {
    return this.take(-this.bit & 7);
  }

  since(start: number): Span {
    return { start, end: this.bit };
  }

  /** What has been read since the last time is whole: its bits. */
  keep(): Span {
    const start = this.kept;
    this.kept = this.bit;
    return { start, end: this.bit };
  }

  #at(bit: number): number {
    return ((this.data[bit >> 3] ?? 0) >> (bit & 7)) & 1;
  }
}

/** `[start, end)` in the order in which they are read: `'0110'`. */
export function bitText(data: Uint8Array, { start, end }: Span): string {
  let text = '';
  for (let bit = start; bit < end; bit++) text += ((data[bit >> 3] ?? 0) >> (bit & 7)) & 1;
  return text;
}
