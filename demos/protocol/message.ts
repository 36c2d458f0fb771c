import type { ClosePayload } from './close-payload.ts';
import type { DecodedFrame, OutOfStep } from './frame.ts';
import type { InflateFault } from './inflate-trace.ts';
import type { Violation } from './violation.ts';

/** One message, whole: what an application is given, and the frames it came in. */
export interface AssembledMessage {
  readonly kind: 'message';
  readonly type: 'text' | 'binary';
  /** The application's bytes. Where they could not be had (`incomplete`, `not-inflated`), the same as `joined`. */
  readonly payload: Uint8Array;
  /** The frames' payloads joined; still compressed when the message was. */
  readonly joined: Uint8Array;
  /** `cut-short`: inflated as far as it goes; its data ends inside a DEFLATE block. */
  readonly compression: 'none' | 'inflated' | 'cut-short' | 'not-inflated';
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
  /** Its compressed data is broken: the violation names whole bytes of the stream, this the bits of the joined payloads. */
  readonly corrupt?: { readonly joined: Uint8Array; readonly fault: InflateFault };
}

export type AssembledEvent = AssembledMessage | AssembledControl | AssembledClose | MessageViolation;
export type MessageReaderEvent = AssembledEvent | OutOfStep;
