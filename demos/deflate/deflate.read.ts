import type { Direction } from '#demos/capture/capture.ts';
import { concat } from '#demos/protocol/bytes.ts';
import { inflate } from '#demos/protocol/inflate.ts';
import { FLUSH_TAIL, traceMessage } from '#demos/protocol/inflate-message.ts';
import type { Bench } from './deflate.bench.ts';
import type { Scene } from './deflate.piece.ts';
import { sceneOf } from './deflate.scene.ts';
import { type Conversation, windowBefore } from './deflate.talk.ts';

/** Most bytes that a figure inflates. */
const OUTPUT_LIMIT = 64 * 1024;

/** What the next message of a conversation says, as far as it can be read. */
export function inflateMessage(
  conversation: Conversation,
  { direction, payload }: { readonly direction: Direction; readonly payload: Uint8Array },
): Uint8Array {
  const window = windowBefore(conversation, direction, conversation.messages.length);
  const windowBytes = 1 << conversation.terms[direction].windowBits;
  return inflate(concat(payload, FLUSH_TAIL), { window, windowBytes, limit: OUTPUT_LIMIT, afterFinal: 'next-byte' })
    .output;
}

/** Reads every bit of it. Never throws, whatever the bytes. */
export const readScene = ({ payload, window, windowBits }: Bench): Scene =>
  sceneOf(payload, window, traceMessage(payload, { window, windowBytes: 1 << windowBits, limit: OUTPUT_LIMIT }));
