import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromHex } from '#demos/protocol/bytes.ts';
import { bytesIn, countIn, HASH_LIMIT, readFigureHash, sourceIn, writeFigureHash } from './figure-hash.ts';

describe('a figure’s hash', () => {
  test('names the figure, and what is given', () => {
    expect(writeFigureHash('frames', { hex: '81 00', part: undefined, step: 0 })).toBe('#frames?hex=81+00&step=0');
  });

  test('is the name alone where nothing is given', () => {
    expect(writeFigureHash('frames', {})).toBe('#frames');
  });

  test('is not written when it would be longer than 2 KB, encoded', () => {
    expect(writeFigureHash('f', { text: 'x'.repeat(HASH_LIMIT - '#f?text='.length) })).toHaveLength(HASH_LIMIT);
    expect(writeFigureHash('f', { text: 'x'.repeat(HASH_LIMIT - '#f?text='.length + 1) })).toBeNull();
    expect(writeFigureHash('f', { text: 'é'.repeat(HASH_LIMIT / 4) })).toBeNull();
    expect(writeFigureHash('f', { text: 'x'.repeat(10_000_000) })).toBeNull();
  });

  test('is read back as it was written', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ minLength: 1 }), fc.string(), { noNullPrototype: true }), (pairs) => {
        const hash = writeFigureHash('f', pairs);
        if (hash !== null) expect(Object.fromEntries(readFigureHash('f', hash) ?? [])).toEqual(pairs);
      }),
    );
  });

  test('of another figure says nothing', () => {
    expect(readFigureHash('frames', '#frame?part=fin')).toBeNull();
    expect(readFigureHash('frames', '')).toBeNull();
  });
});

test.each([
  ['source=live', 'live'],
  ['source=elsewhere', undefined],
  ['', undefined],
])('%s asks for the source %s', (query, source) => {
  expect(sourceIn(new URLSearchParams(query))).toBe(source);
});

test.each([
  ['step=8', 8],
  ['step=-1', undefined],
  ['step=1e3', undefined],
  ['step=9999999999', undefined],
  ['', undefined],
])('%s gives the step %s', (query, count) => {
  expect(countIn(new URLSearchParams(query), 'step')).toBe(count);
});

test.each([
  ['hex=8105', '81 05'],
  ['hex=', ''],
  ['hex=810502', undefined],
  ['hex=81 05', undefined],
  ['hex=810', undefined],
  ['hex=8g', undefined],
  ['', undefined],
])('%s gives the bytes %s, where two may be given', (query, bytes) => {
  expect(bytesIn(new URLSearchParams(query), 'hex', 2)).toEqual(bytes === undefined ? undefined : fromHex(bytes));
});
