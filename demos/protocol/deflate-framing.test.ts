import { expect, test } from 'vitest';
import { nodeDeflateRaw } from '#tools/node-deflate.ts';
import { fromHex, toHex, utf8Encode } from './bytes.ts';
import { createMessageDeflater, createMessageInflater, stripFlushTail } from './deflate-framing.ts';
import { createMessageReader } from './message-reader.ts';

const HELLO = utf8Encode('Hello');
const inflater = (contextTakeover = true) => createMessageInflater({ contextTakeover });
const deflater = (contextTakeover = true) => createMessageDeflater(nodeDeflateRaw, { contextTakeover });

test('“Hello” is f2 48 cd c9 c9 07 00, both ways (RFC 7692 §7.2.3.1)', () => {
  expect(toHex(deflater().deflate(HELLO))).toBe('f2 48 cd c9 c9 07 00');
  expect(inflater().inflate(fromHex('f2 48 cd c9 c9 07 00'), null)).toEqual({ kind: 'data', bytes: HELLO });
});

test('a second “Hello” refers back to the first: f2 00 11 00 00, both ways (§7.2.3.2)', () => {
  const out = deflater();
  out.deflate(HELLO);
  expect(toHex(out.deflate(HELLO))).toBe('f2 00 11 00 00');
  const back = inflater();
  back.inflate(fromHex('f2 48 cd c9 c9 07 00'), null);
  expect(back.inflate(fromHex('f2 00 11 00 00'), null)).toEqual({ kind: 'data', bytes: HELLO });
});

test('without context takeover the second “Hello” is the first again', () => {
  const out = deflater(false);
  expect(toHex(out.deflate(HELLO))).toBe(toHex(out.deflate(HELLO)));
  const back = inflater(false);
  back.inflate(fromHex('f2 48 cd c9 c9 07 00'), null);
  expect(back.inflate(fromHex('f2 00 11 00 00'), null)).toMatchObject({ kind: 'corrupt' });
});

test.each([
  ['a stored block (§7.2.3.3)', '00 05 00 fa ff 48 65 6c 6c 6f 00'],
  ['a block with BFINAL set (§7.2.3.4)', 'f3 48 cd c9 c9 07 00 00'],
  ['two blocks in one message (§7.2.3.5)', 'f2 48 05 00 00 00 ff ff ca c9 c9 07 00'],
])('%s is read', (_, hex) => {
  expect(inflater().inflate(fromHex(hex), null)).toEqual({ kind: 'data', bytes: HELLO });
});

test('an empty message is the single octet 00 (§7.2.3.6), both ways', () => {
  expect(toHex(deflater().deflate(new Uint8Array(0)))).toBe('00');
  expect(inflater().inflate(fromHex('00'), null)).toEqual({ kind: 'data', bytes: new Uint8Array(0) });
});

test('a message in two frames has RSV1 on the first only (§7.2.3.1)', () => {
  const reader = createMessageReader({ from: 'server', policy: 'rfc', deflate: true, inflater: inflater() });
  expect(reader.push(fromHex('41 03 f2 48 cd  80 04 c9 c9 07 00'))).toMatchObject([
    { kind: 'message', type: 'text', payload: HELLO, joined: fromHex('f2 48 cd c9 c9 07 00'), compression: 'inflated' },
  ]);
});

test('an uncompressed message may stand between compressed ones (§6.1)', () => {
  const reader = createMessageReader({ from: 'server', policy: 'rfc', deflate: true, inflater: inflater() });
  expect(reader.push(fromHex('c1 07 f2 48 cd c9 c9 07 00  81 01 21  c1 05 f2 00 11 00 00'))).toMatchObject([
    { payload: HELLO, compression: 'inflated' },
    { payload: utf8Encode('!'), compression: 'none' },
    { payload: HELLO, compression: 'inflated' },
  ]);
});

test('the window holds the last bytes and no more', () => {
  const seen: number[] = [];
  const out = createMessageDeflater(
    (data, window) => {
      seen.push(window.length);
      return nodeDeflateRaw(data, window);
    },
    { contextTakeover: true, windowBytes: 256 },
  );
  for (const length of [100, 100, 100, 1000, 1]) out.deflate(new Uint8Array(length));
  expect(seen).toEqual([0, 100, 200, 256, 256]);
});

test('messages that fill the window come back', () => {
  const out = deflater();
  const back = inflater();
  for (let i = 0; i < 8; i++) {
    const message = Uint8Array.from({ length: 9000 }, (_, k) => (k * k * (i + 3)) >>> 5);
    const result = back.inflate(out.deflate(message), null);
    expect(result.kind === 'data' && toHex(result.bytes) === toHex(message)).toBe(true);
  }
});

test('data that ends inside a block gives what there is, and says so', () => {
  expect(inflater().inflate(fromHex('f2 48 cd'), null)).toEqual({
    kind: 'data',
    // The four bytes put back are read as more of the block.
    bytes: fromHex('48 65 68'),
    cutShort: true,
  });
});

test('a message above the limit is not inflated to its end', () => {
  const bomb = deflater().deflate(new Uint8Array(100_000));
  expect(bomb.length).toBeLessThan(200);
  expect(inflater().inflate(bomb, 99_999)).toEqual({ kind: 'too-big' });
  expect(inflater().inflate(bomb, 100_000)).toMatchObject({ kind: 'data' });
});

test('of all messages together no more is inflated than asked for', () => {
  const bomb = deflater(false).deflate(new Uint8Array(100_000));
  const bounded = createMessageInflater({ contextTakeover: false }, 150_000);
  expect(bounded.inflate(bomb, null)).toMatchObject({ kind: 'data' });
  expect(bounded.inflate(bomb, null)).toEqual({ kind: 'not-inflated' });
  expect(bounded.inflate(fromHex('f2 48 cd c9 c9 07 00'), null)).toEqual({ kind: 'not-inflated' });
});

test('after a skipped message the window is lost, unless no message refers to another', () => {
  const shared = inflater();
  shared.skip();
  expect(shared.inflate(fromHex('f2 48 cd c9 c9 07 00'), null)).toEqual({ kind: 'not-inflated' });
  const separate = inflater(false);
  separate.skip();
  expect(separate.inflate(fromHex('f2 48 cd c9 c9 07 00'), null)).toEqual({ kind: 'data', bytes: HELLO });
});

test('data that does not end with a flush is a misuse', () => {
  expect(() => stripFlushTail(fromHex('f2 48 cd c9 c9 07 00'))).toThrow(TypeError);
  expect(() => stripFlushTail(fromHex('ff ff'))).toThrow(TypeError);
});
