import fc from 'fast-check';
import { expect, it } from 'vitest';
import { jsSource } from './js-source.ts';

it.each([
  ['é "q"\n', '"é \\"q\\"\\n"'],
  [-0, '-0'],
  [Number.NaN, 'NaN'],
  [10n, '10n'],
  [undefined, 'undefined'],
  [null, 'null'],
  [[1, [true]], '[1, [true]]'],
  [{ a: 1, 'b-c': {} }, '{ a: 1, "b-c": {} }'],
  [new Date('2026-11-23T00:00:00Z'), 'new Date("2026-11-23T00:00:00.000Z")'],
  [new Date(Number.NaN), 'new Date(NaN)'],
  [new Map([['k', 1]]), 'new Map([["k", 1]])'],
  [new Set([1, 2]), 'new Set([1, 2])'],
  [Uint8Array.of(1, 255), 'Uint8Array.of(1, 255)'],
  [Uint8Array.of(1, 2).buffer, 'Uint8Array.of(1, 2).buffer'],
  [new Uint8Array([9, 1, 2]).subarray(1), 'Uint8Array.of(1, 2)'],
])('%s is %s', (value, source) => expect(jsSource(value)).toBe(source));

it('is an expression of the same value, for whatever JSON holds', () =>
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(new Function(`return (${jsSource(value)})`)()).toEqual(value);
    }),
    { examples: [[JSON.parse('{"__proto__":{"a":1}}')]] },
  ));

it('ends, however deep a value is nested', () => {
  let deep: unknown[] = [];
  for (let i = 0; i < 100_000; i++) deep = [deep];
  expect(jsSource(deep)).toContain('…');
});

it('stands in for what throws when it is looked at, and for nothing beside it', () => {
  const moody = {
    get a() {
      throw new Error('not now');
    },
  };
  expect(jsSource([1, moody, 'b'])).toBe('[1, …, "b"]');
});
