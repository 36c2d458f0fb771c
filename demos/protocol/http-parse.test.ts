import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { latin1Encode } from './bytes.ts';
import type { HeadResult, RequestHead, ResponseHead } from './http-head.ts';
import { type HeadOptions, parseRequestHead, parseResponseHead } from './http-parse.ts';
import { serializeRequestHead, serializeResponseHead } from './http-serialize.ts';
import { byteSpan } from './span.ts';

const request = (text: string, options?: HeadOptions) => parseRequestHead(latin1Encode(text), options);
const response = (text: string) => parseResponseHead(latin1Encode(text));

function head<Head>(result: HeadResult<Head>): Head {
  if (result.kind !== 'head') throw new Error(`expected a head, found ${JSON.stringify(result)}`);
  return result.head;
}
const toleratedRules = (result: HeadResult<unknown>): string[] =>
  result.kind === 'head' ? result.tolerated.map(({ rule }) => rule) : [result.kind];
const violation = (result: HeadResult<unknown>) => (result.kind === 'violation' ? result.violation : result.kind);

describe('a request head (RFC 9112 §3)', () => {
  const text = 'GET /ws/echo HTTP/1.1\r\nHost: localhost:4101\r\nX-Empty:\r\n\r\n';

  test('method, target and version, each with its place', () => {
    expect(head(request(text))).toMatchObject({
      kind: 'request',
      method: 'GET',
      target: '/ws/echo',
      version: 'HTTP/1.1',
      startLine: byteSpan(0, 23),
      spans: { method: byteSpan(0, 3), target: byteSpan(4, 12), version: byteSpan(13, 21) },
    });
  });

  test('a field: the whole line with CR LF, its name, its value without white space', () => {
    expect(head(request(text)).fields[0]).toEqual({
      name: 'Host',
      value: 'localhost:4101',
      line: byteSpan(23, 45),
      nameSpan: byteSpan(23, 27),
      valueSpan: byteSpan(29, 43),
    });
  });

  test('an empty value is a value, right after the colon', () => {
    expect(head(request(text)).fields[1]).toMatchObject({ name: 'X-Empty', value: '', valueSpan: byteSpan(53, 53) });
  });

  test('the empty line ends the head; what follows is left alone', () => {
    const { endSpan, byteLength } = head(request(`${text}\x81\x05`));
    expect(endSpan).toEqual(byteSpan(55, 57));
    expect(byteLength).toBe(57);
  });

  test('the same name twice stays twice, in order', () => {
    const { fields } = head(request('GET / HTTP/1.1\r\na: 1\r\nB: 2\r\nA: 3\r\n\r\n'));
    expect(fields.map(({ name, value }) => [name, value])).toEqual([
      ['a', '1'],
      ['B', '2'],
      ['A', '3'],
    ]);
  });

  test('white space around a value is not part of it; inside it is (§5.1)', () => {
    expect(head(request('GET / HTTP/1.1\r\nA: \t b \t c\t \r\n\r\n')).fields[0]).toMatchObject({
      value: 'b \t c',
      valueSpan: byteSpan(21, 26),
    });
  });

  test('bytes above 7f are characters of the value (RFC 9110 §5.5)', () => {
    expect(head(request('GET / HTTP/1.1\r\nA: \xe2\x82\xac\r\n\r\n')).fields[0]?.value).toBe('\xe2\x82\xac');
  });
});

describe('a response head (RFC 9112 §4)', () => {
  test('version, status and reason, each with its place', () => {
    expect(head(response('HTTP/1.1 101 Switching Protocols\r\n\r\n'))).toMatchObject({
      kind: 'response',
      version: 'HTTP/1.1',
      status: 101,
      reason: 'Switching Protocols',
      spans: { version: byteSpan(0, 8), status: byteSpan(9, 12), reason: byteSpan(13, 32) },
    });
  });

  test('the reason may be empty', () => {
    expect(head(response('HTTP/1.1 101 \r\n\r\n'))).toMatchObject({ reason: '', spans: { reason: byteSpan(13, 13) } });
  });
});

