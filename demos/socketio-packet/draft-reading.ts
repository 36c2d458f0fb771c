import type { RuleId } from '#demos/protocol/rules.ts';

export type DraftField = 'call' | 'namespace' | 'text' | 'attachments';

/** Why a field cannot be read, and where: `[at, end)` counts UTF-16 units of the field. */
export interface DraftFault {
  readonly field: DraftField;
  readonly at: number;
  readonly end: number;
  readonly found: string;
  readonly expected: string;
  /** The protocol's rule, where one is broken. */
  readonly rule?: RuleId;
}

/** What `emit` would be called with: the event's name and its arguments. */
export interface DraftEvent {
  readonly namespace: string;
  readonly ackId: number | null;
  readonly values: readonly unknown[];
}

/** What a draft means. `messages` can be taken apart even where the last of them breaks a rule. */
export interface DraftReading {
  readonly messages: readonly (string | Uint8Array)[];
  /** `null` where the string is no event, or where there is a fault. */
  readonly event: DraftEvent | null;
  /** The arguments as they were written, also where JSON refuses them; none where the string leads. */
  readonly given: readonly unknown[];
  readonly fault: DraftFault | null;
}

export const NOTHING: DraftReading = { messages: [], event: null, given: [], fault: null };
