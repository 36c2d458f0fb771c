import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromHex, toHex } from './bytes.ts';
import { toJavaScript, toPrintf } from './bytes-source.ts';
import { parseHex } from './hex-text.ts';

const read = (text: string): string => {
  const parsed = parseHex(text);
  return parsed.kind === 'bytes' ? toHex(parsed.bytes) : `${parsed.why} ${parsed.found} at ${parsed.at}`;
};

test('bytes are read in every way people write them', () => {
  for (const text of [
    '81 05 48',
    '810548',
    '0x81, 0x05, 0x48',
    '\\x81\\x05\\x48',
    '81:05:48',
    '81-05-48',
    '81 05\u00a048',
    '[0x81,0x5,0x48]',
    '{ "81", "05", "48" }',
    ' 81\n05\t48 ',
  ])
    expect(read(text)).toBe('81 05 48');
  expect(read('')).toBe('');
});

test('a character that fits nothing is named with its place', () => {
  expect(read('81 0g 48')).toBe('not-hex g at 4');
  expect(read('81 é')).toBe('not-hex é at 3');
  expect(read('37 fx')).toBe('not-hex x at 4');
  expect(read('0x')).toBe('not-hex   at 2');
});

test('a digit without its other half is named', () => {
  expect(read('81 0 48')).toBe('half-byte 0 at 3');
  expect(read('8105 4')).toBe('half-byte 4 at 5');
  expect(read('\\x81 4\\x05')).toBe('half-byte 4 at 5');
});

test('whatever is copied is read back as the same bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
      expect(parseHex(toHex(bytes))).toEqual({ kind: 'bytes', bytes });
      const arguments_ = toJavaScript(bytes).slice('Uint8Array.of'.length);
      expect(parseHex(arguments_)).toEqual({ kind: 'bytes', bytes });
    }),
  );
});

test('any text is read or refused at a character it has, and never thrown at', () => {
  const unit = fc.constantFrom('0', 'f', 'x', 'X', '\\', ' ', ',', 'é', '🙂', '\n');
  fc.assert(
    fc.property(fc.string({ unit, maxLength: 30 }), (text) => {
      const parsed = parseHex(text);
      if (parsed.kind === 'bad') expect(parsed.at).toBeLessThanOrEqual(text.length);
    }),
  );
});

test('the JavaScript line makes the bytes', () => {
  expect(toJavaScript(fromHex('81 00'))).toBe('Uint8Array.of(0x81, 0x00)');
});

test('the printf line makes the bytes, in a real bash', () => {
  const bytes = fromHex('81 85 37 fa 21 3d 7f 9f 4d 51 58 00 27 25 5c');
  expect(new Uint8Array(execFileSync('bash', ['-c', toPrintf(bytes)]))).toEqual(bytes);
});
