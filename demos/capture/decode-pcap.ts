import { toHex } from '#demos/protocol/bytes.ts';
import type { Capture } from './capture.ts';
import type { PacketFile, PacketProblem } from './packet-file.ts';
import { type NoSegment, segmentOf } from './packet-layers.ts';
import { isPcap, readPcap } from './read-pcap.ts';
import { isPcapng, readPcapng } from './read-pcapng.ts';
import { reassemble, type TimedSegment } from './reassemble.ts';

export interface DecodedPackets {
  readonly capture: Capture;
  readonly connections: readonly string[];
  /** How many packets gave no TCP segment, and why. */
  readonly skipped: Readonly<Record<NoSegment, number>>;
  /** The link layer of the first packet whose link layer is not read here. */
  readonly unread: number | null;
  /** What is wrong with the file; the packets before it are in the capture. */
  readonly problem: PacketProblem | null;
}

export const isPacketFile = (file: Uint8Array): boolean => isPcapng(file) || isPcap(file);

/**
 * A pcapng or classic pcap file as a capture: each TCP connection in it, IPv4 or IPv6, over Ethernet, Linux cooked,
 * loopback or raw IP. Times count from the earliest packet. Never throws on the file's bytes.
 */
export function decodePackets(file: Uint8Array): DecodedPackets {
  const { packets, problem } = read(file);
  const zero = packets.reduce<bigint | null>(
    (least, { time }) => (least === null || time < least ? time : least),
    null,
  );
  const skipped = { 'no-tcp': 0, fragment: 0, 'link-type': 0 };
  let unread: number | null = null;
  const segments: TimedSegment[] = [];
  for (const packet of packets) {
    const segment = segmentOf(packet);
    if (typeof segment !== 'string') segments.push({ at: Number(packet.time - (zero ?? 0n)) / 1e6, segment });
    else {
      skipped[segment] += 1;
      if (segment === 'link-type') unread ??= packet.linkType;
    }
  }
  const { events, connections } = reassemble(segments);
  return { capture: { format: 1, source: 'recorded', madeWith: {}, events }, connections, skipped, unread, problem };
}

function read(file: Uint8Array): PacketFile {
  if (isPcapng(file)) return readPcapng(file);
  if (isPcap(file)) return readPcap(file);
  const found = toHex(file.subarray(0, 4));
  const expected = '0a 0d 0d 0a, a1 b2 c3 d4 or a1 b2 3c 4d';
  return { packets: [], problem: { rule: 'pcap.magic', offset: 0, found, expected } };
}
