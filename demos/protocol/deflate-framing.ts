import { concat } from './bytes.ts';
import { inflate } from './inflate.ts';
import { FLUSH_TAIL } from './inflate-message.ts';
import type { InflateFault } from './inflate-trace.ts';

/** An empty message's payload: the flush of nothing (RFC 7692 §7.2.3.6). */
const EMPTY_BLOCK = Uint8Array.of(0x00);

/** LZ77 looks back no further, whatever the window (RFC 7692 §7.2.1). */
const MAX_WINDOW = 1 << 15;

export type InflateResult =
  /** `cutShort`: the data ends inside a block. Receivers take what there is, as zlib does. */
  | { readonly kind: 'data'; readonly bytes: Uint8Array; readonly cutShort?: boolean }
  /** The fault's span counts bits of the payload, in DEFLATE's order, and of the four bytes put back behind it. */
  | { readonly kind: 'corrupt'; readonly fault: InflateFault }
  | { readonly kind: 'too-big' };

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
  /** One message's joined payload. `not-inflated`: a message it may refer to was skipped, or there would be too much to hold. */
  inflate(payload: Uint8Array, limit: number | null): InflateResult | { readonly kind: 'not-inflated' };
  /** A compressed message passed that was not kept whole. */
  skip(): void;
}

/**
 * One direction's compressed messages, in order (RFC 7692 §7.2.2). A byte can inflate to a thousand: of all messages
 * together at most `most` bytes are inflated, those after stay as they came.
 */
export function createMessageInflater(
  parameters: DeflateParameters,
  most: number = Number.POSITIVE_INFINITY,
): MessageInflater {
  const window = new Window(parameters);
  let lost = false;
  let left = most;
  return {
    skip() {
      lost = parameters.contextTakeover;
    },
    inflate(payload, limit) {
      if (lost) return { kind: 'not-inflated' };
      const { windowBytes = null } = parameters;
      const within = Math.min(left, limit ?? left);
      const options = { window: window.bytes, windowBytes, limit: within, afterFinal: 'next-byte' } as const;
      const { output, end, fault } = inflate(concat(payload, FLUSH_TAIL), options);
      if (fault) return { kind: 'corrupt', fault };
      if (end.kind === 'limit' && within === limit) return { kind: 'too-big' };
      if (end.kind === 'limit') {
        lost = true;
        return { kind: 'not-inflated' };
      }
      left -= output.length;
      window.slide(output);
      return { kind: 'data', bytes: output, ...(end.kind === 'input-ended' && { cutShort: true }) };
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
