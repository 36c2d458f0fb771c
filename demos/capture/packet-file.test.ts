import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { concat, fromHex, toHex } from '#demos/protocol/bytes.ts';
import type { WireCaptureEvent } from './capture.ts';
import { decodePackets } from './decode-pcap.ts';
import type { PacketFile } from './packet-file.ts';
import { pcapngBlocks, writePcap } from './packet-writer.ts';
import { encodePcapng } from './pcapng.ts';
import { readPcap } from './read-pcap.ts';
import { readPcapng } from './read-pcapng.ts';
import { createRecording, down, HELLO, MASKED_HELLO, REQUEST, RESPONSE, up } from './session.ts';

const ONE = fromHex('01 02 03');
const TWO = fromHex('04 05 06 07 08');

/** `seconds: bytes` of each packet. */
const told = ({ packets }: PacketFile): readonly string[] =>
  packets.map(({ time, bytes }) => `${Number(time) / 1e9}: ${toHex(bytes)}`);

describe.each(['little', 'big'] as const)('a %s-endian file', (order) => {
  test('pcap: times in microseconds', () => {
    const file = writePcap(
      [
        { seconds: 7, fraction: 500_000, bytes: ONE },
        { seconds: 8, fraction: 1, bytes: TWO },
      ],
      { order },
    );
    expect(readPcap(file).problem).toBeNull();
    expect(told(readPcap(file))).toEqual(['7.5: 01 02 03', '8.000001: 04 05 06 07 08']);
  });

  test('pcap: times in nanoseconds', () => {
    const file = writePcap([{ seconds: 7, fraction: 500, bytes: ONE }], { order, nanoseconds: true });
    expect(told(readPcap(file))).toEqual(['7.0000005: 01 02 03']);
  });

  test('pcapng: microseconds unless the interface says otherwise', () => {
    const { section, link, packet } = pcapngBlocks(order);
    // The highest bit: of a power of 2.
    const file = concat(section(), link(1), link(1, 9), link(1, 0x81), ...[0, 1, 2].map((i) => packet(ONE, 3, i)));
    expect(told(readPcapng(file))).toEqual(['0.000003: 01 02 03', '3e-9: 01 02 03', '1.5: 01 02 03']);
  });

  test('pcapng: a simple packet has the time of the one before it', () => {
    const { section, link, packet, simple } = pcapngBlocks(order);
    expect(told(readPcapng(concat(section(), link(1), packet(ONE, 5e6), simple(TWO))))).toEqual([
      '5: 01 02 03',
      '5: 04 05 06 07 08',
    ]);
  });
});

test('sections of both byte orders may follow on one another, each with its own interfaces', () => {
  const [little, big] = [pcapngBlocks('little'), pcapngBlocks('big')];
  const file = concat(
    ...[little.section(), little.link(1), little.packet(ONE)],
    ...[big.section(), big.link(101), big.packet(TWO)],
  );
  expect(readPcapng(file).packets.map(({ linkType, bytes }) => [linkType, bytes.length])).toEqual([
    [1, 3],
    [101, 5],
  ]);
});

test('blocks that hold no packet are stepped over', () => {
  const { section, link, packet, block } = pcapngBlocks('little');
  const file = concat(section(), block(4, TWO), link(1), block(0x0bad, ONE), packet(ONE), block(5, TWO), packet(TWO));
  expect(readPcapng(file)).toMatchObject({ packets: { length: 2 }, problem: null });
});

