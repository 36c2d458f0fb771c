import { describe, expect, test } from 'vitest';
import { jsonLosses } from './json-losses.ts';

class Point {
  readonly x = 1;
}
const written = (json: string) => ({ kind: 'written', json });

describe('one value that JSON cannot write', () => {
  test.each([
    ['a Date', new Date(0), 'date', written('"1970-01-01T00:00:00.000Z"')],
    ['a Map', new Map([[1, 2]]), 'map', written('{}')],
    ['a Set', new Set([1]), 'set', written('{}')],
    ['NaN', Number.NaN, 'not-a-number', written('null')],
    ['Infinity', Number.POSITIVE_INFINITY, 'infinity', written('null')],
    ['−0', -0, 'negative-zero', written('0')],
    ['a RegExp', /a/, 'regexp', written('{}')],
    ['an Error', new Error('why'), 'error', written('{}')],
    ['a boxed number', Object(1), 'boxed', written('1')],
    ['an instance of a class', new Point(), 'class-instance', written('{"x":1}')],
    ['what says itself how it is written', new URL('http://a/'), 'to-json', written('"http://a/"')],
  ] as const)('%s', (_, value, what, becomes) => {
    expect(jsonLosses({ value })).toEqual([{ path: ['value'], what, becomes }]);
    // The engine itself agrees.
    expect(JSON.stringify({ value })).toBe(`{"value":${becomes.json}}`);
  });

  test.each([
    ['undefined', undefined],
    ['function', () => 1],
    ['symbol', Symbol('s')],
  ] as const)('%s is left out of an object, and null in an array', (what, value) => {
    expect(jsonLosses({ value })).toEqual([{ path: ['value'], what, becomes: { kind: 'omitted' } }]);
    expect(jsonLosses([value])).toEqual([{ path: [0], what, becomes: written('null') }]);
    expect([JSON.stringify({ value }), JSON.stringify([value])]).toEqual(['{}', '[null]']);
    expect(JSON.stringify(value)).toBeUndefined();
    expect(jsonLosses(value)[0]?.becomes).toEqual({ kind: 'omitted' });
  });

  test('an index without an element becomes null', () => {
    const sparse = Array.from({ length: 1 });
    delete sparse[0];
    expect(jsonLosses(sparse)).toEqual([{ path: [0], what: 'hole', becomes: written('null') }]);
  });

  test('a key that is a symbol is left out', () => {
    expect(jsonLosses({ [Symbol('s')]: 1 })).toEqual([
      { path: ['Symbol(s)'], what: 'symbol-key', becomes: { kind: 'omitted' } },
    ]);
  });

  test('a bigint and a cycle throw', () => {
    const cycle: unknown[] = [];
    cycle.push(cycle);
    expect(jsonLosses(1n)).toEqual([{ path: [], what: 'bigint', becomes: { kind: 'throws' } }]);
    expect(jsonLosses(cycle)).toEqual([{ path: [0], what: 'cycle', becomes: { kind: 'throws' } }]);
    expect(() => JSON.stringify(1n)).toThrow(TypeError);
    expect(() => JSON.stringify(cycle)).toThrow(TypeError);
  });
});

test('a path leads to each', () => {
  const value = ['save', { at: new Date(0), list: [1, undefined] }];
  expect(jsonLosses(value).map(({ path, what }) => [path.join('/'), what])).toEqual([
    ['1/at', 'date'],
    ['1/list/1', 'undefined'],
  ]);
});

test('one object in two places is no cycle', () => {
  const shared = { a: 1 };
  expect(jsonLosses([shared, shared])).toEqual([]);
});

test('plain JSON and binary lose nothing', () => {
  expect(
    jsonLosses(['e', { a: [null, true, 1.5, 'x'] }, Object.create(null), Uint8Array.of(1), new ArrayBuffer(1)]),
  ).toEqual([]);
});
