import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromHex, toHex, utf8Encode } from './bytes.ts';
import { decodeClosePayload, encodeClosePayload } from './close-payload.ts';
import type { Policy } from './frame.ts';

const decode = (hex: string, policy: Policy = 'rfc', at = 0) =>
  decodeClosePayload(fromHex(hex), { from: 'server', policy, at });

test.each([
  ['1000', 1000, '', '03 e8'],
  ['4001 “bye”', 4001, 'bye', '0f a1 62 79 65'],
  ['1001 “再见”', 1001, '再见', '03 e9 e5 86 8d e8 a7 81'],
  ['nothing', null, '', ''],
] as const)('%s, both ways', (_, code, reason, hex) => {
  expect(toHex(encodeClosePayload(code, reason))).toBe(hex);
  expect(decode(hex)).toEqual({ kind: 'close', close: { code, reason } });
});

test('one byte is half a code', () => {
  expect(decode('03')).toMatchObject({ violation: { rule: 'close.payload-length', closeCode: 1002, found: '1' } });
});

test('a stand-in on the wire is refused, its two bytes to blame', () => {
  expect(decode('03 ee', 'rfc', 10)).toEqual({
    kind: 'violation',
    violation: {
      rule: 'close.code',
      source: { document: 'RFC 6455', section: '7.4' },
      span: { start: 80, end: 96 },
      found: '1006',
      expected: '1000–1003, 1007–1014, 3000–4999',
      closeCode: 1002,
      noticedBy: 'client',
    },
  });
});

test('Chromium takes 999, and refuses 1006', () => {
  expect(decode('03 e7', 'chromium')).toMatchObject({ close: { code: 999 } });
  expect(decode('03 ee', 'chromium')).toMatchObject({ violation: { expected: 'any but 1005, 1006, 1015' } });
});

test('a reason must be UTF-8; the RFC and ws answer 1007, Chromium 1002', () => {
  for (const [policy, closeCode] of [
    ['rfc', 1007],
    ['ws', 1007],
    ['chromium', 1002],
  ] as const) {
    expect(decode('03 e8 41 c3 28', policy)).toMatchObject({
      violation: {
        rule: 'close.reason-utf8',
        closeCode,
        span: { start: 24, end: 40 },
        found: 'c3 28 (continuation-expected)',
      },
    });
  }
});

test('a reason of 123 bytes is the longest', () => {
  expect(encodeClosePayload(1000, 'x'.repeat(123))).toHaveLength(125);
  expect(() => encodeClosePayload(1000, 'x'.repeat(124))).toThrow(RangeError);
  expect(() => encodeClosePayload(1000, '再'.repeat(42))).toThrow(RangeError);
});

test('a reason without a code, and a code of three bytes, are misuses', () => {
  expect(() => encodeClosePayload(null, 'bye')).toThrow(RangeError);
  expect(() => encodeClosePayload(65536)).toThrow(RangeError);
});

test('decoding what was encoded gives it back', () => {
  const code = fc.oneof(fc.integer({ min: 3000, max: 4999 }), fc.constantFrom(1000, 1001, 1011));
  const reason = fc.string({ unit: 'binary', maxLength: 40 }).filter((text) => utf8Encode(text).length <= 123);
  fc.assert(
    fc.property(code, reason, (code, reason) => {
      expect(decode(toHex(encodeClosePayload(code, reason)))).toEqual({ kind: 'close', close: { code, reason } });
    }),
  );
});

test('any payload gives a code and a reason, or a violation within it', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 125 }),
      fc.constantFrom<Policy>('rfc', 'ws', 'chromium'),
      (bytes, policy) => {
        const result = decode(toHex(bytes), policy);
        if (result.kind === 'close') expect(encodeClosePayload(result.close.code, result.close.reason)).toEqual(bytes);
        else expect(result.violation.span.end).toBeLessThanOrEqual(bytes.length * 8);
      },
    ),
  );
});
