import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromHex, toHex, utf8Encode } from '#demos/protocol/bytes.ts';
import { createFrameDecoder } from '#demos/protocol/frame-decoder.ts';
import { columnsOf, deskOf, frameOf, MOST } from './mask.desk.ts';

const KEY = fromHex('37 fa 21 3d');
const HELLO = deskOf(utf8Encode('Hello'), KEY);
const anyDesk = fc
  .tuple(fc.uint8Array({ maxLength: MOST }), fc.uint8Array({ minLength: 4, maxLength: 4 }))
  .map(([payload, key]) => deskOf(payload, key, 0x82));

describe('the desk', () => {
  test('makes RFC 6455 §5.7’s masked “Hello”', () =>
    expect(toHex(frameOf(HELLO))).toBe('81 85 37 fa 21 3d 7f 9f 4d 51 58'));

  test('takes byte i with key[i mod 4]', () =>
    expect(columnsOf(HELLO, 'mask')).toEqual([
      { i: 0, from: 0x48, j: 0, key: 0x37, to: 0x7f },
      { i: 1, from: 0x65, j: 1, key: 0xfa, to: 0x9f },
      { i: 2, from: 0x6c, j: 2, key: 0x21, to: 0x4d },
      { i: 3, from: 0x6c, j: 3, key: 0x3d, to: 0x51 },
      { i: 4, from: 0x6f, j: 0, key: 0x37, to: 0x58 },
    ]));

  test('undoes with the same key what it did', () =>
    fc.assert(
      fc.property(anyDesk, (desk) => {
        const [there, back] = [columnsOf(desk, 'mask'), columnsOf(desk, 'unmask')];
        expect(back.map(({ from }) => from)).toEqual(there.map(({ to }) => to));
        expect(back.map(({ to }) => to)).toEqual(there.map(({ from }) => from));
      }),
    ));

  test('makes frames that a server’s decoder reads', () =>
    fc.assert(
      fc.property(anyDesk, (desk) => {
        const decoder = createFrameDecoder({ from: 'client', policy: 'rfc', deflate: false });
        expect(decoder.push(frameOf(desk))).toMatchObject([
          { kind: 'frame', payload: desk.payload, header: { maskingKey: desk.key } },
        ]);
      }),
    ));

  test('with a key of zeros leaves the payload readable, in a frame that is still masked', () =>
    expect(toHex(frameOf(deskOf(utf8Encode('Hello'), new Uint8Array(4))))).toBe('81 85 00 00 00 00 48 65 6c 6c 6f'));
});
