import { concat } from './bytes.ts';

/** The empty stored block that a flush ends with: cut off before sending, put back before inflating (RFC 7692 §7.2.1, §7.2.2). */
const FLUSH_TAIL: Uint8Array = Uint8Array.of(0x00, 0x00, 0xff, 0xff);

/** An empty message's payload: the flush of nothing (RFC 7692 §7.2.3.6). */
const EMPTY_BLOCK = Uint8Array.of(0x00);

/** LZ77 looks back no further, whatever the window (RFC 7692 §7.1.2: 8–15 bits). */
const MAX_WINDOW = 1 << 15;

export type InflateResult =
  | { readonly kind: 'data'; readonly bytes: Uint8Array }
  | { readonly kind: 'corrupt'; readonly why: string }
  | { readonly kind: 'too-big' };

/** Raw DEFLATE (RFC 1951), given from outside. `window` is what back-references may reach; stop at `limit` bytes. Never throws on bad data. */
export type InflateRaw = (data: Uint8Array, window: Uint8Array, limit: number | null) => InflateResult;

/** Raw DEFLATE that ends with a flush (`00 00 ff ff`), given from outside. */
export type DeflateRaw = (data: Uint8Array, window: Uint8Array) => Uint8Array;

export interface DeflateParameters {
  /** The sender may refer back to earlier messages: its `…_no_context_takeover` was not agreed (RFC 7692 §7.1.1). */
  readonly contextTakeover: boolean;
  /** Bytes the window holds, 2^8 to 2^15. */
  readonly windowBytes?: number;
}

/** What the last messages left behind for back-references. */
class Window {
  bytes: Uint8Array = new Uint8Array(0);
  private readonly size: number;

  constructor({ contextTakeover, windowBytes = MAX_WINDOW }: DeflateParameters) {
    this.size = contextTakeover ? windowBytes : 0;
  }

  slide(message: Uint8Array): void {
    const kept = Math.max(0, this.size - message.length);
    const before = this.bytes.subarray(Math.max(0, this.bytes.length - kept));
    this.bytes = concat(before, message.subarray(Math.max(0, message.length - this.size)));
  }
}

export interface MessageInflater {
  /** One message's joined payload. `window-lost`: a message it may refer to was skipped. */
  inflate(payload: Uint8Array, limit: number | null): InflateResult | { readonly kind: 'window-lost' };
  /** A compressed message passed that was not kept whole. */
  skip(): void;
}

/** One direction's compressed messages, in order (RFC 7692 §7.2.2). */
export function createMessageInflater(inflateRaw: InflateRaw, parameters: DeflateParameters): MessageInflater {
  const window = new Window(parameters);
  let lost = false;
  return {
    skip() {
      lost = parameters.contextTakeover;
    },
    inflate(payload, limit) {
      if (lost) return { kind: 'window-lost' };
      const result = inflateRaw(concat(payload, FLUSH_TAIL), window.bytes, limit);
      if (result.kind === 'data') window.slide(result.bytes);
      return result;
    },
  };
}

export interface MessageDeflater {
  deflate(message: Uint8Array): Uint8Array;
}

/** Makes compressed payloads for one direction (RFC 7692 §7.2.1). Throws TypeError if `deflateRaw` does not end with a flush. */
export function createMessageDeflater(deflateRaw: DeflateRaw, parameters: DeflateParameters): MessageDeflater {
  const window = new Window(parameters);
  return {
    deflate(message) {
      if (message.length === 0) return EMPTY_BLOCK;
      const flushed = deflateRaw(message, window.bytes);
      window.slide(message);
      return stripFlushTail(flushed);
    },
  };
}

export function stripFlushTail(flushed: Uint8Array): Uint8Array {
  const at = flushed.length - FLUSH_TAIL.length;
  if (at < 0 || FLUSH_TAIL.some((byte, i) => flushed[at + i] !== byte)) {
    throw new TypeError('stripFlushTail: expected DEFLATE data that ends with 00 00 ff ff');
  }
  return flushed.subarray(0, at);
}