describe('tolerated: readable, and reported', () => {
  test.each([
    ['bare LF (§2.2)', 'GET / HTTP/1.1\nHost: a\r\n\r\n', 'http.bare-lf'],
    ['an empty line before the request (§2.2)', '\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n', 'http.leading-empty-line'],
    ['a folded value (§5.2)', 'GET / HTTP/1.1\r\nHost: a\r\n b\r\n\r\n', 'http.obs-fold'],
    ['a control character (RFC 9110 §5.5)', 'GET / HTTP/1.1\r\nHost: a\x01\r\n\r\n', 'http.control-character'],
  ])('%s', (_, text, rule) => {
    expect(toleratedRules(request(text))).toEqual([rule]);
  });

  test('a fold is read as spaces, one a byte, so the value keeps its place', () => {
    const { fields } = head(request('GET / HTTP/1.1\r\nA: b\r\n\tc\r\nD: e\r\n\r\n'));
    expect(fields[0]).toMatchObject({ value: 'b  \tc', valueSpan: byteSpan(19, 24), line: byteSpan(16, 26) });
    expect(fields[1]?.name).toBe('D');
  });

  test('a value may begin on the second line, and an empty fold adds nothing', () => {
    const [first, second] = head(request('GET / HTTP/1.1\r\nA:\r\n b\r\n \r\nC: d\r\n \t\r\n e \r\n\r\n')).fields;
    expect(first).toMatchObject({ value: 'b', valueSpan: byteSpan(21, 22), line: byteSpan(16, 27) });
    expect(second).toMatchObject({ value: 'd   \t   e', valueSpan: byteSpan(30, 39) });
  });

  test('a head of nothing but folds is read once, not once a fold', () => {
    const { fields } = head(request(`GET / HTTP/1.1\r\nA: b${'\r\n c'.repeat(16_000)}\r\n\r\n`));
    expect(fields[0]?.value).toBe(`b${'   c'.repeat(16_000)}`);
  });

  test('a bare CR in a fold is refused, and the value before it kept out', () => {
    const result = request('GET / HTTP/1.1\r\nA: b\r\n c\rd\r\n');
    expect(violation(result)).toMatchObject({ rule: 'http.field-value', span: byteSpan(24, 25) });
  });

  test('a control character before a fold is reported once', () => {
    expect(toleratedRules(request('GET / HTTP/1.1\r\nA: \x02\r\n c\r\n\r\n'))).toEqual([
      'http.control-character',
      'http.obs-fold',
    ]);
  });

  test('the start line begins after the empty lines', () => {
    expect(head(request('\r\n\nGET / HTTP/1.1\r\n\r\n'))).toMatchObject({ startLine: byteSpan(3, 19), byteLength: 21 });
  });

  test('a response without the space before its reason (§4)', () => {
    const result = response('HTTP/1.1 101\r\n\r\n');
    expect(toleratedRules(result)).toEqual(['http.missing-reason-space']);
    expect(head(result).spans.reason).toEqual(byteSpan(12, 12));
  });

  test('white space before the colon of a response (§5.1 makes only servers refuse it)', () => {
    const result = response('HTTP/1.1 101 \r\nUpgrade : websocket\r\n\r\n');
    expect(toleratedRules(result)).toEqual(['http.space-before-colon']);
    expect(head(result).fields[0]).toMatchObject({ name: 'Upgrade', value: 'websocket', nameSpan: byteSpan(15, 22) });
  });
});

