import { describe, expect, test } from 'vitest';
import { latin1Encode } from './bytes.ts';
import type { HandshakeCheck } from './handshake-check.ts';
import { checkResponse } from './handshake-client-checks.ts';
import { firstFailure } from './handshake-finding.ts';
import { checkRequest } from './handshake-server-checks.ts';
import { parseRequestHead, parseResponseHead } from './http-parse.ts';

const REQUEST = [
  'GET /chat HTTP/1.1',
  'Host: server.example.com',
  'Upgrade: websocket',
  'Connection: Upgrade',
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
  'Sec-WebSocket-Version: 13',
];
const RESPONSE = [
  'HTTP/1.1 101 Switching Protocols',
  'Upgrade: websocket',
  'Connection: Upgrade',
  'Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=',
];

/** The lines with those that begin as `edit` says replaced by `lines`; none: added at the end. */
function edited(base: readonly string[], prefix: string, ...lines: string[]): string[] {
  const at = base.findIndex((line) => line.startsWith(prefix));
  return at < 0 ? [...base, ...lines] : base.toSpliced(at, 1, ...lines);
}
const bytes = (lines: readonly string[]) => latin1Encode(`${lines.join('\r\n')}\r\n\r\n`);
function request(lines: readonly string[]) {
  const result = parseRequestHead(bytes(lines));
  if (result.kind !== 'head') throw new Error(JSON.stringify(result));
  return result.head;
}
function response(lines: readonly string[]) {
  const result = parseResponseHead(bytes(lines));
  if (result.kind !== 'head') throw new Error(JSON.stringify(result));
  return result.head;
}
const failures = (checks: readonly HandshakeCheck[]) =>
  checks.filter(({ outcome }) => outcome === 'failed').map(({ rule }) => rule);
const text = (lines: readonly string[], span: HandshakeCheck['span']) =>
  span && Buffer.from(bytes(lines).subarray(span.start / 8, span.end / 8)).toString('latin1');

