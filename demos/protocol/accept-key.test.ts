import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ACCEPT_GUID, acceptKey } from './accept-key.ts';
import { base64Decode, base64Encode } from './base64.ts';
import { fromHex, latin1Decode } from './bytes.ts';
import { sha1 } from './sha1.ts';

interface Vectors {
  handshake: { key: string; guid: string; sha1: string; accept: string };
  accept: { key: string; accept: string }[];
}
const fixture = (name: string): Vectors =>
  JSON.parse(readFileSync(new URL(`../../tests/fixtures/${name}.json`, import.meta.url), 'utf8'));

describe('Sec-WebSocket-Accept', () => {
  test('the example of RFC 6455 §1.3, value by value', () => {
    const { key, guid, sha1: digest, accept } = fixture('rfc-vectors').handshake;
    expect(ACCEPT_GUID).toBe(guid);
    const derived = acceptKey(key);
    expect(latin1Decode(derived.input)).toBe('dGhlIHNhbXBsZSBub25jZQ==258EAFA5-E914-47DA-95CA-C5AB0DC85B11');
    expect(derived.digest).toEqual(fromHex(digest));
    expect(derived.accept).toBe(accept);
  });

  test('the key counts as text: two spellings of the same 16 bytes have two answers', () => {
    expect(acceptKey('AQIDBAUGBwgJCgsMDQ4PEA==').accept).toBe('C/0nmHhBztSRGR1CwL6Tf4ZjwpY=');
    expect(acceptKey('AQIDBAUGBwgJCgsMDQ4PEC==').accept).toBe('OfS0wDaT5NoxF2gqm7Zj2YtetzM=');
  });

  test('what ws answered to each recorded key', () => {
    const recorded = fixture('golden-vectors').accept;
    expect(recorded).toHaveLength(3);
    for (const { key, accept } of recorded) expect(acceptKey(key).accept).toBe(accept);
  });
});

test('SHA-1 agrees with node:crypto for every length around a block', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      expect(sha1(bytes)).toEqual(new Uint8Array(createHash('sha1').update(bytes).digest()));
    }),
  );
});

describe('base64 (RFC 4648 §4)', () => {
  test('agrees with Buffer, both ways', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        const text = Buffer.from(bytes).toString('base64');
        expect(base64Encode(bytes)).toBe(text);
        expect(base64Decode(text)).toEqual({ kind: 'bytes', bytes, canonical: true });
      }),
    );
  });

  test('the test vectors of §10', () => {
    const vectors = ['', 'Zg==', 'Zm8=', 'Zm9v', 'Zm9vYg==', 'Zm9vYmE=', 'Zm9vYmFy'];
    for (const [i, text] of vectors.entries()) expect(base64Encode(Buffer.from('foobar'.slice(0, i)))).toBe(text);
  });

  test('a spelling whose spare bits are not zero decodes, but is not canonical (§3.5)', () => {
    const bytes = fromHex('01 02 03 04 05 06 07 08 09 0a 0b 0c 0d 0e 0f 10');
    expect(base64Decode('AQIDBAUGBwgJCgsMDQ4PEC==')).toEqual({ kind: 'bytes', bytes, canonical: false });
  });

  test.each([
    ['AQ', 2],
    ['AQI', 3],
    ['A===', 3],
    ['====', 2],
    ['AAAA====', 6],
    ['AQ==AQ==', 4],
    ['AQ I', 2],
    ['-_-_', 0],
  ])('%j is refused at character %i', (text, at) => {
    expect(base64Decode(text)).toMatchObject({ kind: 'invalid', at });
  });

  test('any text is either bytes or invalid', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(['bytes', 'invalid']).toContain(base64Decode(text).kind);
      }),
    );
  });
});
