import fc from 'fast-check';
import { expect, test } from 'vitest';
import { concat, fromHex, toHex, utf8Encode } from './bytes.ts';
import { applyMask } from './mask.ts';

const key = fc.uint8Array({ minLength: 4, maxLength: 4 });
const payload = fc.uint8Array({ maxLength: 200, size: 'max' });

test('“Hello” under the key 37 fa 21 3d (RFC 6455 §5.7)', () => {
  expect(toHex(applyMask(utf8Encode('Hello'), fromHex('37 fa 21 3d')))).toBe('7f 9f 4d 51 58');
});

test('octet i of the payload is XORed with octet i mod 4 of the key (RFC 6455 §5.3)', () => {
  fc.assert(
    fc.property(payload, key, fc.nat(10), (bytes, mask, offset) => {
      const expected = bytes.map((byte, i) => byte ^ (mask[(i + offset) % 4] as number));
      expect(applyMask(bytes, mask, offset)).toEqual(expected);
    }),
  );
});

test('masking is its own undoing', () => {
  fc.assert(
    fc.property(payload, key, (bytes, mask) => {
      expect(applyMask(applyMask(bytes, mask), mask)).toEqual(bytes);
    }),
  );
});

test('two pieces masked at their offsets are the whole masked', () => {
  fc.assert(
    fc.property(payload, payload, key, (a, b, mask) => {
      const pieces = concat(applyMask(a, mask), applyMask(b, mask, a.length));
      expect(pieces).toEqual(applyMask(concat(a, b), mask));
    }),
  );
});
