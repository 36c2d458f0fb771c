import type { RuleId } from './rules.ts';
import type { Source } from './source.ts';
import type { Span } from './span.ts';
import type { Role } from './violation.ts';

/**
 * One check an end makes on the other's head, in the order the RFC gives.
 * `span` points into the head that was checked; absent when what should be there is missing.
 */
export interface HandshakeCheck {
  /**
   * In the order they are made. The client's 1–6 are the numbers of RFC 6455 §4.1; 0 is the HTTP version, which it does
   * not number (see `handshake.http-version`). The server's count the parts of §4.2.1 from 1; `source` says which.
   */
  readonly number: number;
  readonly rule: RuleId;
  readonly by: Role;
  readonly outcome: 'passed' | 'failed';
  readonly found: string;
  readonly expected: string;
  readonly source: Source;
  readonly span?: Span;
}
