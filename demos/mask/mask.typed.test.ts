import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromHex, toHex } from '#demos/protocol/bytes.ts';
import { hashHex, readHash } from './mask.hash.ts';
import { typedHex } from './mask.typed.ts';

describe('hex typed by hand', () => {
  test.each([
    ['37 fa 21 3d', '37 fa 21 3d'],
    ['37FA213D', '37 fa 21 3d'],
    [' 37  fa\t21 3d ', '37 fa 21 3d'],
    ['', ''],
  ])('%j is read', (text, hex) => expect(typedHex(text)).toEqual({ kind: 'bytes', bytes: fromHex(hex) }));

  test.each([
    ['37 f', 'half-byte', 3, 'f'],
    ['37 f a2', 'half-byte', 3, 'f'],
    ['37 fx', 'not-hex', 4, 'x'],
    ['g', 'not-hex', 0, 'g'],
    ['37 é', 'not-hex', 3, 'é'],
  ])('%j is refused: %s at %i, found %s', (text, why, at, found) =>
    expect(typedHex(text)).toEqual({ kind: 'bad', why, at, found }),
  );

  test('is never thrown at', () => fc.assert(fc.property(fc.string(), (text) => void typedHex(text))));
  test('reads what we print', () =>
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(typedHex(toHex(bytes))).toEqual({ kind: 'bytes', bytes: new Uint8Array(bytes) });
      }),
    ));
});

describe('a link', () => {
  test('carries payload, key, way, step and part', () => {
    const key = fromHex('37 fa 21 3d');
    const params = new URLSearchParams({ payload: '4865', key: hashHex(key), way: 'unmask', step: '2', part: 'key' });
    expect(readHash(params)).toEqual({ payload: fromHex('48 65'), key, way: 'unmask', step: 2, part: 'key' });
  });
  test.each([
    'payload=4',
    `payload=${'00'.repeat(126)}`,
    'key=0102',
    'way=up',
    'step=-1',
    'part=door',
    'source=tape',
    '',
  ])('leaves out %j, which makes no sense', (query) => expect(readHash(new URLSearchParams(query))).toEqual({}));
});