describe('refused: the rule, the place, what was found and what was expected', () => {
  const start = 'GET / HTTP/1.1\r\n';
  test.each([
    ['GET /\r\n', 'http.request-line', 0, 5, '1 spaces'],
    ['GET  / HTTP/1.1\r\n', 'http.request-line', 0, 15, '3 spaces'],
    ['GET / HTTP/1.1 \r\n', 'http.request-line', 0, 15, '3 spaces'],
    ['G(T / HTTP/1.1\r\n', 'http.method', 1, 2, '"("'],
    [' / HTTP/1.1\r\n', 'http.method', 0, 0, 'nothing'],
    ['GET /\x80 HTTP/1.1\r\n', 'http.target', 5, 6, 'byte 80'],
    ['GET  HTTP/1.1\r\n', 'http.target', 4, 4, 'nothing'],
    ['GET / http/1.1\r\n', 'http.version', 6, 14, '"http/1.1"'],
    ['GET / HTTP/1.10\r\n', 'http.version', 6, 15, '"HTTP/1.10"'],
    [`${start} Host: a\r\n`, 'http.leading-space', 16, 17, 'white space before the first field'],
    [`${start}Host\r\n`, 'http.missing-colon', 16, 20, 'a line without a colon'],
    [`${start}: a\r\n`, 'http.field-name', 16, 17, '":"'],
    [`${start}Ho st: a\r\n`, 'http.field-name', 18, 19, '" "'],
    [`${start}H\xf6st: a\r\n`, 'http.field-name', 17, 18, 'byte f6'],
    [`${start}Host : a\r\n`, 'http.space-before-colon', 20, 21, 'white space before the colon'],
    [`${start}Host: a\0b\r\n`, 'http.field-value', 23, 24, 'byte 00'],
    [`${start}Host: a\rb\r\n`, 'http.field-value', 23, 24, 'byte 0d'],
  ])('%j', (text, rule, from, to, found) => {
    expect(violation(request(text))).toMatchObject({
      rule,
      span: byteSpan(from, to),
      found,
      noticedBy: 'server',
      closeCode: null,
    });
  });

  test.each([
    ['HTTP/1.1\r\n', 'http.status-line', 0, 8],
    ['HTTP/11 101 \r\n', 'http.version', 0, 7],
    ['HTTP/1.1 1O1 \r\n', 'http.status', 9, 12],
    ['HTTP/1.1  101\r\n', 'http.status', 9, 9],
    ['HTTP/1.1 101 a\0\r\n', 'http.reason', 14, 15],
  ])('response %j', (text, rule, from, to) => {
    expect(violation(response(text))).toMatchObject({ rule, span: byteSpan(from, to), noticedBy: 'client' });
  });

  test('the fields before the bad line are kept', () => {
    expect(request(`${start}Host: a\r\nbad\r\n`)).toMatchObject({ kind: 'violation', fields: [{ name: 'Host' }] });
  });
});

describe('not HTTP at all, known from the first wrong byte', () => {
  test('SSH where a response should be', () => {
    expect(violation(response('S'))).toMatchObject({ rule: 'http.not-http', span: byteSpan(0, 1), found: '"S"' });
  });

  test('an empty line before a response is not excused', () => {
    expect(violation(response('\r'))).toMatchObject({ rule: 'http.not-http', found: 'byte 0d' });
  });

  test('a TLS ClientHello where a request should be', () => {
    expect(violation(request('\x16\x03\x01'))).toMatchObject({ rule: 'http.method', found: 'byte 16' });
  });

  test.each(['', 'H', 'HTTP', 'HTTP/'])('%j may still become a response', (text) => {
    expect(response(text)).toEqual({ kind: 'need-more' });
  });
});

describe('a head longer than the limit', () => {
  test('64 KiB without an empty line', () => {
    const endless = `GET / HTTP/1.1\r\nA: ${'a'.repeat(65_536)}`;
    expect(violation(request(endless))).toMatchObject({ rule: 'http.head-too-large', span: byteSpan(0, 65_536) });
  });

  test('exactly the limit is allowed', () => {
    const text = 'GET / HTTP/1.1\r\n\r\n';
    expect(request(text, { maxBytes: 18 }).kind).toBe('head');
    expect(violation(request(text, { maxBytes: 17 }))).toMatchObject({ rule: 'http.head-too-large' });
  });
});

const TCHARS = "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const latin1 = (allowed: RegExp) =>
  fc.constantFrom(...Array.from({ length: 256 }, (_, i) => String.fromCharCode(i)).filter((c) => allowed.test(c)));
const token = fc.string({ unit: fc.constantFrom(...TCHARS), minLength: 1, maxLength: 12 });
const value = fc
  .string({ unit: latin1(/[\t\x20-\x7e\x80-\xff]/), maxLength: 20 })
  .map((text) => text.replace(/^[\t ]+|[\t ]+$/g, ''));
const fields = fc.array(fc.tuple(token, value), { maxLength: 6 });
const version = fc.constantFrom('HTTP/1.0', 'HTTP/1.1', 'HTTP/2.0');
const requestText = fc.record({
  method: token,
  target: fc.string({ unit: latin1(/[\x21-\x7e]/), minLength: 1 }),
  version,
  fields,
});
const responseText = fc.record({
  status: fc.integer({ min: 100, max: 999 }),
  reason: fc.string({ unit: latin1(/[\t\x20-\x7e\x80-\xff]/) }),
  version,
  fields,
});
const plain = ({ fields: lines }: RequestHead | ResponseHead) => lines.map(({ name, value: text }) => [name, text]);

