import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { concat, fromHex } from '#demos/protocol/bytes.ts';
import { createFrameDecoder } from '#demos/protocol/frame-decoder.ts';
import { installed } from '#tools/installed.ts';
import { decodeHeader, encodeFrame } from './frame.ts';
import { run } from './run-example.ts';

const read = (file: string) => readFileSync(new URL(file, import.meta.url), 'utf8');
const utf8 = (text: string) => new TextEncoder().encode(text);
const KEY = fromHex('37 fa 21 3d');

describe('encodeFrame', () => {
  // RFC 6455 §5.7, but for its fragmented message: this function sends whole ones.
  test.each([
    ['a text message from a server', '81 05 48 65 6c 6c 6f', 1, utf8('Hello'), undefined],
    ['a text message from a client', '81 85 37 fa 21 3d 7f 9f 4d 51 58', 1, utf8('Hello'), KEY],
    ['a Ping', '89 05 48 65 6c 6c 6f', 9, utf8('Hello'), undefined],
    ['its Pong', '8a 85 37 fa 21 3d 7f 9f 4d 51 58', 10, utf8('Hello'), KEY],
  ])('%s is RFC 6455 §5.7’s %s', (_, hex, opcode, payload, key) => {
    expect(encodeFrame(opcode, payload, key)).toEqual(fromHex(hex));
  });

  test.each([
    [256, '82 7e 01 00'],
    [65_536, '82 7f 00 00 00 00 00 01 00 00'],
  ])('%i binary bytes follow RFC 6455 §5.7’s %s', (length, hex) => {
    const payload = new Uint8Array(length).fill(7);
    expect(encodeFrame(2, payload)).toEqual(concat(fromHex(hex), payload));
  });

  it('writes frames that the course’s own decoder reads, in all three length forms, from both sides', () => {
    const lengths = fc.oneof(fc.integer({ min: 0, max: 300 }), fc.constantFrom(125, 126, 65_535, 65_536));
    const key = fc.option(fc.uint8Array({ minLength: 4, maxLength: 4 }), { nil: undefined });
    fc.assert(
      fc.property(lengths, fc.integer({ min: 0, max: 255 }), key, (length, byte, maskingKey) => {
        const payload = new Uint8Array(length).fill(byte);
        const frame = encodeFrame(2, payload, maskingKey);
        const from = maskingKey ? 'client' : 'server';
        const [read] = createFrameDecoder({ from, policy: 'rfc', deflate: false }).push(frame);
        expect(read).toMatchObject({ kind: 'frame', payload });
        expect(decodeHeader(frame)).toEqual({
          fin: true,
          opcode: 2,
          masked: maskingKey !== undefined,
          length: BigInt(length),
          header: frame.length - length,
          faults: [],
        });
      }),
      { numRuns: 60 },
    );
  });
});

describe('decodeHeader', () => {
  test.each(['', '81', '81 fe 00', '81 ff 00 00 00 00 00 01 00', '81 85 37 fa 21'])(
    'wants more than the bytes "%s"',
    (hex) => {
      expect(decodeHeader(fromHex(hex))).toBeNull();
    },
  );

  test.each([
    ['c1 05', '81 05', 'a reserved bit is set'],
    ['83 00', '82 00', 'a reserved opcode'],
    ['8b 00', '8a 00', 'a reserved opcode'],
    ['09 00', '89 00', 'a fragmented control frame'],
    ['89 7e 00 7e', '89 7d', 'a control frame over 125 bytes'],
    ['81 7e 00 7d', '81 7e 00 7e', 'a length for 7 bits'],
    ['82 7f 00 00 00 00 00 00 ff ff', '82 7f 00 00 00 00 00 01 00 00', 'a length for 16 bits'],
    ['82 7f 80 00 00 00 00 00 00 00', '82 7f 40 00 00 00 00 00 00 00', 'a length of 64 bits, top bit set'],
  ])('finds the fault in %s, and none in %s', (broken, legal, fault) => {
    expect(decodeHeader(fromHex(broken))?.faults).toEqual([fault]);
    expect(decodeHeader(fromHex(legal))?.faults).toEqual([]);
  });

  it('finds a fault where the course’s own decoder does, whatever the two bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 10, maxLength: 10 }), (bytes) => {
        fc.pre(((bytes[0] ?? 0) & 15) !== 0); // a continuation also depends on the frames before it
        const unmasked = bytes.map((byte, i) => (i === 1 ? byte & 0x7f : byte));
        const header = decodeHeader(unmasked);
        const decoder = createFrameDecoder({ from: 'server', policy: 'rfc', deflate: false, maxPayload: null });
        decoder.push(unmasked.subarray(0, header?.header));
        // The decoder also reads what a Close frame carries (§5.5.1); that is no part of the header.
        expect((header?.faults.length ?? 0) > 0).toBe(decoder.failure?.rule.startsWith('frame.') ?? false);
      }),
      { numRuns: 5000 },
    );
  });
});

test('each of its two regions has at most 30 lines', () => {
  const regions = [...read('frame.ts').matchAll(/#region \w+\n(.*?)\n\/\/ #endregion/gs)];
  expect(regions).toHaveLength(2);
  for (const [, code = ''] of regions) expect(code.split('\n').length).toBeLessThanOrEqual(30);
});

describe('what the lesson prints', () => {
  it('is what frame.ts prints', async () => {
    expect(await run('frame.ts')).toEqual({ out: read('frame.out'), err: '', code: 0 });
  });

  it.skipIf(!installed('python3', '--version'))('is what frame_header.py prints', async () => {
    expect(await run('frame_header.py')).toEqual({ out: read('frame_header.out'), err: '', code: 0 });
  });
});

describe.skipIf(!installed('python3', '--version'))('frame_header.py', () => {
  test.each([
    ['817e0100', 'FIN 1 RSV 000 opcode 1\nlength 256 header 4 key None\n'],
    ['02ff000000000001000001020304', 'FIN 0 RSV 000 opcode 2\nlength 65536 header 14 key 01020304\n'],
  ])('reads %s', async (hex, out) => {
    expect((await run('frame_header.py', hex)).out).toBe(out);
  });

  it('says that a header is not complete', async () => {
    expect(await run('frame_header.py', '81fe00')).toMatchObject({ err: 'the header is not complete yet\n', code: 1 });
  });
});
