/** A place where bytes passed and were not kept. */
export interface Hole {
  /** Index, in the bytes that were kept, before which the hole lies. */
  readonly at: number;
  /** How many bytes are missing there. */
  readonly length: number;
}

/**
 * One direction's bytes, growing. Only what was kept takes room: a hole is a note, so `position` turns a byte offset of
 * the stream into an index of `bytes`. Storage doubles, so growing costs a constant number of copies a byte.
 */
export class StreamBytes {
  #buffer: Uint8Array<ArrayBuffer> = new Uint8Array(1024);
  #kept = 0;
  #missing = 0;
  readonly #holes: (Hole & { readonly missingBefore: number })[] = [];

  /** Stream offset of the next byte. */
  get end(): number {
    return this.#kept + this.#missing;
  }

  /** Grows with the stream. */
  get holes(): readonly Hole[] {
    return this.#holes;
  }

  /** A view; bytes already in it never change. */
  get bytes(): Uint8Array<ArrayBuffer> {
    return this.#buffer.subarray(0, this.#kept);
  }

  append(bytes: Uint8Array): void {
    const end = this.#kept + bytes.length;
    if (end > this.#buffer.length) {
      const larger = new Uint8Array(Math.max(end, this.#buffer.length * 2));
      larger.set(this.bytes);
      this.#buffer = larger;
    }
    this.#buffer.set(bytes, this.#kept);
    this.#kept = end;
  }

  skip(length: number): void {
    this.#holes.push({ at: this.#kept, length, missingBefore: this.#missing });
    this.#missing += length;
  }

  /** The index in `bytes` of a stream offset; inside a hole, that of the hole. */
  position(offset: number): number {
    let low = 0;
    let high = this.#holes.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const hole = this.#holes[middle];
      if (hole && hole.at + hole.missingBefore < offset) low = middle + 1;
      else high = middle;
    }
    const hole = this.#holes[low - 1];
    if (!hole) return offset;
    return Math.max(hole.at, offset - hole.missingBefore - hole.length);
  }

  /** The kept bytes of the stream offsets `[start, end)`. */
  slice(start: number, end: number): Uint8Array<ArrayBuffer> {
    return this.#buffer.subarray(this.position(start), Math.min(this.position(end), this.#kept));
  }
}