describe('what is wrong is said with its place, and the packets before it are kept', () => {
  const { section, link, packet, block, u32 } = pcapngBlocks('little');
  const start = concat(section(), link(1), packet(ONE));
  const at = start.length;
  test.each<[string, Uint8Array, object]>([
    [
      'a length that is no multiple of 4',
      concat(u32(6), u32(13), u32(0)),
      { rule: 'pcap.block', offset: at + 4, found: 'length 13' },
    ],
    [
      'another length after the body',
      concat(u32(9), u32(16), u32(0), u32(20)),
      { rule: 'pcap.block', offset: at + 12, found: 'length 20', expected: 'length 16 again' },
    ],
    [
      'an interface that was not described',
      packet(ONE, 0, 3),
      { rule: 'pcap.block', offset: at + 8, found: 'interface 3', expected: 'at most 0' },
    ],
    [
      'more bytes than the block has',
      block(6, u32(0), u32(0), u32(0), u32(99), u32(99), u32(0)),
      { rule: 'pcap.block', offset: at + 20, found: '99 bytes', expected: 'at most 4' },
    ],
    [
      'a block without room for what it is',
      block(6, u32(0)),
      { rule: 'pcap.block', offset: at + 4, expected: 'at least 32' },
    ],
    [
      'the end of the file',
      packet(TWO).subarray(0, 20),
      { rule: 'pcap.cut-off', offset: at, found: '20 bytes', expected: '40 bytes' },
    ],
    [
      'a section in no byte order',
      block(0x0a0d0d0a, u32(1), u32(0), u32(0), u32(0)),
      { rule: 'pcap.block', offset: at + 8, found: '01 00 00 00' },
    ],
    [
      'a version that nobody knows',
      block(0x0a0d0d0a, u32(0x1a2b3c4d), u32(2), u32(0), u32(0)),
      { rule: 'pcap.version', offset: at + 12, found: '2', expected: '1' },
    ],
  ])('%s', (_, rest, problem) => {
    const read = readPcapng(concat(start, rest));
    expect(read.problem).toMatchObject(problem);
    expect(read.packets).toHaveLength(1);
  });

  test('a file that is no packet capture', () =>
    expect(decodePackets(HELLO).problem).toMatchObject({ rule: 'pcap.magic', offset: 0, found: '81 05 48 65' }));
});

describe('cut off at any byte', () => {
  const recording = createRecording();
  recording.add({ kind: 'opened', local: '127.0.0.1:80', remote: '127.0.0.1:50000' });
  recording.say(up, REQUEST);
  recording.say(down, RESPONSE);
  recording.say(up, MASKED_HELLO);
  recording.say(down, HELLO);
  const pcapng = encodePcapng({ events: recording.events });
  const pcap = writePcap(readPcapng(pcapng).packets.map(({ bytes }) => ({ seconds: 1, fraction: 0, bytes })));

  test.each([
    ['pcapng', pcapng],
    ['pcap', pcap],
  ])('%s: what stands before the cut is kept, and the cut is said', (_, file) => {
    const whole = decodePackets(file);
    expect(whole.problem).toBeNull();
    expect(whole.capture.events).toHaveLength(5);
    let most = 0;
    let wholes = 0;
    for (let end = 0; end < file.length; end += 1) {
      const { capture, problem } = decodePackets(file.subarray(0, end));
      expect(capture.events).toEqual(whole.capture.events.slice(0, capture.events.length));
      expect(capture.events.length).toBeGreaterThanOrEqual(most);
      most = capture.events.length;
      if (problem === null) wholes += 1;
      else expect(problem.offset).toBeLessThanOrEqual(end);
    }
    // Seven packets, of which the last is cut; before them a section and an interface, or one header.
    expect(wholes).toBe(file === pcapng ? 8 : 7);
  });
});

describe('never throws', () => {
  const begun = fc.constantFrom('0a0d0d0a', 'd4c3b2a1', 'a1b2c3d4', '4d3cb2a1', '').map(fromHex);
  test('on any bytes', () =>
    fc.assert(
      fc.property(begun, fc.uint8Array({ maxLength: 400 }), (magic, bytes) => {
        const { capture, problem } = decodePackets(concat(magic, bytes));
        expect(capture.events.length === 0 || problem === null || problem.offset > 0).toBe(true);
      }),
    ));

  test('on a file of which any bytes are wrong', () => {
    const recording = createRecording();
    for (let i = 0; i < 4; i += 1) recording.say(i % 2 ? up : down, HELLO);
    const file = encodePcapng({ events: recording.events });
    const wrong = fc.array(fc.tuple(fc.nat(file.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(wrong, (changes) => {
        const copy = file.slice();
        for (const [at, byte] of changes) copy[at] = byte;
        const { capture } = decodePackets(copy);
        const offsets = new Map<string, number>();
        for (const event of capture.events.filter((each): each is WireCaptureEvent => 'offset' in each)) {
          if (event.kind !== 'bytes' && event.kind !== 'gap') continue;
          // Whatever was read, each direction goes on where it was.
          const stream = `${event.connection}/${event.direction}`;
          expect(event.offset).toBe(offsets.get(stream) ?? 0);
          offsets.set(stream, event.offset + (event.kind === 'bytes' ? event.bytes.length : event.length));
        }
      }),
    );
  });
});
