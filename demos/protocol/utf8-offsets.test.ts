import fc from 'fast-check';
import { expect, test } from 'vitest';
import { utf8Encode } from './bytes.ts';
import { createUtf8Offsets } from './utf8-offsets.ts';

test('an index is at the byte where its character begins', () => {
  const offsets = createUtf8Offsets('aé€😀b');
  expect([0, 1, 2, 3, 4, 5, 6].map(offsets)).toEqual([0, 1, 3, 6, 6, 10, 11]);
});

test('the end is at the length of the encoded text, lone surrogates included: for all texts', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('a', 'é', '€', '😀', '\ud83d', '\ude00') }), (text) => {
      const offsets = createUtf8Offsets(text);
      expect(offsets(text.length)).toBe(utf8Encode(text).length);
    }),
  );
});
