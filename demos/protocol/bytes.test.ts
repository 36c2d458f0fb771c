import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  concat,
  equalBytes,
  fromHex,
  latin1Decode,
  latin1Encode,
  toHex,
  utf8DecodeLenient,
  utf8Encode,
} from './bytes.ts';

test('bytes print as spaced lower-case pairs', () => {
  expect(toHex(Uint8Array.of(0x81, 0x05, 0x48))).toBe('81 05 48');
});

test('hex is read with or without white space, in either case', () => {
  for (const text of ['810548', '81 05 48', '81 05\n48', '81 05 48'.toUpperCase()]) {
    expect(fromHex(text)).toEqual(Uint8Array.of(0x81, 0x05, 0x48));
  }
});

test('half a byte or a letter past f is a misuse', () => {
  expect(() => fromHex('810')).toThrow(TypeError);
  expect(() => fromHex('8g')).toThrow(TypeError);
});

test('hex round trip', () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      expect(fromHex(toHex(bytes))).toEqual(bytes);
    }),
  );
});

test('latin1 gives every byte one character and back', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 10_000 }), (bytes) => {
      expect(latin1Encode(latin1Decode(bytes))).toEqual(bytes);
    }),
  );
  expect(latin1Decode(Uint8Array.of(0x80, 0xff))).toBe('\u0080\u00ff');
});

test('latin1 cannot hold €', () => {
  expect(() => latin1Encode('€')).toThrow(TypeError);
});

test('utf-8: € is e2 82 ac; a lone surrogate becomes U+FFFD', () => {
  expect(toHex(utf8Encode('€'))).toBe('e2 82 ac');
  expect(toHex(utf8Encode('\ud800'))).toBe('ef bf bd');
});

test('lenient utf-8 keeps a byte order mark and replaces what is invalid', () => {
  expect(utf8DecodeLenient(fromHex('ef bb bf 41'))).toBe('\ufeffA');
  expect(utf8DecodeLenient(fromHex('41 ff'))).toBe('A\ufffd');
});

test('concat and equality', () => {
  expect(concat(Uint8Array.of(1), new Uint8Array(), Uint8Array.of(2, 3))).toEqual(Uint8Array.of(1, 2, 3));
  expect(equalBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 2))).toBe(true);
  expect(equalBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 3))).toBe(false);
  expect(equalBytes(Uint8Array.of(1), Uint8Array.of(1, 2))).toBe(false);
});
