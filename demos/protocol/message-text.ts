import { toHex } from './bytes.ts';
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
  const character: number[] = [];
  let span = byteSpan(0, 0);
  let before = 0;
  for (const { payload, payloadSpan } of frames) {
    const start = Math.max(error.characterStart, before) - before;
    const end = Math.min(guilty + 1, before + payload.length) - before;
    if (start < end) {
      character.push(...payload.subarray(start, end));
      span = shiftSpan(byteSpan(start, end), payloadSpan.start / 8);
    }
    before += payload.length;
  }
  return { span, found: `${toHex(Uint8Array.from(character))} (${error.why})` };
}
