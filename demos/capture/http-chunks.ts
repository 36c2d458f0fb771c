const LF = 0x0a;

/** Finds the end of a chunked body's data (RFC 9112 §7.1), in whatever pieces it comes. The trailers after it are the caller's. */
export class ChunkedBody {
  #state: 'size' | 'data' | 'data-end' | 'trailers' | 'broken' = 'size';
  #sizeLine = '';
  #left = 0;

  /** `trailers`: the last chunk's size line is read. `broken`: no size stands where one must. */
  get state(): 'in-chunks' | 'trailers' | 'broken' {
    return this.#state === 'trailers' || this.#state === 'broken' ? this.#state : 'in-chunks';
  }

  /** Reads `bytes` from `at`; returns the index of the first byte that is not the chunks'. */
  take(bytes: Uint8Array, at: number): number {
    let next = at;
    while (next < bytes.length && this.state === 'in-chunks') {
      if (this.#state === 'data') {
        const taken = Math.min(this.#left, bytes.length - next);
        next += taken;
        this.#left -= taken;
        if (this.#left === 0) this.#state = 'data-end';
      } else {
        this.#step(bytes[next] ?? 0);
        next += 1;
      }
    }
    return next;
  }

  /** Steps over bytes that were not kept; false when they may have held a size. */
  skip(length: number): boolean {
    if (this.#state !== 'data' || length > this.#left) return false;
    this.#left -= length;
    if (this.#left === 0) this.#state = 'data-end';
    return true;
  }

  #step(byte: number): void {
    if (byte !== LF) {
      if (this.#state === 'size' && this.#sizeLine.length < 20) this.#sizeLine += String.fromCharCode(byte);
      return;
    }
    if (this.#state === 'data-end') {
      this.#state = 'size';
      this.#sizeLine = '';
      return;
    }
    const digits = /^[0-9a-f]{1,13}(?=[;\s]|$)/i.exec(this.#sizeLine)?.[0];
    this.#left = digits === undefined ? 0 : Number.parseInt(digits, 16);
    this.#state = digits === undefined ? 'broken' : this.#left > 0 ? 'data' : 'trailers';
  }
}
