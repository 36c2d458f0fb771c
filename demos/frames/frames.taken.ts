import type { FrameHeader } from '#demos/protocol/frame.ts';
import { readWholeHeader } from '#demos/protocol/frame-header.ts';
import { applyMask } from '#demos/protocol/mask.ts';
import { type Anatomy, anatomyOf } from './frames.anatomy.ts';

/** A frame in its parts. `length` is what the header announces, which the payload need not hold. */
export interface Taken {
  readonly header: FrameHeader;
  /** Unmasked, as far as it has come. */
  readonly payload: Uint8Array;
  /** What follows the frame. */
  readonly rest: Uint8Array;
}

/** Takes any bytes apart; header bytes that have not come count as zero. */
export function takeApart(bytes: Uint8Array, anatomy: Anatomy = anatomyOf(bytes)): Taken {
  const { headerBytes, here } = anatomy;
  const padded = new Uint8Array(headerBytes);
  padded.set(bytes.subarray(0, headerBytes));
  const header = readWholeHeader(padded, 0);
  const body = bytes.subarray(headerBytes, headerBytes + here);
  const payload = header.maskingKey ? applyMask(body, header.maskingKey) : body;
  return { header, payload, rest: bytes.subarray(headerBytes + here) };
}
