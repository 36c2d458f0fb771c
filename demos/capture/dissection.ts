import type { FieldId } from '#demos/protocol/fields.ts';
import type { Source } from '#demos/protocol/source.ts';
import type { Span } from '#demos/protocol/span.ts';
import type { Violation } from '#demos/protocol/violation.ts';
import type { CaptureEvent, Direction, EventId } from './capture.ts';

/**
 * A run of bytes annotations can point into: a direction's stream, or bytes that never were on the wire
 * (unmasked, joined, inflated, decoded) which map back to their parents.
 */
export interface Space {
  readonly id: string;
  readonly bytes: Uint8Array;
  readonly bitOrder: 'msb' | 'lsb';
  readonly via: 'stream' | 'unmask' | 'join' | 'inflate' | 'base64';
  /** Where bytes passed and were not kept: `length` of them before the byte with index `at`. They have no place in `bytes`. */
  readonly holes?: readonly { readonly at: number; readonly length: number }[];
  /** Which run of this space (`at`) came from which run of a parent (`span` in `space`). */
  readonly from: readonly { readonly at: Span; readonly space: string; readonly span: Span }[];
}

export type PlacedViolation = Violation & { readonly space: string };

/**
 * A named run of bits and its value. `params.missing` counts bytes of it that were not kept. Names and meanings of fields live in `content/fields`, never here. */
export interface Annotation {
  readonly field: FieldId;
  readonly space: string;
  readonly span: Span;
  readonly value: string | number | bigint | boolean;
  readonly params?: Readonly<Record<string, string | number>>;
  readonly source: Source;
  readonly violation?: PlacedViolation;
  readonly children: readonly Annotation[];
}

/** A root of the annotation forest: one head, frame or message, and the event whose bytes completed it. */
export interface Unit extends Annotation {
  readonly connection: string;
  readonly direction: Direction;
  readonly completedBy: EventId;
  readonly at: number;
}

export interface Dissected {
  /** New spaces, and grown ones: a space with a known id replaces the one before. */
  readonly spaces: readonly Space[];
  readonly units: readonly Unit[];
}

/** Incremental: feed a capture's events in order; each push gives what that event completed. Never throws on what a peer sent. */
export interface Dissector {
  push(event: CaptureEvent): Dissected;
}
