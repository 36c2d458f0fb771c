import { concat } from './bytes.ts';
import { type InflateOptions, inflateTrace } from './inflate.ts';
import type { InflateBlock, InflateTrace } from './inflate-trace.ts';

/** The empty stored block that a flush ends with, without its header bits: cut off before sending, put back before inflating (RFC 7692 §7.2.1, §7.2.2). */
export const FLUSH_TAIL: Uint8Array = Uint8Array.of(0x00, 0x00, 0xff, 0xff);

export interface MessageTrace extends InflateTrace {
  /** The joined payload with the four bytes put back: what the trace's spans speak of. */
  readonly data: Uint8Array<ArrayBuffer>;
  /** Bits from here on were never sent. */
  readonly sentBits: number;
}

/** What every bit of one compressed message says. */
export function traceMessage(payload: Uint8Array, options: Omit<InflateOptions, 'afterFinal'> = {}): MessageTrace {
  const data = concat(payload, FLUSH_TAIL);
  return { ...inflateTrace(data, { ...options, afterFinal: 'next-byte' }), data, sentBits: payload.length * 8 };
}

/** The empty stored block that the end of a flushed message is: its header was sent, its LEN and NLEN were put back. */
export const isFlushBlock = ({ kind, header }: InflateBlock): boolean =>
  kind === 'stored' && header.some((part) => part.kind === 'len' && part.value === 0);
