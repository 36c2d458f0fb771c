import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toHex } from '#demos/protocol/bytes.ts';
import { arbitraryWireEvent } from './arbitrary.ts';
import { encodePcapng } from './pcapng.ts';
import { ethernetFrame, FLAG, internetChecksum, parseEndpoint } from './pcapng-segment.ts';
import { createRecording, down, HELLO, up } from './session.ts';

/** Type and length of each block; fails where the two lengths of one differ. */
function blocksOf(file: Uint8Array): { type: number; length: number }[] {
  const view = new DataView(file.buffer, file.byteOffset, file.length);
  const blocks: { type: number; length: number }[] = [];
  for (let at = 0; at < file.length; ) {
    const length = view.getUint32(at + 4, true);
    expect(length % 4).toBe(0);
    expect(view.getUint32(at + length - 4, true)).toBe(length);
    blocks.push({ type: view.getUint32(at, true), length });
    at += length;
  }
  return blocks;
}

describe('a pcapng file', () => {
  test('is a section header, an interface and a packet for each segment', () => {
    const recording = createRecording();
    recording.add({ kind: 'opened', local: '127.0.0.1:4101', remote: '127.0.0.1:50000' });
    recording.say(down, HELLO);
    recording.add({ kind: 'fin', direction: up });
    recording.add({ kind: 'closed' });
    const types = blocksOf(encodePcapng({ events: recording.events })).map(({ type }) => type);
    // SYN, SYN ACK, ACK, the bytes, FIN.
    expect(types).toEqual([0x0a0d0d0a, 1, 6, 6, 6, 6, 6]);
  });

  test('begins with the magic number of a little-endian section', () => {
    expect(toHex(encodePcapng({ events: [] }).subarray(8, 16))).toBe('4d 3c 2b 1a 01 00 00 00');
  });

  test('splits a read that no IP packet can carry', () => {
    const recording = createRecording();
    recording.say(up, new Uint8Array(65_001));
    expect(blocksOf(encodePcapng({ events: recording.events })).filter(({ type }) => type === 6)).toHaveLength(3 + 2);
  });

  test('takes a time that is no time of ours', () => {
    const recording = createRecording();
    recording.say(down, HELLO);
    const [event] = recording.events;
    const late = event ? [{ ...event, at: Number.MAX_VALUE }] : [];
    expect(blocksOf(encodePcapng({ events: [...recording.events, ...late] })).length).toBeGreaterThan(4);
  });

  test('is well formed for any events', () => {
    fc.assert(
      fc.property(fc.array(arbitraryWireEvent, { maxLength: 6 }), (events) => {
        expect(blocksOf(encodePcapng({ events })).length).toBeGreaterThanOrEqual(2);
      }),
    );
  });
});

describe('segments', () => {
  const end = (text: string) => parseEndpoint(text) ?? expect.unreachable(text);

  test('RFC 1071 §3: the checksum of 00 01 f2 03 f4 f5 f6 f7 is the complement of ddf2', () => {
    expect(internetChecksum(Uint8Array.of(0x00, 0x01, 0xf2, 0x03, 0xf4, 0xf5, 0xf6, 0xf7))).toBe(0xffff - 0xddf2);
  });

  test('a header with its checksum sums to zero', () => {
    const frame = ethernetFrame({
      from: end('127.0.0.1:50000'),
      to: end('127.0.0.1:4101'),
      sequence: 1,
      acknowledgment: 1,
      flags: FLAG.ack,
      payload: HELLO,
    });
    expect(frame).toHaveLength(14 + 20 + 20 + HELLO.length);
    expect(internetChecksum(frame.subarray(14, 34))).toBe(0);
  });

  test.each([
    ['127.0.0.1:4101', '7f 00 00 01'],
    ['::ffff:127.0.0.1:4101', '7f 00 00 01'],
    ['[::1]:4101', '00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 01'],
    ['::1:4101', '00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 01'],
    ['[fe80::1:2]:4101', 'fe 80 00 00 00 00 00 00 00 00 00 00 00 01 00 02'],
  ])('%s is an address and port 4101', (text, address) => {
    expect(parseEndpoint(text)).toEqual({ address: expect.anything(), port: 4101 });
    expect(toHex(end(text).address)).toBe(address);
  });

  test.each(['', 'localhost:80', '127.0.0.1', '127.0.0.256:80', '1:2:3:80', '127.0.0.1:0', '[::1::2]:80'])(
    '%j is none',
    (text) => {
      expect(parseEndpoint(text)).toBeNull();
    },
  );
});
