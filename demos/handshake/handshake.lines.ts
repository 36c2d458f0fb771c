import type { HeadLine } from './handshake.exchange.ts';

/** What every view of a head prints of a line. */
export interface PrintedLine {
  /** Four hex digits, from the head's first byte. */
  readonly offset: string;
  readonly name: string;
  readonly value: string;
  /** The key or its answer: the two values that belong together. */
  readonly accent: boolean;
}

const ACCENT = new Set(['sec-websocket-key', 'sec-websocket-accept']);

export const hexOffset = (offset: number): string => offset.toString(16).padStart(4, '0');

export const printLine = ({ id, offset, text, valueAt }: HeadLine): PrintedLine => ({
  offset: hexOffset(offset),
  name: text.slice(0, valueAt),
  value: text.slice(valueAt),
  accent: ACCENT.has(id),
});
