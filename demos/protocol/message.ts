import type { ClosePayload } from './close-payload.ts';
import type { DecodedFrame, OutOfStep } from './frame.ts';
import type { Violation } from './violation.ts';

/** One message, whole: what an application is given, and the frames it came in. */
export interface AssembledMessage {
  readonly kind: 'message';
  readonly type: 'text' | 'binary';
  /** The application's bytes. Where they could not be had (`incomplete`, `not-inflated`), the same as `joined`. */
  readonly payload: Uint8Array;
  /** The frames' payloads joined; still compressed when the message was. */
  readonly joined: Uint8Array;
  readonly compression: 'none' | 'inflated' | 'not-inflated';
  readonly frames: readonly DecodedFrame[];
  /** Some of its bytes were not kept: neither its UTF-8 nor its compression was checked. */
  readonly incomplete: boolean;
}

export interface AssembledControl {
  readonly kind: 'ping' | 'pong';
  readonly payload: Uint8Array;
  readonly frame: DecodedFrame;
}

/** `close` is `null` when the frame's payload was not kept whole. */
export interface AssembledClose {
  readonly kind: 'close';
  readonly close: ClosePayload | null;
  readonly frame: DecodedFrame;
}

/** The rule was broken by `frame`, or by the message that it ends. */
export interface MessageViolation {
  readonly kind: 'violation';
  readonly violation: Violation;
  readonly frame: DecodedFrame | null;
}

export type AssembledEvent = AssembledMessage | AssembledControl | AssembledClose | MessageViolation;
export type MessageReaderEvent = AssembledEvent | OutOfStep;
