/** One packet as a file of packets has it. */
export interface Packet {
  /** Nanoseconds since 1970, or since whenever the file counts from. */
  readonly time: bigint;
  /** What its first byte is, by the numbers of tcpdump.org/linktypes.html. */
  readonly linkType: number;
  /** As much of it as was kept. */
  readonly bytes: Uint8Array;
  /** Bytes that it had on the wire. */
  readonly length: number;
}

export const PACKET_RULES = ['pcap.magic', 'pcap.version', 'pcap.block', 'pcap.cut-off'] as const;

/** What is wrong with a file of packets, at which of its bytes. */
export interface PacketProblem {
  readonly rule: (typeof PACKET_RULES)[number];
  readonly offset: number;
  readonly found: string;
  readonly expected: string;
}

/** The packets before the problem, or all. */
export interface PacketFile {
  readonly packets: readonly Packet[];
  readonly problem: PacketProblem | null;
}

/** What stops the reading of a file; the readers throw it, and catch it themselves. */
export class Stopped extends Error {
  readonly problem: PacketProblem;

  constructor(rule: PacketProblem['rule'], offset: number, found: string, expected: string) {
    super(rule);
    this.problem = { rule, offset, found, expected };
  }
}

/** Throws `Stopped` where fewer than `needed` bytes of the file are left. */
export function demand(view: DataView, offset: number, needed: number): void {
  const left = view.byteLength - offset;
  if (left < needed) throw new Stopped('pcap.cut-off', offset, `${left} bytes`, `${needed} bytes`);
}

/** Collects packets until the file ends or something is wrong with it. */
export function packetsUntil(read: (packets: Packet[]) => void): PacketFile {
  const packets: Packet[] = [];
  try {
    read(packets);
    return { packets, problem: null };
  } catch (error) {
    if (error instanceof Stopped) return { packets, problem: error.problem };
    throw error;
  }
}
