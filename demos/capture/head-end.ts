const CR = 0x0d;
const LF = 0x0a;

/** Finds the empty line that ends a head, byte by byte, so that a head in many pieces is parsed once. */
export class HeadEnd {
  #lineLength = 0;
  #last = 0;
  #sawLine: boolean;

  /** `leading`: may empty lines come first (RFC 9112 §2.2), or does one end it at once? */
  constructor(leading: 'skipped' | 'end') {
    this.#sawLine = leading === 'end';
  }

  /** Is this byte the last of the head? */
  step(byte: number): boolean {
    if (byte !== LF) {
      this.#lineLength += 1;
      this.#last = byte;
      return false;
    }
    const empty = this.#lineLength === 0 || (this.#lineLength === 1 && this.#last === CR);
    this.#lineLength = 0;
    if (empty && this.#sawLine) return true;
    this.#sawLine ||= !empty;
    return false;
  }
}
