import { concat, toHex } from './bytes.ts';
import type { DecodedFrame } from './frame.ts';
import type { Span } from './span.ts';
import { byteSpan, shiftSpan } from './span.ts';
import type { Utf8Error } from './utf8.ts';

/** Where in the stream a message's UTF-8 breaks, and the bytes of the broken character. */
export interface TextFault {
  /** The guilty byte, with those of its character that stand before it in the same frame. */
  readonly span: Span;
  readonly found: string;
}

/** `error` counts bytes over the joined payloads of `frames`. */
export function placeTextFault(frames: readonly DecodedFrame[], error: Utf8Error): TextFault {
  // A character that the message's end cut short has no wrong byte: its last byte stands for it.
  const guilty = error.why === 'truncated' ? error.offset - 1 : error.offset;
  const { span, bytes } = placeInFrames(frames, error.characterStart, guilty + 1);
  return { span, found: `${toHex(bytes)} (${error.why})` };
}

/** The bytes `[start, end)` of the joined payloads of `frames`, and where in the stream those of them are that came last, in one frame. */
export function placeInFrames(
  frames: readonly DecodedFrame[],
  start: number,
  end: number,
): { readonly span: Span; readonly bytes: Uint8Array } {
  const pieces: Uint8Array[] = [];
  let span = byteSpan(0, 0);
  let before = 0;
  for (const { payload, payloadSpan } of frames) {
    const from = Math.max(start, before) - before;
    const to = Math.min(end, before + payload.length) - before;
    if (from < to) {
      pieces.push(payload.subarray(from, to));
      span = shiftSpan(byteSpan(from, to), payloadSpan.start / 8);
    }
    before += payload.length;
  }
  return { span, bytes: concat(...pieces) };
}
