import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { jsSource } from '#demos/link/js-source.ts';
import { readLiterals } from './literal.ts';

const values = (text: string): readonly unknown[] => {
  const read = readLiterals(text);
  if (read.kind === 'fault') throw new Error(`at ${read.at}: ${read.found}, expected ${read.expected}`);
  return read.values;
};

describe('a list of literals', () => {
  test('is JSON, and JavaScript’s own way to write it', () => {
    expect(values('"add", 1, -2.5e3, .5, true, null, [1, [2,],], {a: 1, \'b c\': "é\\u00e9\\n"},')).toEqual([
      'add',
      1,
      -2500,
      0.5,
      true,
      null,
      [1, [2]],
      { a: 1, 'b c': 'éé\n' },
    ]);
  });

  test('holds what JSON cannot say', () => {
    expect(values('undefined, NaN, -Infinity, 12n, -0')).toEqual([
      undefined,
      Number.NaN,
      Number.NEGATIVE_INFINITY,
      12n,
      -0,
    ]);
    expect(values('new Date(0), new Map([["a", 1]]), new Map(), new Set([1]), Uint8Array.of(1, 255)')).toEqual([
      new Date(0),
      new Map([['a', 1]]),
      new Map(),
      new Set([1]),
      new Uint8Array([1, 255]),
    ]);
  });

  test('is never evaluated, and changes no prototype', () => {
    const [object] = values('{"__proto__": {"polluted": 1}}') as [object];
    expect(Object.keys(object)).toEqual(['__proto__']);
    expect(Object.getPrototypeOf(object)).toBe(Object.prototype);
    expect(readLiterals('alert(1)')).toMatchObject({ kind: 'fault', at: 0, end: 5, found: '`alert`' });
    expect(readLiterals('"a".length')).toMatchObject({ kind: 'fault', at: 3, expected: 'a comma' });
  });

  test.each([
    ['"a', 2, 'the end', 'a closing `"`'],
    ['1 2', 2, '`2`', 'a comma'],
    ['[1', 2, 'the end', 'a comma or `]`'],
    ['{1: 2}', 1, '`1`', 'a property’s name or `}`'],
    ['{a 2}', 3, '`2`', 'a colon'],
    ['"\\q"', 1, '`\\q`', 'an escape such as `\\n`, `\\"` or `\\u00e9`'],
    ['01', 0, '`0`', expect.stringContaining('a value')],
    ['new Uint8Array([256])', 15, '`[256]`', expect.stringContaining('0 to 255')],
    ['new Foo()', 4, '`Foo`', '`Date`, `Map`, `Set` or `Uint8Array`'],
    ['new Date()', 9, expect.anything(), expect.stringContaining('a date')],
    ['"é", 🙂', 5, '`🙂`', expect.stringContaining('a value')],
  ])('%s: says at character %i what it found', (text, at, found, expected) => {
    expect(readLiterals(text)).toMatchObject({ kind: 'fault', at, found, expected });
  });

  test('of any depth is refused before the stack ends', () => {
    expect(readLiterals('['.repeat(100_000))).toMatchObject({ kind: 'fault', expected: 'at most 100 levels' });
  });

  test('of any text is values or a fault inside the text', () => {
    const anything = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.string({ unit: fc.constantFrom(...'[]{}(),:"\'\\new Date0.5n-') }),
    );
    fc.assert(
      fc.property(anything, (text) => {
        const read = readLiterals(text);
        if (read.kind === 'fault') expect(read.at).toBeLessThanOrEqual(text.length);
      }),
    );
  });
});

test('the source of any value reads as that value', () => {
  const value = fc.anything({
    withBigInt: true,
    withDate: true,
    withMap: true,
    withSet: true,
    withNullPrototype: false,
    withTypedArray: false,
    key: fc.string({ unit: 'grapheme' }),
  });
  fc.assert(
    fc.property(fc.array(fc.oneof(value, fc.uint8Array())), (list) => {
      expect(values(list.map((each) => jsSource(each)).join(', '))).toEqual(list);
    }),
  );
});