describe('properties', () => {
  test('a serialized request reads back as it was given, nothing tolerated', () => {
    fc.assert(
      fc.property(requestText, (given) => {
        const bytes = serializeRequestHead(given);
        const result = parseRequestHead(bytes);
        const read = head(result);
        expect(toleratedRules(result)).toEqual([]);
        expect({ method: read.method, target: read.target, version: read.version, fields: plain(read) }).toEqual(given);
        expect(read.byteLength).toBe(bytes.length);
        expect(serializeRequestHead({ ...read, fields: read.fields.map((f) => [f.name, f.value] as const) })).toEqual(
          bytes,
        );
      }),
    );
  });

  test('a serialized response reads back as it was given, nothing tolerated', () => {
    fc.assert(
      fc.property(responseText, (given) => {
        const bytes = serializeResponseHead(given);
        const result = parseResponseHead(bytes);
        const read = head(result);
        expect(toleratedRules(result)).toEqual([]);
        expect({ status: read.status, reason: read.reason, version: read.version, fields: plain(read) }).toEqual(given);
        expect(serializeResponseHead({ ...read, fields: read.fields.map((f) => [f.name, f.value] as const) })).toEqual(
          bytes,
        );
      }),
    );
  });

  test('every name and value is what stands at its span', () => {
    fc.assert(
      fc.property(requestText, (given) => {
        const bytes = serializeRequestHead(given);
        const text = (span: { start: number; end: number }) =>
          String.fromCharCode(...bytes.subarray(span.start / 8, span.end / 8));
        const read = head(parseRequestHead(bytes));
        for (const field of read.fields) {
          expect(text(field.nameSpan)).toBe(field.name);
          expect(text(field.valueSpan)).toBe(field.value);
        }
        expect(text(read.spans.target)).toBe(read.target);
      }),
    );
  });

  test('any bytes give a head, need more, or a violation inside them; never an exception', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        for (const result of [parseRequestHead(bytes), parseResponseHead(bytes)])
          expectDocumented(result, bytes.length);
      }),
    );
  });

  test('so does a valid head with some bytes changed', () => {
    const spots = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(requestText, responseText, spots, (req, res, changes) => {
        for (const [bytes, parse] of [
          [serializeRequestHead(req), parseRequestHead],
          [serializeResponseHead(res), parseResponseHead],
        ] as const) {
          for (const [at, byte] of changes) bytes[at % bytes.length] = byte;
          expectDocumented(parse(bytes), bytes.length);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('more bytes never change a verdict: a prefix needs more or already says what the whole says', () => {
    const spot = fc.tuple(fc.nat(), fc.nat(255));
    fc.assert(
      fc.property(requestText, spot, fc.nat(), (req, [at, byte], cut) => {
        const bytes = serializeRequestHead(req);
        bytes[at % bytes.length] = byte;
        const early = parseRequestHead(bytes.subarray(0, cut % bytes.length));
        if (early.kind !== 'need-more') expect(early).toEqual(parseRequestHead(bytes));
      }),
      { numRuns: 300 },
    );
  });
});

function expectDocumented(result: HeadResult<RequestHead | ResponseHead>, length: number): void {
  expect(['head', 'need-more', 'violation']).toContain(result.kind);
  const violations = result.kind === 'violation' ? [result.violation] : result.kind === 'head' ? result.tolerated : [];
  for (const { span } of violations) {
    expect(span.start).toBeLessThanOrEqual(span.end);
    expect(span.end).toBeLessThanOrEqual(length * 8);
  }
}

describe('writing what could not be read back is a misuse', () => {
  const fieldsWith = (name: string, text: string) => () =>
    serializeRequestHead({ method: 'GET', target: '/', fields: [[name, text]] });
  test.each([
    ['CR LF in a value', fieldsWith('A', 'b\r\nC: d')],
    ['NUL in a value', fieldsWith('A', '\0')],
    ['white space around a value', fieldsWith('A', ' b')],
    ['a character above U+00FF', fieldsWith('A', '€')],
    ['a name that is no token', fieldsWith('A b', 'c')],
    ['an empty name', fieldsWith('', 'c')],
    ['a space in the target', () => serializeRequestHead({ method: 'GET', target: '/ ', fields: [] })],
    ['an empty method', () => serializeRequestHead({ method: '', target: '/', fields: [] })],
    ['a two-digit status', () => serializeResponseHead({ status: 99, reason: '', fields: [] })],
    ['CR in a reason', () => serializeResponseHead({ status: 200, reason: '\r', fields: [] })],
    ['an odd version', () => serializeResponseHead({ status: 200, reason: '', version: 'HTTP/1', fields: [] })],
  ])('%s', (_, write) => {
    expect(write).toThrow(TypeError);
  });
});
