import type { Source } from '#demos/protocol/source.ts';

/** One field of the protocol, as a dissection names it. */
export interface FieldText {
  readonly name: string;
  /** Lower-case start, no full stop. */
  readonly meaning: string;
}

/** One header field that can stand in an opening handshake. */
export interface HeaderText {
  /** In the case that its specification uses. */
  readonly name: string;
  /** Stands at the right of the line: at most 70 characters, lower-case start, no full stop. */
  readonly meaning: string;
  /** The same, where the response means something else by the field. */
  readonly inResponse?: string;
  /** One or two sentences. */
  readonly why: string;
  /** The heads that RFC 6455 refuses without it. */
  readonly requiredIn?: readonly ('request' | 'response')[];
  readonly source: Source;
}

/** One rule that a peer can break. */
export interface RuleText {
  /** At most eight words. */
  readonly title: string;
  /** What to send instead, in one sentence. */
  readonly advice: string;
}
