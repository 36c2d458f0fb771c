import { benchAt } from './deflate.bench.ts';
import type { Scene } from './deflate.piece.ts';
import { readScene } from './deflate.read.ts';
import type { Conversation } from './deflate.talk.ts';

/** A message of a recording, read at build time. Throws a TypeError where the recording has no such message. */
export function recordedScene(conversations: readonly Conversation[], connection: number, index: number): Scene {
  const conversation = conversations[connection];
  if (!conversation) throw new TypeError(`The recording has no connection ${connection}`);
  return readScene(benchAt({ conversation, index }));
}
