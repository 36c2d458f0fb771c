import type { HandshakeCheck } from './handshake-check.ts';
import { fieldLines, type WithFields } from './http-fields.ts';
import type { HeadField } from './http-head.ts';
import type { Span } from './span.ts';

/** What one check found, before it is numbered. A `source` of its own where the breach is written elsewhere than the rule. */
export type Finding = Pick<HandshakeCheck, 'outcome' | 'found' | 'expected' | 'span'> &
  Partial<Pick<HandshakeCheck, 'source'>>;

export const passed = (found: string, expected: string, span?: Span): Finding => ({
  outcome: 'passed',
  found,
  expected,
  ...(span && { span }),
});

export const failed = (found: string, expected: string, span?: Span): Finding => ({
  ...passed(found, expected, span),
  outcome: 'failed',
});

export const verdict = (right: boolean, found: string, expected: string, span?: Span): Finding =>
  right ? passed(found, expected, span) : failed(found, expected, span);

export const NO_FIELD = 'no such field';

/** A field that must be there and only once. */
export function single(
  head: WithFields,
  name: string,
  expected: string,
  check: (field: HeadField) => Finding,
): Finding {
  const [first, second] = fieldLines(head, name);
  if (!first) return failed(NO_FIELD, expected);
  return second ? failed('the field twice', `${expected}, once`, second.line) : check(first);
}

/** `HTTP/1.1` or above; a version the parser let through always has two digits. */
export const isAtLeastHttp11 = (version: string): boolean => version >= 'HTTP/1.1';

/** The check a handshake stops at: the first that failed, or `null` when it succeeds. */
export const firstFailure = (checks: readonly HandshakeCheck[]): HandshakeCheck | null =>
  checks.find(({ outcome }) => outcome === 'failed') ?? null;
