import { fromHex, toHex } from '#demos/protocol/bytes.ts';
import { inflateMessage } from './deflate.read.ts';
import type { Conversation, Message } from './deflate.talk.ts';

/** A conversation as it is sent with a page: bytes as hex, and nothing that can be read from them. */
export type Packed = Omit<Conversation, 'messages'> & {
  readonly messages: readonly (Pick<Message, 'direction' | 'compressed'> &
    Readonly<Record<'headers' | 'payload', string>>)[];
};

export const packed = (conversations: readonly Conversation[]): readonly Packed[] =>
  conversations.map((conversation) => ({
    ...conversation,
    messages: conversation.messages.map(({ direction, compressed, headers, payload }) => ({
      ...{ direction, compressed },
      ...{ headers: toHex(headers, ''), payload: toHex(payload, '') },
    })),
  }));

/** Inflates every message again. */
export const unpacked = (conversations: readonly Packed[]): readonly Conversation[] =>
  conversations.map(({ messages, ...terms }) => {
    const read: Message[] = [];
    for (const { direction, compressed, ...hexes } of messages) {
      const [headers, payload] = [fromHex(hexes.headers), fromHex(hexes.payload)];
      const output = compressed ? inflateMessage({ ...terms, messages: read }, { direction, payload }) : payload;
      read.push({ direction, compressed, headers, payload, output });
    }
    return { ...terms, messages: read };
  });
