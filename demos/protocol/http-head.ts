import type { Span } from './span.ts';
import type { Violation } from './violation.ts';

/** One field line as it stood in the head. Names keep their case; values are without surrounding white space. Text is latin1 (one character a byte). */
export interface HeadField {
  readonly name: string;
  readonly value: string;
  /** The whole line, CR LF included. */
  readonly line: Span;
  readonly nameSpan: Span;
  readonly valueSpan: Span;
}

interface HeadBase {
  /** Start line and CR LF. */
  readonly startLine: Span;
  readonly fields: readonly HeadField[];
  /** The empty line that ends the head. */
  readonly endSpan: Span;
  /** Bytes of the whole head, the empty line included. */
  readonly byteLength: number;
}

export interface RequestHead extends HeadBase {
  readonly kind: 'request';
  readonly method: string;
  readonly target: string;
  /** As written: `HTTP/1.1`. */
  readonly version: string;
  readonly spans: { readonly method: Span; readonly target: Span; readonly version: Span };
}

export interface ResponseHead extends HeadBase {
  readonly kind: 'response';
  readonly version: string;
  readonly status: number;
  readonly reason: string;
  readonly spans: { readonly version: Span; readonly status: Span; readonly reason: Span };
}

/**
 * `head`: parsed; `tolerated` lists what a strict reader would refuse but the head is still readable (bare LF, folding …).
 * `need-more`: no empty line yet. `violation`: unreadable; `fields` holds what stood before it.
 */
export type HeadResult<Head> =
  | { readonly kind: 'head'; readonly head: Head; readonly tolerated: readonly Violation[] }
  | { readonly kind: 'need-more' }
  | { readonly kind: 'violation'; readonly violation: Violation; readonly fields: readonly HeadField[] };
