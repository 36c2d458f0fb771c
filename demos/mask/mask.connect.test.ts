import { describe, expect, test } from 'vitest';
import { maskTexts } from '#content/figures/en/mask.ts';
import { fromHex, utf8Encode } from '#demos/protocol/bytes.ts';
import { connectMask, pairOf, type Shown } from './mask.connect.ts';
import { deskOf } from './mask.desk.ts';
import type { SentFrame } from './mask.frame.ts';
import { statesOf } from './mask.machine.ts';

const hello = deskOf(utf8Encode('Hello'), fromHex('37 fa 21 3d'));
const shown = (change: Partial<Shown> = {}) =>
  connectMask({ desk: hello, way: 'mask', index: 2, states: statesOf(5), selected: null, ...change }, maskTexts);

describe('the desk at its second byte', () => {
  test('shows what is done and hides what is not', () =>
    expect(shown().columns.map(({ done, current }) => [done, current])).toEqual([
      [true, false],
      [true, true],
      [false, false],
      [false, false],
      [false, false],
    ]));
  test('has the byte in bits: in, key, out', () =>
    expect(shown().bits?.rows).toEqual(['01100101', '11111010', '10011111']));
  test('lights the byte of the key and the byte that it made', () =>
    expect(shown().wire.flatMap(({ pair, lit }) => (lit ? [pair] : []))).toEqual(['fa', '9f']));
  test('says the sum', () => expect(shown().explanation.says).toContain('`65` ⊕ `fa` = `9f`'));
  test('has gone through three states', () => expect(shown().trail).toEqual(['xor.key0', 'xor.key1', 'xor.key2']));
});

describe('the other way', () => {
  test('begins with what is on the wire', () =>
    expect(shown({ way: 'unmask' }).bits?.rows).toEqual(['10011111', '11111010', '01100101']));
  test('leaves the frame as it is', () => expect(shown({ way: 'unmask' }).wire).toEqual(shown().wire));
  test('spells the payload, byte by byte', () =>
    expect(
      shown({ way: 'unmask' })
        .columns.map(({ character }) => character)
        .join(''),
    ).toBe('Hello'));
});

test('before the first byte no sum is shown, and after the last its own', () => {
  expect(shown({ index: 0 })).toMatchObject({ bits: null, state: 'xor.key0' });
  expect(shown({ index: 6 })).toMatchObject({ bits: { column: { i: 4 } }, state: 'done' });
});

test('a selected part lights all of its bytes on the wire', () => {
  expect(
    shown({ selected: 'key' })
      .wire.map(({ lit }) => lit)
      .lastIndexOf(true),
  ).toBe(5);
  expect(shown({ selected: 'masked' }).wire.findIndex(({ lit }) => lit)).toBe(6);
});

test('no text keeps a name that was to be filled in', () => {
  for (const way of ['mask', 'unmask'] as const)
    for (const index of statesOf(5).keys())
      for (const desk of [hello, deskOf(hello.payload, new Uint8Array(4))])
        expect(JSON.stringify(shown({ way, index, desk }).explanation)).not.toMatch(/\{\w+\}/);
});

describe('two frames with the same payload', () => {
  const frame = (id: string, key: string, masked: string, payload = '48 65'): SentFrame => ({
    id,
    first: 0x81,
    key,
    masked,
    payload,
  });
  const a = frame('a', '01 02 03 04', '49 67');
  const b = frame('b', '01 00 00 00', '49 65');

  test('are found, with how many masked bytes are equal', () =>
    expect(pairOf([a, frame('x', '00 00 00 00', '41', '41'), b])).toEqual({
      first: a,
      second: b,
      length: 2,
      equal: 1,
    }));
  test('are the last two', () => expect(pairOf([a, b, a])).toMatchObject({ first: b, second: a }));
  test('are none where payloads differ or are empty', () => {
    expect(pairOf([a, frame('x', '00 00 00 00', '41', '41')])).toBeNull();
    expect(pairOf([frame('x', '01 00 00 00', '', ''), frame('y', '02 00 00 00', '', '')])).toBeNull();
  });
});
