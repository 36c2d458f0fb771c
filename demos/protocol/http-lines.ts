import { HTTP_RULES, type HttpRule } from './rules-http.ts';
import { byteSpan } from './span.ts';
import type { Role, Violation } from './violation.ts';

/** One line of a head, as offsets into its text. `end` is before the line end, `next` after it. */
export interface Line {
  readonly start: number;
  readonly end: number;
  readonly next: number;
}

/** `null`: no line end yet. RFC 9112 §2.2: a single LF may end a line, and a CR before it is then ignored. */
export function readLine(text: string, start: number): Line | null {
  const lf = text.indexOf('\n', start);
  if (lf < 0) return null;
  return { start, end: lf > start && text[lf - 1] === '\r' ? lf - 1 : lf, next: lf + 1 };
}

/** A breach of the grammar, its place in bytes of the head. */
export interface Breach {
  readonly rule: HttpRule;
  readonly start: number;
  readonly end: number;
  readonly found: string;
  readonly expected: string;
}

export const toViolation = ({ rule, start, end, found, expected }: Breach, noticedBy: Role): Violation => ({
  rule,
  source: HTTP_RULES[rule],
  span: byteSpan(start, end),
  found,
  expected,
  closeCode: null,
  noticedBy,
});

export type Read<Value> =
  | { readonly kind: 'read'; readonly value: Value; readonly tolerated: readonly Breach[] }
  | { readonly kind: 'refused'; readonly breach: Breach };

export const refused = (breach: Breach): Read<never> => ({ kind: 'refused', breach });
