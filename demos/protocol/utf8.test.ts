import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromHex } from './bytes.ts';
import { createUtf8Validator, findUtf8Error, type Utf8Fault } from './utf8.ts';

test.each<[what: string, hex: string, why: Utf8Fault, offset: number, characterStart: number]>([
  ['a continuation byte where a character must begin', '41 80', 'unexpected-continuation', 1, 1],
  ['a lead byte followed by no continuation', 'c3 28', 'continuation-expected', 1, 0],
  ['three bytes cut short by a letter', '41 e2 82 41', 'continuation-expected', 3, 1],
  ['two bytes for U+0000', 'c0 80', 'overlong', 0, 0],
  ['two bytes for U+007F', 'c1 bf', 'overlong', 0, 0],
  ['three bytes for U+07FF', 'e0 9f bf', 'overlong', 1, 0],
  ['four bytes for U+FFFF', 'f0 8f bf bf', 'overlong', 1, 0],
  ['the surrogate U+D800', 'ed a0 80', 'surrogate', 1, 0],
  ['the surrogate U+DFFF', 'ed bf bf', 'surrogate', 1, 0],
  ['U+110000', 'f4 90 80 80', 'above-10ffff', 1, 0],
  ['five bits of lead', 'f5 80 80 80', 'above-10ffff', 0, 0],
  ['a byte of no UTF-8', 'fe', 'never-valid', 0, 0],
  ['an end inside a character', '41 e2 82', 'truncated', 3, 1],
  ['an end after four bytes’ lead', 'f0', 'truncated', 1, 0],
])('%s: %s is %s at byte %i', (_, hex, why, offset, characterStart) => {
  expect(findUtf8Error(fromHex(hex))).toEqual({ why, offset, characterStart });
});

test.each([
  ['nothing', ''],
  ['U+0000', '00'],
  ['U+0080, the first of two bytes', 'c2 80'],
  ['U+0800, the first of three', 'e0 a0 80'],
  ['U+D7FF, before the surrogates', 'ed 9f bf'],
  ['U+E000, after them', 'ee 80 80'],
  ['U+10000, the first of four', 'f0 90 80 80'],
  ['U+10FFFF, the last', 'f4 8f bf bf'],
  ['the noncharacter U+FFFE', 'ef bf be'],
])('%s is valid', (_, hex) => {
  expect(findUtf8Error(fromHex(hex))).toBeNull();
});

test('a character may be split between pieces', () => {
  const validator = createUtf8Validator();
  expect(validator.push(fromHex('e2 82'))).toBeNull();
  expect(validator.push(fromHex('ac'))).toBeNull();
  expect(validator.end()).toBeNull();
});

test('an error in a later piece is counted from the first', () => {
  const validator = createUtf8Validator();
  validator.push(fromHex('41 e2'));
  const error = { why: 'continuation-expected', offset: 2, characterStart: 1 };
  expect(validator.push(fromHex('41'))).toEqual(error);
  expect(validator.push(fromHex('41'))).toEqual(error);
  expect(validator.end()).toEqual(error);
});

const STRICT = new TextDecoder('utf-8', { fatal: true });
function platformAccepts(bytes: Uint8Array): boolean {
  try {
    STRICT.decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/** Bytes at the edges of the ranges of RFC 3629 §4, where errors live. */
const EDGES = [
  0x00, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xed, 0xef, 0xf0, 0xf4, 0xf5, 0xff,
];
const nearlyUtf8 = fc.array(fc.constantFrom(...EDGES), { maxLength: 6 }).map((bytes) => Uint8Array.from(bytes));

test('it accepts what the platform’s strict decoder accepts', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        nearlyUtf8,
        fc.uint8Array(),
        fc.string().map((text) => new TextEncoder().encode(text)),
      ),
      (bytes) => {
        expect(findUtf8Error(bytes) === null).toBe(platformAccepts(bytes));
      },
    ),
    { numRuns: 3000 },
  );
});

test('what stands before the broken character is valid', () => {
  fc.assert(
    fc.property(nearlyUtf8, (bytes) => {
      const error = findUtf8Error(bytes);
      if (error) expect(platformAccepts(bytes.subarray(0, error.characterStart))).toBe(true);
    }),
    { numRuns: 1000 },
  );
});

test('the pieces change nothing', () => {
  fc.assert(
    fc.property(nearlyUtf8, (bytes) => {
      const validator = createUtf8Validator();
      for (const byte of bytes) validator.push(Uint8Array.of(byte));
      expect(validator.end()).toEqual(findUtf8Error(bytes));
    }),
  );
});
