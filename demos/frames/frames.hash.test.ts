import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromHex, toHex } from '#demos/protocol/bytes.ts';
import { readHash } from './frames.hash.ts';

const read = (query: string) => readHash(new URLSearchParams(query));

test('a link names the frame, its sender, what is selected, and who reads it', () => {
  expect(read('hex=81fe0005&from=server&after=fragment&part=payload/1&policy=ws&source=live&deflate=1')).toEqual({
    bytes: fromHex('81 fe 00 05'),
    from: 'server',
    after: 'fragment',
    part: { part: 'payload', index: 1 },
    policy: 'ws',
    source: 'live',
    deflate: true,
  });
});

test('what makes no sense in a link is left out', () => {
  expect(read('hex=8g&from=me&after=x&part=heart&policy=lax&source=dreams&deflate=yes')).toEqual({});
});

test('the bytes of a link are the bytes of the bench', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
      expect(read(`hex=${toHex(bytes, '')}`).bytes).toEqual(bytes);
    }),
  );
});

test('any link is read, and none throws', () => {
  fc.assert(fc.property(fc.string(), fc.string(), (hex, part) => void readHash(new URLSearchParams({ hex, part }))));
});
