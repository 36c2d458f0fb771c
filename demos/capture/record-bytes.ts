/** What a {@link ByteReader} could not read. `offset` is a byte offset. */
export interface ReadFailure {
  readonly offset: number;
  readonly found: string;
  readonly expected: string;
}

const utf8 = new TextEncoder();
const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Appends to a buffer that doubles. Integers are LEB128, at most 2^53 - 1; texts and byte strings carry their length. */
export class ByteWriter {
  #buffer = new Uint8Array(256);
  #length = 0;

  #room(count: number): number {
    const at = this.#length;
    this.#length += count;
    if (this.#length > this.#buffer.length) {
      const larger = new Uint8Array(Math.max(this.#length, this.#buffer.length * 2));
      larger.set(this.#buffer.subarray(0, at));
      this.#buffer = larger;
    }
    return at;
  }

  byte(value: number): void {
    const at = this.#room(1);
    this.#buffer[at] = value;
  }

  integer(value: number): void {
    if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`an integer from 0 to 2^53 - 1, not ${value}`);
    let rest = value;
    while (rest >= 0x80) {
      this.byte((rest % 0x80) | 0x80);
      rest = Math.floor(rest / 0x80);
    }
    this.byte(rest);
  }

  float(value: number): void {
    const at = this.#room(8);
    new DataView(this.#buffer.buffer).setFloat64(at, value);
  }

  bytes(value: Uint8Array): void {
    this.integer(value.length);
    const at = this.#room(value.length);
    this.#buffer.set(value, at);
  }

  text(value: string): void {
    this.bytes(utf8.encode(value));
  }

  result(): Uint8Array<ArrayBuffer> {
    return this.#buffer.slice(0, this.#length);
  }
}

/**
 * Reads what a {@link ByteWriter} wrote. After the first failure every read answers with an empty value and
 * `failure` says what was wrong, so a caller looks once, at the end.
 */
export class ByteReader {
  readonly #bytes: Uint8Array;
  readonly #end: number;
  #at: number;
  #failure: ReadFailure | undefined;

  constructor(bytes: Uint8Array, start = 0, end = bytes.length) {
    this.#bytes = bytes;
    this.#at = start;
    this.#end = end;
  }

  get failure(): ReadFailure | undefined {
    return this.#failure;
  }

  get offset(): number {
    return this.#at;
  }

  get atEnd(): boolean {
    return this.#failure !== undefined || this.#at >= this.#end;
  }

  fail(offset: number, found: string, expected: string): void {
    this.#failure ??= { offset, found, expected };
  }

  #take(count: number, what: string): number | undefined {
    if (this.#failure) return undefined;
    if (count > this.#end - this.#at) {
      this.fail(this.#at, `${this.#end - this.#at} bytes`, `${count} bytes of ${what}`);
      return undefined;
    }
    const at = this.#at;
    this.#at += count;
    return at;
  }

  byte(what: string): number {
    const at = this.#take(1, what);
    return at === undefined ? 0 : (this.#bytes[at] ?? 0);
  }

  integer(what: string): number {
    const start = this.#at;
    let value = 0;
    for (let place = 1; !this.#failure; place *= 0x80) {
      const byte = this.byte(what);
      value += (byte & 0x7f) * place;
      if (!Number.isSafeInteger(value) || place > 2 ** 53)
        this.fail(start, 'a larger number', `${what}, at most 2^53 - 1`);
      else if (byte < 0x80) return value;
    }
    return 0;
  }

  float(what: string): number {
    const at = this.#take(8, what);
    if (at === undefined) return 0;
    const value = new DataView(this.#bytes.buffer, this.#bytes.byteOffset).getFloat64(at);
    if (!Number.isFinite(value)) this.fail(at, String(value), `${what}, a finite number`);
    return value;
  }

  /** A view into the bytes being read, not a copy. */
  bytes(what: string): Uint8Array {
    const length = this.integer(`the length of ${what}`);
    const at = this.#take(length, what);
    return at === undefined ? new Uint8Array() : this.#bytes.subarray(at, at + length);
  }

  text(what: string): string {
    const at = this.#at;
    const bytes = this.bytes(what);
    try {
      return strictUtf8.decode(bytes);
    } catch {
      this.fail(at, 'bytes that are not UTF-8', `${what}, UTF-8`);
      return '';
    }
  }
}
