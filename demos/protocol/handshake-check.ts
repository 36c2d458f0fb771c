import type { RuleId } from './rules.ts';
import type { Source } from './source.ts';
import type { Span } from './span.ts';
import type { Role } from './violation.ts';

/**
 * One check an end makes on the other's head, in the order the RFC gives.
 * `span` points into the head that was checked; absent when what should be there is missing.
 */
export interface HandshakeCheck {
  /** 1-based, in the order of RFC 6455 §4.1 (client) or §4.2.1 (server). */
  readonly number: number;
  readonly rule: RuleId;
  readonly by: Role;
  readonly outcome: 'passed' | 'failed';
  readonly found: string;
  readonly expected: string;
  readonly source: Source;
  readonly span?: Span;
}
