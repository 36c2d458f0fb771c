import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ExtensionsResult, formatExtension, parseExtensions } from './extensions.ts';

const parameters = (result: ExtensionsResult) =>
  result.kind === 'extensions'
    ? result.extensions.map((e) => [e.name, ...e.parameters.map((p) => [p.name, p.value])])
    : result;

describe('Sec-WebSocket-Extensions (RFC 6455 §9.1)', () => {
  test.each([
    ['foo', [['foo']]],
    ['bar; baz=2', [['bar', ['baz', '2']]]],
    ['foo, bar; baz=2', [['foo'], ['bar', ['baz', '2']]]],
    ['deflate-stream', [['deflate-stream']]],
    [
      'mux; max-channels=4; flow-control, deflate-stream',
      [['mux', ['max-channels', '4'], ['flow-control', null]], ['deflate-stream']],
    ],
    ['private-extension', [['private-extension']]],
    ['a;b', [['a', ['b', null]]]],
    ['a ;\tb = c , d', [['a', ['b', 'c']], ['d']]],
    ['a; b="c"', [['a', ['b', 'c']]]],
    ['a; b="c\\d"', [['a', ['b', 'cd']]]],
    [', a,, b ,', [['a'], ['b']]],
  ])('%s', (text, expected) => {
    expect(parameters(parseExtensions(text))).toEqual(expected);
  });

  test('the same extension twice is two offers, in order of preference', () => {
    expect(parameters(parseExtensions('a; b=1, a'))).toEqual([['a', ['b', '1']], ['a']]);
  });

  test('each part knows its place', () => {
    expect(parseExtensions('x, a; b=1')).toEqual({
      kind: 'extensions',
      extensions: [
        { name: 'x', parameters: [], start: 0, end: 1 },
        { name: 'a', parameters: [{ name: 'b', value: '1', start: 6, end: 9 }], start: 3, end: 9 },
      ],
    });
  });

  test.each([
    ['', 0, 'the end of the value', 'an extension name'],
    [' , ', 3, 'the end of the value', 'an extension name'],
    ['; a', 0, '";"', 'an extension name'],
    ['a;', 2, 'the end of the value', 'a parameter name'],
    ['a; =b', 3, '"="', 'a parameter name'],
    ['a b', 2, '"b"', '"," or ";"'],
    ['a; b=', 5, 'the end of the value', 'a token or a quoted token'],
    ['a; b="c', 7, 'the end of the value', 'a closing quotation mark'],
    ['a; b=""', 5, '"\\""', 'a quoted token'],
    ['a; b="c d"', 5, '"\\""', 'a quoted token'],
    ['a\x80', 1, 'byte 80', '"," or ";"'],
  ])('%j is refused at character %i', (text, at, found, expected) => {
    expect(parseExtensions(text)).toEqual({ kind: 'invalid', at, found, expected });
  });

  test('what is written reads back', () => {
    const token = fc.stringMatching(/^[a-z0-9_-]{1,8}$/);
    const parameter = fc.record({ name: token, value: fc.option(token) });
    const extension = fc.record({ name: token, parameters: fc.array(parameter, { maxLength: 3 }) });
    fc.assert(
      fc.property(fc.array(extension, { minLength: 1, maxLength: 4 }), (given) => {
        const placed = given.map((e) => ({ ...e, parameters: e.parameters.map((p) => ({ ...p, start: 0, end: 0 })) }));
        expect(parameters(parseExtensions(placed.map(formatExtension).join(', ')))).toEqual(
          given.map((e) => [e.name, ...e.parameters.map((p) => [p.name, p.value])]),
        );
      }),
    );
  });

  test('any text gives extensions or the place of the fault', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'ab;,="\\ \t\x80') }), (text) => {
        const result = parseExtensions(text);
        if (result.kind === 'invalid') expect(result.at).toBeLessThanOrEqual(text.length);
        else expect(result.extensions.length).toBeGreaterThan(0);
      }),
    );
  });
});