describe("the server reads the client's handshake (RFC 6455 §4.2.1)", () => {
  test('the request of §1.2: every check, in order, each passed at its place', () => {
    const checks = checkRequest(request(REQUEST));
    expect(checks.map(({ number, rule, outcome, span }) => [number, rule, outcome, text(REQUEST, span)])).toEqual([
      [1, 'handshake.request-method', 'passed', 'GET'],
      [2, 'handshake.request-http-version', 'passed', 'HTTP/1.1'],
      [3, 'handshake.request-target', 'passed', '/chat'],
      [4, 'handshake.request-host', 'passed', 'server.example.com'],
      [5, 'handshake.request-upgrade', 'passed', 'websocket'],
      [6, 'handshake.request-connection', 'passed', 'Upgrade'],
      [7, 'handshake.request-key', 'passed', 'dGhlIHNhbXBsZSBub25jZQ=='],
      [8, 'handshake.request-version', 'passed', '13'],
      [9, 'handshake.request-protocols', 'passed', undefined],
      [10, 'handshake.request-extensions', 'passed', undefined],
    ]);
  });

  test.each([
    ['field names and both tokens in any case', ['upgrade: WebSocket', 'CONNECTION: keep-alive, UPGRADE']],
    ['websocket among others (item 3)', ['Upgrade: h2c, websocket', 'Connection: Upgrade']],
    ['one list over two lines', ['Upgrade: websocket', 'Connection: keep-alive', 'Connection: Upgrade']],
  ])('right: %s', (_, lines) => {
    const others = REQUEST.filter((line) => !/^(?:Upgrade|Connection)/.test(line));
    expect(failures(checkRequest(request([...others, ...lines])))).toEqual([]);
  });

  test.each([
    ['an absolute URI (item 1)', 'GET', 'GET http://server.example.com/chat HTTP/1.1'],
    ['an IPv6 host with a port', 'Host', 'Host: [::1]:4101'],
    [
      'a key whose spare bits are not zero, as §4.1 prints one',
      'Sec-WebSocket-Key',
      'Sec-WebSocket-Key: AQIDBAUGBwgJCgsMDQ4PEC==',
    ],
    ['no Origin (item 7)', 'Origin', 'X-Nothing: 1'],
    ['subprotocols, in order', 'Sec-WebSocket-Protocol', 'Sec-WebSocket-Protocol: chat, superchat'],
    [
      'extensions',
      'Sec-WebSocket-Extensions',
      'Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits, x-foo',
    ],
  ])('right: %s', (_, prefix, line) => {
    expect(failures(checkRequest(request(edited(REQUEST, prefix, line))))).toEqual([]);
  });

  test.each([
    ['handshake.request-method', 'POST', 'GET', ['POST /chat HTTP/1.1']],
    ['handshake.request-method', 'get', 'GET', ['get /chat HTTP/1.1']],
    ['handshake.request-http-version', 'HTTP/1.0', 'GET', ['GET /chat HTTP/1.0']],
    ['handshake.request-target', '*', 'GET', ['GET * HTTP/1.1']],
    ['handshake.request-target', 'server.example.com:80', 'GET', ['GET server.example.com:80 HTTP/1.1']],
    ['handshake.request-host', 'no such field', 'Host', []],
    ['handshake.request-host', '', 'Host', ['Host:']],
    ['handshake.request-host', 'a b', 'Host', ['Host: a b']],
    ['handshake.request-host', 'the field twice', 'Host', ['Host: a', 'Host: a']],
    ['handshake.request-upgrade', 'no such field', 'Upgrade', []],
    ['handshake.request-upgrade', 'h2c', 'Upgrade', ['Upgrade: h2c']],
    ['handshake.request-connection', 'no such field', 'Connection', []],
    ['handshake.request-connection', 'keep-alive', 'Connection', ['Connection: keep-alive']],
    ['handshake.request-key', 'no such field', 'Sec-WebSocket-Key', []],
    ['handshake.request-key', 'c2hvcnQ=: 5 bytes', 'Sec-WebSocket-Key', ['Sec-WebSocket-Key: c2hvcnQ=']],
    ['handshake.request-key', 'a key: " "', 'Sec-WebSocket-Key', ['Sec-WebSocket-Key: a key']],
    ['handshake.request-version', 'no such field', 'Sec-WebSocket-Version', []],
    ['handshake.request-version', '8', 'Sec-WebSocket-Version', ['Sec-WebSocket-Version: 8']],
    ['handshake.request-version', '013', 'Sec-WebSocket-Version', ['Sec-WebSocket-Version: 013']],
    ['handshake.request-protocols', 'an empty value', 'Sec-WebSocket-Protocol', ['Sec-WebSocket-Protocol:']],
    ['handshake.request-protocols', '"chat" twice', 'Sec-WebSocket-Protocol', ['Sec-WebSocket-Protocol: chat, chat']],
    ['handshake.request-protocols', '"@" in "ch@t"', 'Sec-WebSocket-Protocol', ['Sec-WebSocket-Protocol: ch@t']],
    ['handshake.request-extensions', '";"', 'Sec-WebSocket-Extensions', ['Sec-WebSocket-Extensions: ;']],
  ])('%s fails alone: %s', (rule, found, prefix, lines) => {
    const checks = checkRequest(request(edited(REQUEST, prefix, ...lines)));
    expect(failures(checks)).toEqual([rule]);
    expect(firstFailure(checks)?.found).toBe(found);
  });

  test('a subprotocol offered on two lines is one offer (§11.3.4)', () => {
    const lines = [...REQUEST, 'Sec-WebSocket-Protocol: chat', 'Sec-WebSocket-Protocol: chat'];
    const check = firstFailure(checkRequest(request(lines)));
    expect(check).toMatchObject({ rule: 'handshake.request-protocols', found: '"chat" twice' });
  });

  test('every check is made, not only up to the first that fails', () => {
    expect(failures(checkRequest(request(['POST /chat HTTP/1.0'])))).toEqual([
      'handshake.request-method',
      'handshake.request-http-version',
      'handshake.request-host',
      'handshake.request-upgrade',
      'handshake.request-connection',
      'handshake.request-key',
      'handshake.request-version',
    ]);
  });
});

