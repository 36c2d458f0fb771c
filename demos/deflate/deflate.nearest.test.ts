import { describe, expect, test } from 'vitest';
import type { Direction } from '#demos/capture/capture.ts';
import { fromHex, utf8Encode } from '#demos/protocol/bytes.ts';
import { nearestWith } from './deflate.nearest.ts';
import type { Conversation } from './deflate.talk.ts';

/** RFC 7692 §7.2.3: “Hello” in fixed codes, the same again as a reference to it, and in a stored block. */
const HELLO = 'f248cdc9c90700';
const AGAIN = 'f200110000';
const STORED = '000500faff48656c6c6f00';

const talk = (connection: string, ...hexes: readonly string[]): Conversation => {
  const terms = { takeover: true, windowBits: 15 };
  return {
    connection,
    agreed: 'permessage-deflate',
    terms: { 'client-to-server': terms, 'server-to-client': terms },
    messages: hexes.map((hex) => ({
      direction: 'client-to-server' satisfies Direction,
      headers: new Uint8Array(),
      payload: hex === 'plain' ? utf8Encode('Hello') : fromHex(hex),
      compressed: hex !== 'plain',
      output: utf8Encode('Hello'),
    })),
  };
};
const found = (part: 'pair' | 'literal', conversations: readonly Conversation[], connection: string, index: number) => {
  const near = nearestWith(part, conversations, { connection, index });
  return near && `${near.place.conversation.connection}${near.place.index} step ${near.step}`;
};

describe('the nearest message with a part', () => {
  test('is the one fewest messages away, the earlier of two', () => {
    const one = talk('a', HELLO, AGAIN, HELLO, HELLO, HELLO, AGAIN, HELLO, AGAIN);
    expect(found('pair', [one], 'a', 4)).toBe('a5 step 2');
    expect(found('pair', [one], 'a', 3)).toBe('a1 step 2');
    expect(found('pair', [one], 'a', 6)).toBe('a5 step 2');
  });

  test('is on the same connection, if that has one', () => {
    const both = [talk('a', HELLO, AGAIN), talk('b', STORED, STORED, STORED, HELLO)];
    expect(found('literal', both, 'b', 0)).toBe('b3 step 1');
    expect(found('pair', both, 'b', 0)).toBe('a1 step 2');
  });

  test('is never one that was sent as it is', () => {
    expect(found('literal', [talk('a', 'plain', HELLO)], 'a', 0)).toBe('a1 step 1');
    expect(found('literal', [talk('a', 'plain')], 'a', 0)).toBeNull();
  });

  test('is the first of the list for bytes that were typed', () =>
    expect(nearestWith('literal', [talk('a', STORED, HELLO, HELLO)], null)?.place.index).toBe(1));

  test('is none where no message has it', () => expect(found('pair', [talk('a', HELLO)], 'a', 0)).toBeNull());
});
