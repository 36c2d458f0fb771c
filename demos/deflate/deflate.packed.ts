import { fromHex, toHex } from '#demos/protocol/bytes.ts';
import type { Conversation, Message } from './deflate.talk.ts';

/** A conversation as it is sent with a page: bytes as hex. */
export type Packed = Omit<Conversation, 'messages'> & {
  readonly messages: readonly (Pick<Message, 'direction' | 'compressed'> &
    Readonly<Record<'headers' | 'payload' | 'output', string>>)[];
};

const hex = (bytes: Uint8Array): string => toHex(bytes).replaceAll(' ', '');

export const packed = (conversations: readonly Conversation[]): readonly Packed[] =>
  conversations.map((conversation) => ({
    ...conversation,
    messages: conversation.messages.map(({ direction, compressed, headers, payload, output }) => ({
      ...{ direction, compressed },
      ...{ headers: hex(headers), payload: hex(payload), output: hex(output) },
    })),
  }));

export const unpacked = (conversations: readonly Packed[]): readonly Conversation[] =>
  conversations.map((conversation) => ({
    ...conversation,
    messages: conversation.messages.map(({ direction, compressed, headers, payload, output }) => ({
      ...{ direction, compressed },
      ...{ headers: fromHex(headers), payload: fromHex(payload), output: fromHex(output) },
    })),
  }));
