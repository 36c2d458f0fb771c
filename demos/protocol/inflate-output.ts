/** What is written, behind the window it may copy from. */
export class InflateOutput {
  #buffer: Uint8Array<ArrayBuffer>;
  #end: number;
  readonly #start: number;
  readonly #last: number;

  /** `limit`: how many bytes may be written. */
  constructor(window: Uint8Array, limit: number | null) {
    this.#start = window.length;
    this.#end = window.length;
    this.#last = limit === null ? Number.POSITIVE_INFINITY : window.length + limit;
    this.#buffer = new Uint8Array(window.length + 1024);
    this.#buffer.set(window);
  }

  /** Bytes written. */
  get length(): number {
    return this.#end - this.#start;
  }

  /** The largest distance there is a byte at. */
  get reach(): number {
    return this.#end;
  }

  get bytes(): Uint8Array<ArrayBuffer> {
    return this.#buffer.slice(this.#start, this.#end);
  }

  /** `false`, and nothing is written, when that is more than the limit. As those below. */
  put(byte: number): boolean {
    if (!this.#makeRoom(1)) return false;
    this.#buffer[this.#end++] = byte;
    return true;
  }

  append(bytes: Uint8Array): boolean {
    if (!this.#makeRoom(bytes.length)) return false;
    this.#buffer.set(bytes, this.#end);
    this.#end += bytes.length;
    return true;
  }

  /** Byte by byte, since it may copy what it has just written (RFC 1951 §3.2.3). `distance` is at most `reach`. */
  copy(length: number, distance: number): boolean {
    if (!this.#makeRoom(length)) return false;
    const buffer = this.#buffer;
    for (let to = this.#end + length; this.#end < to; this.#end++) {
      buffer[this.#end] = buffer[this.#end - distance] ?? 0;
    }
    return true;
  }

  #makeRoom(length: number): boolean {
    const end = this.#end + length;
    if (end > this.#last) return false;
    if (end > this.#buffer.length) {
      const larger = new Uint8Array(Math.max(end, this.#buffer.length * 2));
      larger.set(this.#buffer.subarray(0, this.#end));
      this.#buffer = larger;
    }
    return true;
  }
}
