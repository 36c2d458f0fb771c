import type { Scene } from './deflate.piece.ts';
import { readScene } from './deflate.read.ts';
import { type Conversation, windowBefore } from './deflate.talk.ts';

/** A message of a recording, read at build time. Throws a TypeError where the recording has no such message. */
export function recordedScene(conversations: readonly Conversation[], connection: number, index: number): Scene {
  const conversation = conversations[connection];
  const message = conversation?.messages[index];
  if (!conversation || !message)
    throw new TypeError(`The recording has no message ${index} on connection ${connection}`);
  const { direction, payload } = message;
  const window = windowBefore(conversation, direction, index);
  return readScene({ payload, window, windowBits: conversation.terms[direction].windowBits });
}
