import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { concat, latin1Decode, latin1Encode } from '#demos/protocol/bytes.ts';
import type { Direction } from './capture.ts';
import { createRedactor } from './redact.ts';

const up = 'client-to-server' as const;
const down = 'server-to-client' as const;
type Said = readonly [Direction, string];

/** What a redactor makes of a conversation, as text, turn by turn. */
function redacted(...conversation: readonly Said[]): string[] {
  const redactor = createRedactor();
  return conversation.map(([direction, text]) => latin1Decode(redactor.redact(direction, latin1Encode(text)).bytes));
}
const request = (...fields: readonly string[]): string => ['GET / HTTP/1.1', ...fields, '', ''].join('\r\n');

describe('what is hidden in a request', () => {
  test.each([
    ['Cookie: a=b; c=d', 'Cookie: xxxxxxxx'],
    ['cOOKIE:\t a=b', 'cOOKIE:\t xxx'],
    ['Authorization: Basic dTpw', 'Authorization: xxxxxxxxxx'],
    ['Proxy-Authorization: Bearer t', 'Proxy-Authorization: xxxxxxxx'],
    ['Cookie: a=b\r\n c=d', 'Cookie: xxx\r\nxxxx'],
    ['Cookie:\r\n a=b', 'Cookie:\r\n xxx'],
    ['Cookie : a=b', 'Cookie : xxx'],
    ['X: y\r\n Cookie: a', 'X: y\r\n Cookie: x'],
    ['Cookie: a\r\nCookie: b\r\nCookies: c', 'Cookie: x\r\nCookie: x\r\nCookies: c'],
    ['Referer: http://h/?tap=AbC&x=1', 'Referer: http://h/?tap=xxx&x=1'],
  ])('%j becomes %j', (from, to) => {
    expect(redacted([up, request(from)])).toEqual([request(to)]);
  });

  test.each([
    ['/ws/echo?tap=AbC', '/ws/echo?tap=xxx'],
    ['/ws/echo?s=1&tap=AbC&ticket=De#f', '/ws/echo?s=1&tap=xxx&ticket=xx#f'],
    ['/ws/echo?t%61p=AbC', '/ws/echo?t%61p=xxx'],
    ['/ws/echo?maptap=AbC&tape=1', '/ws/echo?maptap=AbC&tape=1'],
    ['/tap=AbC', '/tap=AbC'],
  ])('the target %s becomes %s', (from, to) => {
    expect(redacted([up, `GET ${from} HTTP/1.1\r\n\r\n`])).toEqual([`GET ${to} HTTP/1.1\r\n\r\n`]);
  });

  test('the span says which bits, and why', () => {
    const { redacted: spans } = createRedactor().redact(up, latin1Encode('GET /?tap=A HTTP/1.1\r\nCookie: bc\r\n\r\n'));
    expect(spans).toEqual([
      { span: { start: 10 * 8, end: 11 * 8 }, why: 'tap-id' },
      { span: { start: 30 * 8, end: 32 * 8 }, why: 'credential' },
    ]);
  });

  test('a value split over reads is hidden in both', () => {
    expect(redacted([up, 'GET / HTTP/1.1\r\nCoo'], [up, 'kie: a'], [up, 'b\r\n\r\n'])).toEqual([
      'GET / HTTP/1.1\r\nCoo',
      'kie: x',
      'x\r\n\r\n',
    ]);
  });

  test('bytes without secrets are given back as they are, not copied', () => {
    const bytes = latin1Encode(request('Host: h'));
    expect(createRedactor().redact(up, bytes).bytes).toBe(bytes);
  });
});

describe('what is hidden in a response', () => {
  test('Set-Cookie, and a tap id in Location', () => {
    const head = 'HTTP/1.1 302 Found\r\nSet-Cookie: a=b\r\nLocation: /?tap=A\r\nContent-Length: 0\r\n\r\n';
    const hidden = head.replace('a=b', 'xxx').replace('tap=A', 'tap=x');
    expect(redacted([up, request()], [down, head])[1]).toBe(hidden);
  });
});

