import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromHex } from '#demos/protocol/bytes.ts';
import { arbitraryEvent } from './arbitrary.ts';
import type { Capture } from './capture.ts';
import { decodeCapture, encodeCapture } from './json.ts';

const capture: Capture = {
  format: 1,
  source: 'recorded',
  madeWith: { ws: '8.23.0', path: 'loopback' },
  events: [
    {
      id: 'server:0',
      at: 2.5,
      connection: 'c1',
      kind: 'bytes',
      direction: 'server-to-client',
      offset: 0,
      bytes: fromHex('81 02 68 69'),
    },
    {
      id: 'page:0',
      at: 3,
      kind: 'script',
      socket: 0,
      script: { on: 'message', type: 'text', bytes: fromHex('68 69') },
      readyState: 1,
      bufferedAmount: 0,
    },
  ],
};
const file = `{"format":1,"source":"recorded","madeWith":{"ws":"8.23.0","path":"loopback"},"events":[
{"id":"server:0","at":2.5,"connection":"c1","kind":"bytes","direction":"server-to-client","offset":0,"bytes":"81026869"},
{"id":"page:0","at":3,"kind":"script","socket":0,"script":{"on":"message","type":"text","bytes":"6869"},"readyState":1,"bufferedAmount":0}
]}
`;

describe('a capture as a file', () => {
  test('has one event to a line and bytes as hex', () => {
    expect(encodeCapture(capture)).toBe(file);
    expect(decodeCapture(file)).toEqual({ kind: 'capture', capture });
  });

  test('of no events is one line', () => {
    const empty: Capture = { ...capture, events: [] };
    expect(encodeCapture(empty).split('\n')).toHaveLength(2);
    expect(decodeCapture(encodeCapture(empty))).toEqual({ kind: 'capture', capture: empty });
  });

  test('decoding gives back what was encoded', () => {
    const unique = fc.uniqueArray(arbitraryEvent, { maxLength: 6, selector: ({ id }) => id });
    fc.assert(
      fc.property(unique, fc.dictionary(fc.string(), fc.string(), { noNullPrototype: true }), (events, madeWith) => {
        const any: Capture = { format: 1, source: 'live', madeWith, events };
        expect(decodeCapture(encodeCapture(any))).toEqual({ kind: 'capture', capture: any });
      }),
    );
  });

  test('any text and any JSON give a capture or a violation, never a throw', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        expect(decodeCapture(text).kind).toBe('violation');
      }),
    );
  });

  test.each([
    ['"offset":0', '"offset":-1', 'events[0].offset', '-1', 'an integer from 0 to 2^53 - 1'],
    ['"81026869"', '"8102686"', 'events[0].bytes', '"8102686"', 'pairs of hex digits'],
    ['"server:0"', '"nobody:0"', 'events[0].id', '"nobody:0"', 'a recorder and a number, such as "server:0"'],
    ['"page:0"', '"server:0"', 'events[1].id', '"server:0"', 'an id of its own'],
    [
      '"kind":"bytes"',
      '"kind":"byte"',
      'events[0].kind',
      '"byte"',
      'opened, bytes, gap, fin, rst, error, closed, script, act, application, peer',
    ],
    ['"offset":0,', '', 'events[0].offset', 'nothing', 'an integer from 0 to 2^53 - 1'],
    ['"at":3', '"at":3,"on":1', 'events[1].on', '1', 'no such member'],
    ['"readyState":1', '"readyState":4', 'events[1].readyState', '4', '0 or 1 or 2 or 3'],
    ['"format":1', '"format":2', 'format', '2', '1'],
    ['"at":3', '"at":1e999', 'events[1].at', 'null', 'a finite number'],
    [
      '"server:0"',
      '"server:9007199254740992"',
      'events[0].id',
      '"server:9007199254740992"',
      'a recorder and a number, such as "server:0"',
    ],
  ])('%s written as %s is found at its place', (from, to, path, found, expected) => {
    expect(decodeCapture(file.replace(from, to))).toEqual({ kind: 'violation', path, found, expected });
  });

  test('a redaction outside its bytes is refused', () => {
    const redacted = '"81026869","redacted":[{"span":{"start":0,"end":33},"why":"credential"}]';
    expect(decodeCapture(file.replace('"81026869"', redacted))).toMatchObject({
      path: 'events[0].redacted[0].span',
      expected: 'a span within 32 bits',
    });
  });

  test('what is nested deeper than the stack is a violation too', () => {
    const deep = '['.repeat(200_000) + ']'.repeat(200_000);
    for (const text of [deep, `{"format":${deep}}`, file.replace('"at":3', `"at":3,"more":${deep}`)])
      expect(decodeCapture(text)).toMatchObject({ kind: 'violation', found: 'lists or objects nested too deep' });
  });

  test('what is no JSON at all is said to be none', () => {
    expect(decodeCapture('{')).toMatchObject({ kind: 'violation', path: '', expected: 'JSON' });
  });
});