describe("the client validates the server's handshake (RFC 6455 §4.1)", () => {
  const offering = (line: string) => request([...REQUEST, line]);
  const plain = request(REQUEST);

  test('the response of §1.3: the six numbered checks in their order, after the HTTP version', () => {
    const checks = checkResponse(plain, response(RESPONSE));
    expect(checks.map(({ number, rule, outcome, span }) => [number, rule, outcome, text(RESPONSE, span)])).toEqual([
      [0, 'handshake.http-version', 'passed', 'HTTP/1.1'],
      [1, 'handshake.status', 'passed', '101'],
      [2, 'handshake.upgrade', 'passed', 'websocket'],
      [3, 'handshake.connection', 'passed', 'Upgrade'],
      [4, 'handshake.accept', 'passed', 's3pPLMBiTxaQ9kYGzzhZRbK+xOo='],
      [5, 'handshake.extensions', 'passed', undefined],
      [6, 'handshake.protocol', 'passed', undefined],
    ]);
  });

  test.each([
    ['handshake.http-version', 'HTTP/1.0', 'HTTP', ['HTTP/1.0 101 Switching Protocols']],
    ['handshake.status', '200', 'HTTP', ['HTTP/1.1 200 OK']],
    ['handshake.status', '403', 'HTTP', ['HTTP/1.0 403 Forbidden']],
    ['handshake.upgrade', 'no such field', 'Upgrade', []],
    ['handshake.upgrade', 'h2c', 'Upgrade', ['Upgrade: h2c']],
    ['handshake.upgrade', 'websocket, h2c', 'Upgrade', ['Upgrade: websocket, h2c']],
    ['handshake.upgrade', 'websocket, websocket', 'Upgrade', ['Upgrade: websocket', 'Upgrade: websocket']],
    ['handshake.connection', 'no such field', 'Connection', []],
    ['handshake.connection', 'close', 'Connection', ['Connection: close']],
    ['handshake.accept', 'no such field', 'Sec-WebSocket-Accept', []],
    ['handshake.accept', 'AAAA', 'Sec-WebSocket-Accept', ['Sec-WebSocket-Accept: AAAA']],
    [
      'handshake.accept',
      'S3PPLMBITXAQ9KYGZZHZRBK+XOO=',
      'Sec-WebSocket-Accept',
      ['Sec-WebSocket-Accept: S3PPLMBITXAQ9KYGZZHZRBK+XOO='],
    ],
    ['handshake.accept', 'the field twice', 'Sec-WebSocket-Accept', Array(2).fill(RESPONSE[3]) as string[]],
    ['handshake.extensions', 'x-foo', 'X', ['Sec-WebSocket-Extensions: x-foo']],
    ['handshake.extensions', 'permessage-deflate', 'X', ['Sec-WebSocket-Extensions: permessage-deflate']],
    ['handshake.extensions', 'the end of the value', 'X', ['Sec-WebSocket-Extensions:']],
    ['handshake.protocol', 'chat', 'X', ['Sec-WebSocket-Protocol: chat']],
    ['handshake.protocol', '', 'X', ['Sec-WebSocket-Protocol:']],
  ])('%s fails alone: %s', (rule, found, prefix, lines) => {
    const checks = checkResponse(plain, response(edited(RESPONSE, prefix, ...lines)));
    expect(failures(checks)).toEqual([rule]);
    expect(firstFailure(checks)?.found).toBe(found);
  });

  test('check 4 says what the key should have been answered with', () => {
    const wrong = response(edited(RESPONSE, 'Sec-WebSocket-Accept', 'Sec-WebSocket-Accept: AAAA'));
    expect(firstFailure(checkResponse(plain, wrong))?.expected).toBe('s3pPLMBiTxaQ9kYGzzhZRbK+xOo=');
  });

  describe('check 5: extensions', () => {
    const offer = offering('Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits');
    const answered = (value: string) =>
      checkResponse(offer, response([...RESPONSE, `Sec-WebSocket-Extensions: ${value}`]));

    test.each(['permessage-deflate', 'permessage-deflate; client_max_window_bits=10'])('right: %s', (value) => {
      expect(failures(answered(value))).toEqual([]);
    });

    test('a bad parameter is a matter of RFC 7692, at its own place', () => {
      const lines = [...RESPONSE, 'Sec-WebSocket-Extensions: permessage-deflate; foo=1'];
      const check = firstFailure(checkResponse(offer, response(lines)));
      expect(check).toMatchObject({ rule: 'handshake.extensions', source: { document: 'RFC 7692', section: '7' } });
      expect(text(lines, check?.span)).toBe('foo=1');
    });

    test('permessage-deflate twice would share RSV1 (RFC 7692 §5)', () => {
      expect(firstFailure(answered('permessage-deflate, permessage-deflate'))).toMatchObject({
        found: 'permessage-deflate twice',
        source: { document: 'RFC 7692', section: '5' },
      });
    });
  });

  describe('check 6: the subprotocol', () => {
    const offer = offering('Sec-WebSocket-Protocol: chat, superchat');
    const answered = (...lines: string[]) => checkResponse(offer, response([...RESPONSE, ...lines]));

    test('one of those offered', () => {
      expect(failures(answered('Sec-WebSocket-Protocol: superchat'))).toEqual([]);
    });

    test.each([
      [['Sec-WebSocket-Protocol: soap']],
      [['Sec-WebSocket-Protocol: Chat']],
      [['Sec-WebSocket-Protocol: chat, superchat']],
      [['Sec-WebSocket-Protocol: chat', 'Sec-WebSocket-Protocol: chat']],
    ])('not %j', (lines) => {
      expect(failures(answered(...lines))).toEqual(['handshake.protocol']);
    });

    test('none is allowed by the RFC, and refused by browsers and ws (WHATWG)', () => {
      const answer = response(RESPONSE);
      expect(failures(checkResponse(offer, answer, 'rfc'))).toEqual([]);
      for (const policy of ['chromium', 'ws'] as const) {
        expect(firstFailure(checkResponse(offer, answer, policy))).toMatchObject({
          rule: 'handshake.protocol',
          source: { document: 'WHATWG WebSockets' },
        });
      }
    });
  });
});
