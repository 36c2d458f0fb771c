import { maskInPlace } from './mask.ts';

/** Storage is asked for only when bytes have come: an announced length alone costs nothing. */
const FIRST_CAPACITY = 64 * 1024;
/** Growing by a factor keeps the copying linear; memory stays within this factor of what was received. */
const GROWTH = 4;

const NOTHING = new Uint8Array(0);

/** Collects one payload that comes in several pieces, unmasking each as it comes. */
export class PayloadBuffer {
  private bytes: Uint8Array<ArrayBuffer> = NOTHING;
  private words: Uint32Array<ArrayBuffer> = new Uint32Array(0);
  private length = 0;

  /** Bytes of storage held. */
  get capacity(): number {
    return this.bytes.length;
  }

  /** `phase` is the payload offset of the first byte; `stillExpected` counts the payload's bytes from there on. */
  append(piece: Uint8Array, maskingKey: Uint8Array | null, phase: number, stillExpected: number): void {
    const start = this.length;
    const end = start + piece.length;
    if (end > this.bytes.length) this.grow(end, start + stillExpected);
    this.bytes.set(piece, start);
    if (maskingKey) maskInPlace(this.bytes, this.words, start, end, maskingKey, phase);
    this.length = end;
  }

  /** The bytes collected; the buffer starts anew. */
  take(): Uint8Array {
    const taken = this.bytes.subarray(0, this.length);
    this.bytes = NOTHING;
    this.words = new Uint32Array(0);
    this.length = 0;
    return taken;
  }

  private grow(needed: number, expected: number): void {
    const capacity = Math.min(expected, Math.max(FIRST_CAPACITY, needed * GROWTH));
    const grown = new Uint8Array(capacity);
    grown.set(this.bytes.subarray(0, this.length));
    this.bytes = grown;
    this.words = new Uint32Array(grown.buffer, 0, capacity >>> 2);
  }
}

/**
 * Payloads that lie whole inside one read. The read itself stays as it was (it is the wire's own bytes), so what
 * has to be unmasked is copied once a read, not once a frame.
 */
export class ReadPayloads {
  private copy: Uint8Array<ArrayBuffer> | null = null;
  private words: Uint32Array<ArrayBuffer> = new Uint32Array(0);
  private copiedFrom = 0;

  /** Forget the read before. */
  reset(): void {
    this.copy = null;
  }

  /** `read[start, end)`, unmasked. Without a key it is a view of the read. */
  slice(read: Uint8Array, start: number, end: number, maskingKey: Uint8Array | null): Uint8Array {
    // Not subarray: a Buffer's would be a Buffer, and a constructor is several times faster.
    if (!maskingKey) return new Uint8Array(read.buffer, read.byteOffset + start, end - start);
    if (this.copy === null) {
      this.copy = new Uint8Array(new Uint8Array(read.buffer, read.byteOffset + start, read.length - start));
      this.words = new Uint32Array(this.copy.buffer, 0, this.copy.length >>> 2);
      this.copiedFrom = start;
    }
    const from = start - this.copiedFrom;
    const to = end - this.copiedFrom;
    maskInPlace(this.copy, this.words, from, to, maskingKey, 0);
    return new Uint8Array(this.copy.buffer, from, to - from);
  }
}
