import type { Direction } from '#demos/capture/capture.ts';

/** A run of columns `[start, end)` on a message's ruler: one column is one byte of its frames, in order. */
export interface Columns {
  readonly start: number;
  readonly end: number;
}

/** Where one frame's parts stand on the ruler. `head` ends where the masking key, or else the payload, begins. */
export interface FramePlace {
  readonly head: Columns;
  readonly key: Columns | null;
  readonly payload: Columns;
}

/** One WebSocket message as it passed: all bytes of its frames, control frames between them left out. */
export interface MessageBytes {
  readonly direction: Direction;
  /** Milliseconds on the capture's clock. */
  readonly at: number;
  readonly type: 'text' | 'binary';
  /** The frames as they stood on the wire. */
  readonly wire: Uint8Array;
  /** The same bytes with every payload unmasked. */
  readonly plain: Uint8Array;
  readonly frames: readonly FramePlace[];
}

export const width = ({ start, end }: Columns): number => end - start;

/** The message's own bytes: its frames' payloads, unmasked and joined. */
export function payloadOf({ plain, frames }: MessageBytes): Uint8Array {
  const joined = new Uint8Array(frames.reduce((sum, { payload }) => sum + width(payload), 0));
  let at = 0;
  for (const { payload } of frames) {
    joined.set(plain.subarray(payload.start, payload.end), at);
    at += width(payload);
  }
  return joined;
}

/** The columns in which bytes `[start, end)` of the message stand: one run, or one a frame. */
export function columnsOf({ frames }: Pick<MessageBytes, 'frames'>, start: number, end: number): Columns[] {
  const runs: Columns[] = [];
  let before = 0;
  for (const { payload } of frames) {
    const from = Math.max(start - before, 0);
    const to = Math.min(end - before, width(payload));
    if (from < to) runs.push({ start: payload.start + from, end: payload.start + to });
    before += width(payload);
  }
  return runs;
}
