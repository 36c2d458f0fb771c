import type { InputStop, ReadBytes } from './input.ts';

/** Collects bytes and the index in the text of each. Storage doubles, so that a long input costs a constant number of copies a byte. */
export class ByteSink {
  #bytes: Uint8Array<ArrayBuffer>;
  #places: Uint32Array<ArrayBuffer>;
  length = 0;

  /** `expected`: how many bytes are likely to come. */
  constructor(expected = 64) {
    this.#bytes = new Uint8Array(Math.max(16, expected));
    this.#places = new Uint32Array(this.#bytes.length);
  }

  push(byte: number, place: number): void {
    if (this.length === this.#bytes.length) {
      const bytes = new Uint8Array(this.length * 2);
      bytes.set(this.#bytes);
      const places = new Uint32Array(this.length * 2);
      places.set(this.#places);
      this.#bytes = bytes;
      this.#places = places;
    }
    this.#bytes[this.length] = byte;
    this.#places[this.length] = place;
    this.length += 1;
  }

  at(index: number): number {
    return this.#bytes[index] ?? 0;
  }

  read(stop: InputStop | null): ReadBytes {
    return { bytes: this.#bytes.subarray(0, this.length), places: this.#places.subarray(0, this.length), stop };
  }
}
