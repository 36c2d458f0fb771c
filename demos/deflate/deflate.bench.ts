import { type Conversation, windowBefore } from './deflate.talk.ts';

/** What lies on the bench: a message's payload, and what it may refer back to. */
export interface Bench {
  readonly payload: Uint8Array;
  readonly window: Uint8Array;
  readonly windowBits: number;
}

/** Where the bits on the bench come from; `null`: they were typed, or came with a link. */
export type Origin = { readonly connection: string; readonly index: number } | null;

/** A message of a conversation. */
export interface Place {
  readonly conversation: Conversation;
  readonly index: number;
}

/** Every message, one conversation after the other. */
export const placesOf = (conversations: readonly Conversation[]): readonly Place[] =>
  conversations.flatMap((conversation) => conversation.messages.map((_, index) => ({ conversation, index })));

/** Its bits, and what they may refer back to. Throws a RangeError where there is no such message. */
export function benchAt({ conversation, index }: Place): Bench {
  const message = conversation.messages[index];
  if (!message) throw new RangeError(`message ${index} of ${conversation.messages.length}`);
  const { direction, payload } = message;
  const { windowBits } = conversation.terms[direction];
  return { payload, window: windowBefore(conversation, direction, index), windowBits };
}
