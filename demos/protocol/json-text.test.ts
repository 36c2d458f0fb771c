import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type JsonNode, locateJson } from './json-text.ts';

const parses = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

describe('the engine’s own parser', () => {
  test('takes what we take, and refuses what we refuse: for all texts', () => {
    const nearJson = fc.array(
      fc.constantFrom(
        ...'[]{}:,"\\',
        '"a"',
        '1',
        '-',
        '0',
        '.5',
        'e',
        'E+',
        'true',
        'null',
        'fals',
        ' ',
        '\n',
        '\\u00e9',
        '\u0001',
        'é',
      ),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(
        fc.oneof(
          nearJson.map((tokens) => tokens.join('')),
          fc.string(),
        ),
        (text) => {
          expect(locateJson(text).kind === 'value', text).toBe(parses(text));
        },
      ),
      { numRuns: 5000 },
    );
  });

  test('takes every value that it writes, and each node is one: for all values', () => {
    const check = (text: string, { start, end, children }: JsonNode): void => {
      expect(parses(text.slice(start, end))).toBe(true);
      for (const child of children) check(text, child);
    };
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(0, 2), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        const located = locateJson(text);
        if (located.kind === 'broken') throw new Error(`${located.expected}: ${text}`);
        expect([located.root.start, located.root.end]).toEqual([0, text.length]);
        check(text, located.root);
      }),
    );
  });
});

describe('where a text breaks', () => {
  test.each([
    ['["a",]', 5, '"]"', 'a JSON value'],
    ['[1 2]', 3, '"2"', '"," or "]"'],
    ['{"a" 1}', 5, '"1"', '":" after the key'],
    ['{a:1}', 1, '"a"', 'a key in double quotes, or "}"'],
    ['{"a":1,}', 7, '"}"', 'a key in double quotes'],
    ["['a']", 1, '"\'"', 'a JSON value or "]"'],
    ['[NaN]', 1, '"NaN"', 'a JSON value or "]"'],
    ['01', 1, '"1"', 'nothing after the JSON value'],
    ['1.', 2, 'the end', 'a digit'],
    ['"a', 2, 'the end', 'a closing double quote'],
    ['"\\x"', 2, '"x"', 'one of " \\ / b f n r t u after \\'],
    ['"\\u00g0"', 5, '"g"', 'four hex digits after \\u'],
    ['"\n"', 1, '"\\n"', 'no control character inside a string'],
    ['', 0, 'the end', 'a JSON value'],
  ])('%s', (text, at, found, expected) => {
    expect(locateJson(text)).toMatchObject({ kind: 'broken', at, found, expected });
  });
});

test('nesting a hundred thousand deep overflows nothing', () => {
  const deep = '['.repeat(100_000);
  expect(locateJson(deep)).toMatchObject({ kind: 'broken', at: 100_000 });
  expect(locateJson(deep + ']'.repeat(100_000)).kind).toBe('value');
});
