import { expect, test } from 'vitest';
import { deflateBytes, deflateMemory, inflateBytes } from './deflate-memory.ts';

test('with the defaults a compressor takes 128 KiB and 128 KiB, as zconf.h says', () =>
  expect(deflateBytes(15)).toBe((128 + 128) * 1024));

test('a compressor of 8 bits takes what one of 9 does: zlib has none of 8', () =>
  expect(deflateBytes(8)).toBe(deflateBytes(9)));

test('with the defaults a decompressor takes 32 KiB and about 7', () => expect(inflateBytes(15)).toBe(39 * 1024));

test('each end compresses with its own window and inflates with the other’s (RFC 7692 §7.1.2)', () =>
  expect(deflateMemory({ serverMaxWindowBits: 10, clientMaxWindowBits: 15 })).toEqual({
    client: { deflate: deflateBytes(15), inflate: inflateBytes(10) },
    server: { deflate: deflateBytes(10), inflate: inflateBytes(15) },
  }));
