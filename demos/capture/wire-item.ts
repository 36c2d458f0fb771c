import type { DecodedFrame, FrameViolation } from '#demos/protocol/frame.ts';
import type { HeadResult, RequestHead, ResponseHead } from '#demos/protocol/http-head.ts';
import type { AssembledEvent } from '#demos/protocol/message.ts';
import type { Direction, WireCaptureEvent } from './capture.ts';

/** A head that ended: readable, or with the violation that made it unreadable. */
export type EndedHead<Head> = Exclude<HeadResult<Head>, { kind: 'need-more' }>;

/** One thing that a connection's bytes completed. Offsets count bytes of the direction's stream. */
export type WireItem = {
  readonly direction: Direction;
  /** The event that brought the last byte. */
  readonly by: WireCaptureEvent;
} & (
  | { readonly kind: 'request'; readonly start: number; readonly end: number; readonly result: EndedHead<RequestHead> }
  | {
      readonly kind: 'response';
      readonly start: number;
      readonly end: number;
      readonly result: EndedHead<ResponseHead>;
    }
  /** Chunked framing and trailers are part of it. `missing` bytes of it were not kept. */
  | { readonly kind: 'body'; readonly start: number; readonly end: number; readonly missing: number }
  /** `origin` is the offset from which the frame's own spans count; `assembled` is what the frame completed or broke. */
  | {
      readonly kind: 'frame';
      readonly origin: number;
      readonly frame: DecodedFrame;
      readonly assembled: AssembledEvent | null;
    }
  | { readonly kind: 'broken-frame'; readonly origin: number; readonly broken: FrameViolation }
);

/** Bytes that came, or a number of them that passed and were not kept. `offset` is the first one's. */
export interface Piece {
  readonly by: WireCaptureEvent;
  readonly offset: number;
  readonly content: Uint8Array | number;
}

export const pieceLength = ({ content }: Piece): number => (typeof content === 'number' ? content : content.length);
