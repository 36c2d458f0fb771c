import type { RuleId } from './rules.ts';
import type { Source } from './source.ts';
import type { Span } from './span.ts';

/** The two ends of a WebSocket connection (RFC 6455 §1.2). */
export type Role = 'client' | 'server';

/**
 * A rule that a peer's bytes broke. A value, never thrown: decoding returns it.
 * `span` counts bits from the start of the stream (or head) that was being decoded.
 */
export interface Violation {
  readonly rule: RuleId;
  readonly source: Source;
  readonly span: Span;
  readonly found: string;
  readonly expected: string;
  /** What the noticing end puts in its Close frame; `null` where it sends no code: before the 101, and for a rule of Engine.IO or Socket.IO. */
  readonly closeCode: number | null;
  readonly noticedBy: Role;
}
