import type { Span } from './span.ts';
import type { Violation } from './violation.ts';

/** Whose strictness: the RFC's words, or what that implementation was measured to do. */
export type Policy = 'rfc' | 'ws' | 'chromium';

/** Any 2–14 header bytes, legal or not: the inspector and the faults need to hold broken ones. */
export interface FrameHeader {
  readonly fin: boolean;
  readonly rsv1: boolean;
  readonly rsv2: boolean;
  readonly rsv3: boolean;
  /** 0–15. */
  readonly opcode: number;
  /** `null`: MASK is 0. Otherwise the 4 bytes of the masking key. */
  readonly maskingKey: Uint8Array | null;
  /** Which of the three length forms was (or is to be) used: 7, 7+16 or 7+64 bits. */
  readonly lengthForm: 7 | 16 | 64;
  /** Payload bytes announced. A bigint only above 2^53 - 1. */
  readonly length: number | bigint;
}

export type DataOpcode = 0x0 | 0x1 | 0x2;
export type ControlOpcode = 0x8 | 0x9 | 0xa;

/** A legal frame: a control frame has no `fin` (it is always final, RFC 6455 §5.5); only a client's frame has a masking key (§5.1). `rsv1` is permessage-deflate's (RFC 7692 §6). */
export type Frame = ClientFrame | ServerFrame;
export type ClientFrame = FrameBody & { readonly from: 'client'; readonly maskingKey: Uint8Array };
export type ServerFrame = FrameBody & { readonly from: 'server' };
export type FrameBody =
  | {
      readonly kind: 'data';
      readonly opcode: DataOpcode;
      readonly fin: boolean;
      readonly rsv1: boolean;
      readonly payload: Uint8Array;
    }
  | { readonly kind: 'control'; readonly opcode: ControlOpcode; readonly payload: Uint8Array };

/** A frame as it was met in a stream; spans count bits from the stream's first frame byte. */
export interface DecodedFrame {
  readonly kind: 'frame';
  readonly header: FrameHeader;
  /** Unmasked. Of a frame with holes only the bytes that were kept, one after the other. */
  readonly payload: Uint8Array;
  readonly headerSpan: Span;
  readonly payloadSpan: Span;
  /** Runs of the payload that passed and were not kept; empty for a whole frame. */
  readonly missing: readonly Span[];
}

/** The rule a peer broke. Nothing after it is decoded: the connection has failed (RFC 6455 §7.1.7). */
export interface FrameViolation {
  readonly kind: 'violation';
  readonly violation: Violation;
  /** The header bytes read so far of the frame that broke it. */
  readonly headerSpan: Span;
}

/** Bytes that were not kept hid where the next frame begins: nothing after them can be decoded. */
export interface OutOfStep {
  readonly kind: 'out-of-step';
  readonly span: Span;
}

export type FrameEvent = DecodedFrame | FrameViolation | OutOfStep;