describe('where heads begin', () => {
  const secret = request('Cookie: a');
  const hidden = request('Cookie: x');

  test('after a body of Content-Length bytes, which stays', () => {
    const post = 'POST / HTTP/1.1\r\nContent-Length: 11\r\n\r\nCookie: a\r\n';
    expect(redacted([up, post + secret])).toEqual([post + hidden]);
  });

  test('after a chunked body, whose trailers are hidden as fields are', () => {
    const post =
      'POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nb;x=y\r\nCookie: a\r\n\r\n0\r\nCookie: a\r\n\r\n';
    expect(redacted([up, post + secret])).toEqual([`${post.slice(0, -5)}x\r\n\r\n${hidden}`]);
  });

  test('after a response without a body: HEAD, 204, 304', () => {
    const head = 'HEAD / HTTP/1.1\r\n\r\n';
    const to = (a: string) => `HTTP/1.1 200 OK\r\nContent-Length: 500\r\nSet-Cookie: ${a}\r\n\r\n`;
    const none = (a: string) => `HTTP/1.1 204 No Content\r\nSet-Cookie: ${a}\r\n\r\n`;
    const said = redacted([up, head + request()], [down, to('a') + none('b')]);
    expect(said[1]).toBe(to('x') + none('x'));
  });

  test('after a request to upgrade that was refused', () => {
    const upgrade = request('Upgrade: websocket', 'Connection: Upgrade');
    const refusal = 'HTTP/1.1 400 Bad Request\r\nContent-Length: 2\r\n\r\nno';
    expect(redacted([up, upgrade], [down, refusal], [up, secret])).toEqual([upgrade, refusal, hidden]);
  });

  test('nowhere after a 101', () => {
    const switched = 'HTTP/1.1 101 Switching Protocols\r\n\r\n';
    const frames = `\r\n${secret}`;
    expect(redacted([up, secret], [down, switched + secret], [up, frames], [down, frames])).toEqual([
      hidden,
      switched + secret,
      frames,
      frames,
    ]);
  });
});

describe('for any bytes in any pieces', () => {
  const SECRET = 'S3cr3tV4lue';
  const field = fc.constantFrom(
    `Cookie: ${SECRET}`,
    `COOKIE:${SECRET}\r\n\t${SECRET}`,
    `authorization : Basic ${SECRET}`,
    `Proxy-Authorization: ${SECRET}\r\n ${SECRET}`,
    `Referer: http://127.0.0.1/?tap=${SECRET}`,
    'Host: h',
    'X-Long: cookie: y',
  );
  const target = fc.constantFrom('/', `/?tap=${SECRET}`, `/a?b=c&ticket=${SECRET}&d=e`);
  const message = fc
    .tuple(target, fc.array(field, { maxLength: 5 }), fc.constantFrom('', 'body: x', '\r\n\r\n'))
    .map(([path, fields, body]) =>
      [`POST ${path} HTTP/1.1`, ...fields, `Content-Length: ${body.length}`, '', body].join('\r\n'),
    );
  const cuts = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 });

  const inPieces = (bytes: Uint8Array, sizes: readonly number[]) => {
    const redactor = createRedactor();
    const parts: Uint8Array[] = [];
    for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
      const size = sizes[turn % sizes.length] ?? 1;
      parts.push(redactor.redact(up, bytes.subarray(at, at + size)).bytes);
      at += size;
    }
    return latin1Decode(concat(...parts));
  };

  test('the pieces together are the whole redacted, as long as before, and hold no secret', () => {
    fc.assert(
      fc.property(fc.array(message, { minLength: 1, maxLength: 4 }), cuts, (messages, sizes) => {
        const bytes = latin1Encode(messages.join(''));
        const whole = latin1Decode(createRedactor().redact(up, bytes).bytes);
        expect(inPieces(bytes, sizes)).toBe(whole);
        expect(whole).toHaveLength(bytes.length);
        expect(whole).not.toContain(SECRET);
        expect(whole).toBe(messages.join('').replaceAll(new RegExp(`(Basic |(?<=\\n)[\\t ])?${SECRET}`, 'g'), fill));
      }),
    );
  });

  test('random bytes pass at their length, in pieces as in one', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), cuts, (bytes, sizes) => {
        const whole = createRedactor().redact(up, bytes).bytes;
        expect(whole).toHaveLength(bytes.length);
        expect(inPieces(bytes, sizes)).toBe(latin1Decode(whole));
      }),
    );
  });

  const fill = (hidden: string): string => 'x'.repeat(hidden.length);
});
