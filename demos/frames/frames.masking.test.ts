import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromHex } from '#demos/protocol/bytes.ts';
import { anatomyOf } from './frames.anatomy.ts';
import { maskingOf } from './frames.masking.ts';

const of = (hex: string, selected?: number) => {
  const bytes = fromHex(hex);
  return maskingOf(bytes, anatomyOf(bytes), selected);
};

test('“Hello” with RFC 6455 §5.7’s key: the fifth byte meets the first byte of the key again', () => {
  const { columns, more } = of('81 85 37 fa 21 3d 7f 9f 4d 51 58');
  expect(columns.map(({ wire, key, payload, character }) => [wire, key, payload, character])).toEqual([
    [0x7f, 0x37, 0x48, 'H'],
    [0x9f, 0xfa, 0x65, 'e'],
    [0x4d, 0x21, 0x6c, 'l'],
    [0x51, 0x3d, 0x6c, 'l'],
    [0x58, 0x37, 0x6f, 'o'],
  ]);
  expect(more).toBe(0);
});

test('a character of two bytes stands at its first', () => {
  expect(of('81 02 c3 a9').columns.map(({ character, key }) => [character, key])).toEqual([
    ['é', null],
    ['', null],
  ]);
});

test('bytes that are no UTF-8 stand for no character', () => {
  expect(of('81 03 c3 28 80').columns.map(({ character }) => character)).toEqual([null, '(', null]);
});

test('the columns move so that the selected byte has one', () => {
  const bytes = Uint8Array.from([0x82, 100, ...Array.from({ length: 100 }, (_, i) => i)]);
  const { columns, more } = maskingOf(bytes, anatomyOf(bytes), 50);
  expect(columns.map(({ i }) => i)).toContain(50);
  expect(columns.find(({ i }) => i === 50)?.payload).toBe(50);
  expect(more).toBe(100 - columns.length);
});

test('for all frames, wire ⊕ key is the payload', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 6, maxLength: 60 }), fc.nat(60), (bytes, selected) => {
      for (const { wire, key, payload } of maskingOf(bytes, anatomyOf(bytes), selected).columns)
        expect(wire ^ (key ?? 0)).toBe(payload);
    }),
  );
});
