import { describe, expect, test } from 'vitest';
import { latin1Decode, latin1Encode } from './bytes.ts';
import { HANDSHAKE_FAULTS } from './faults-handshake.ts';
import { checkResponse } from './handshake-client-checks.ts';
import { checkRequest } from './handshake-server-checks.ts';
import { parseRequestHead, parseResponseHead } from './http-parse.ts';
import { answerRequest } from './model-server.ts';

const REQUEST = [
  'GET /ws/echo HTTP/1.1',
  'Host: localhost:4101',
  'Upgrade: websocket',
  'Connection: Upgrade',
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
  'Sec-WebSocket-Version: 13',
  'Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits',
  '',
  '',
].join('\r\n');

function good() {
  const result = parseRequestHead(latin1Encode(REQUEST));
  if (result.kind !== 'head') throw new Error(result.kind);
  return result.head;
}
const RESPONSE = latin1Decode(answerRequest(good()));

/** Every rule the text breaks: of the grammar, tolerated or not, and of the handshake. */
function broken(side: 'request' | 'response', text: string): string[] {
  const bytes = latin1Encode(text);
  const result = side === 'request' ? parseRequestHead(bytes) : parseResponseHead(bytes);
  if (result.kind === 'need-more') return ['need-more'];
  if (result.kind === 'violation') return [result.violation.rule];
  const { head } = result;
  const checks = head.kind === 'request' ? checkRequest(head) : checkResponse(good(), head);
  const failed = checks.filter(({ outcome }) => outcome === 'failed');
  return [...new Set([...result.tolerated, ...failed].map(({ rule }) => rule))];
}

test('before any fault nothing is broken', () => {
  expect(broken('request', REQUEST)).toEqual([]);
  expect(broken('response', RESPONSE)).toEqual([]);
});

describe.each(HANDSHAKE_FAULTS)('$id', ({ side, apply, breaks }) => {
  const before = side === 'request' ? REQUEST : RESPONSE;

  test(`breaks ${breaks ?? 'nothing'} and nothing else`, () => {
    const after = apply(before);
    expect(after).not.toBe(before);
    expect(broken(side, after)).toEqual(breaks === null ? [] : [breaks]);
  });

  test('does no harm to a head that is already broken', () => {
    for (const text of ['', '\n', 'GET', 'HTTP/1.1 101', ':\n:', 'a: b']) expect(typeof apply(text)).toBe('string');
  });
});

test('every fault has a name of its own', () => {
  const ids = HANDSHAKE_FAULTS.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
});

describe('what the model server says to a broken request', () => {
  const firstLine = (text: string): string => {
    const result = parseRequestHead(latin1Encode(text));
    if (result.kind !== 'head') return result.kind;
    return latin1Decode(answerRequest(result.head)).split('\r\n')[0] ?? '';
  };

  test.each(HANDSHAKE_FAULTS.filter(({ side }) => side === 'request'))('$id', ({ breaks, apply }) => {
    const tolerable = breaks === null || breaks === 'http.bare-lf';
    const version = breaks === 'handshake.request-version';
    const expected = tolerable ? '101 Switching Protocols' : version ? '426 Upgrade Required' : '400 Bad Request';
    expect(firstLine(apply(REQUEST))).toBe(`HTTP/1.1 ${expected}`);
  });
});
