/** A half-open range `[start, end)` in **bits** from the start of the bytes it speaks of. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** The span of whole bytes `[start, end)`, given in byte offsets. */
export const byteSpan = (start: number, end: number): Span => ({ start: start * 8, end: end * 8 });

export const shiftSpan = (span: Span, bytes: number): Span => ({
  start: span.start + bytes * 8,
  end: span.end + bytes * 8,
});
