import type { EndMemory } from '#demos/protocol/deflate-memory.ts';
import type { DeflateParameters } from '#demos/protocol/deflate-negotiation.ts';
import type { Policy } from '#demos/protocol/frame.ts';
import type { RuleId } from '#demos/protocol/rules.ts';
import type { Source } from '#demos/protocol/source.ts';

/** What a line of a head is about. */
export type Topic = 'protocol' | 'extension';

/** A head's first line and the lines that negotiate; `others` is how many there are besides. */
export interface HeadLines {
  readonly start: string;
  readonly lines: readonly { readonly name: string; readonly value: string; readonly topic: Topic | null }[];
  readonly others: number;
}

/** What script was told, or was thrown at it. */
export type Told =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'threw'; readonly name: string; readonly message: string }
  | { readonly kind: 'opened'; readonly protocol: string; readonly extensions: string }
  | { readonly kind: 'failed'; readonly code: number };

export interface Breach {
  readonly rule: RuleId;
  readonly found: string;
  readonly expected: string;
  readonly source: Source;
}

/** What a client of this strictness makes of the answer; what the browser made of it, script was told. `says`: the message of ws's error. */
export interface Verdict {
  readonly policy: Exclude<Policy, 'chromium'>;
  readonly breach: Breach | null;
  readonly says: string | null;
}

/** What holds for the connection once it is open. */
export interface Agreement {
  readonly protocol: string;
  readonly deflate: DeflateParameters | null;
  readonly memory: Readonly<Record<'client' | 'server', EndMemory>> | null;
}

export interface Moment {
  /** Milliseconds on the capture's clock. */
  readonly at: number;
  /** The machine's state from then on. */
  readonly state: string;
}

/** One negotiation as plain data: it is told at build time and sent with the page. */
export interface Story {
  /** As they were given to the constructor. */
  readonly protocols: readonly string[];
  readonly request: HeadLines | null;
  readonly response: HeadLines | null;
  readonly told: Told;
  readonly verdicts: readonly Verdict[];
  readonly agreement: Agreement | null;
  /** The frames in which the server sent the greetings back, as spaced pairs. */
  readonly echoes: readonly string[];
  readonly moments: readonly [Moment, ...Moment[]];
}
