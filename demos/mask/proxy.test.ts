import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { concat, latin1Encode } from '#demos/protocol/bytes.ts';
import { findRequest, findResponse } from './proxy.ts';

const REQUEST = 'GET /jquery.js HTTP/1.1\r\nHost: victim.example\r\n\r\n';
const RESPONSE = 'HTTP/1.1 200 OK\r\nCache-Control: max-age=60\r\nContent-Length: 2\r\n\r\nhi';
const noise = fc
  .uint8Array({ maxLength: 40 })
  .filter((bytes) => !/GET |HTTP/.test(new TextDecoder('latin1').decode(bytes)));

describe('a request', () => {
  test('is found behind any bytes that are no HTTP, and kept under its Host', () =>
    fc.assert(
      fc.property(noise, noise, (before, after) => {
        const found = findRequest(concat(before, latin1Encode(REQUEST), after));
        expect(found).toEqual({
          url: 'victim.example/jquery.js',
          span: { start: before.length * 8, end: (before.length + REQUEST.length) * 8 },
        });
      }),
    ));

  test.each([
    ['without an empty line at its end', REQUEST.slice(0, -2)],
    ['without Host', 'GET /jquery.js HTTP/1.1\r\nAccept: */*\r\n\r\n'],
    ['without a version', 'GET /jquery.js\r\nHost: victim.example\r\n\r\n'],
    ['in lower case', REQUEST.replace('GET', 'get')],
  ])('%s is none', (_, text) => expect(findRequest(latin1Encode(text))).toBeNull());

  test('that is broken does not hide the one after it', () =>
    expect(findRequest(latin1Encode(`GET nonsense\r\n\r\n${REQUEST}`))?.span.start).toBe(16 * 8));
});

describe('a response', () => {
  test('is found with its body, wherever it begins', () =>
    expect(findResponse(latin1Encode(`\x82\x41${RESPONSE}more`))).toMatchObject({
      span: { start: 16, end: (2 + RESPONSE.length) * 8 },
      status: 200,
      mayBeKept: true,
    }));

  test.each([
    ['does not say for how long it is fresh', RESPONSE.replace('max-age=60', 'no-store')],
    ['is fresh for no time', RESPONSE.replace('max-age=60', 'max-age=0')],
    ['is no 200', RESPONSE.replace('200 OK', '404 Not Found')],
  ])('may not be kept where it %s', (_, text) =>
    expect(findResponse(latin1Encode(text))).toMatchObject({ mayBeKept: false }),
  );

  test.each([
    ['is cut short', RESPONSE.slice(0, -1)],
    ['announces a length that is no number', RESPONSE.replace('Length: 2', 'Length: two')],
  ])('is none where its body %s', (_, text) => expect(findResponse(latin1Encode(text))).toBeNull());
});

test('nothing throws, whatever passes', () =>
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.constantFrom('GET ', 'HTTP/1.1 200'), (bytes, start) => {
      findRequest(concat(latin1Encode(start), bytes));
      findResponse(concat(latin1Encode(start), bytes));
    }),
  ));
