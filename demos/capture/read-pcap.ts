import { demand, type PacketFile, packetsUntil, Stopped } from './packet-file.ts';

interface Kind {
  /** Nanoseconds in a unit of the second time field. */
  readonly unit: bigint;
  /** Bytes before each packet. */
  readonly header: number;
}

/** By magic number (draft-ietf-opsawg-pcap §4). */
const KINDS: ReadonlyMap<number, Kind> = new Map([
  [0xa1b2c3d4, { unit: 1000n, header: 16 }],
  [0xa1b23c4d, { unit: 1n, header: 16 }],
  // What a Linux of the nineties wrote, and editcap still does: an interface and a protocol stand before each packet.
  [0xa1b2cd34, { unit: 1000n, header: 24 }],
]);
const FILE_HEADER = 24;

/** The byte order that a file begins in; `null`: it is no classic pcap. */
function orderOf(view: DataView): 'little' | 'big' | null {
  if (view.byteLength < 4) return null;
  return KINDS.has(view.getUint32(0, true)) ? 'little' : KINDS.has(view.getUint32(0)) ? 'big' : null;
}

const viewOf = (file: Uint8Array): DataView => new DataView(file.buffer, file.byteOffset, file.length);

export const isPcap = (file: Uint8Array): boolean => orderOf(viewOf(file)) !== null;

/** The packets of a classic pcap file, in either byte order, with times in micro- or nanoseconds. Never throws on its bytes. */
export function readPcap(file: Uint8Array): PacketFile {
  const view = viewOf(file);
  const little = orderOf(view) === 'little';
  const u32 = (at: number): number => view.getUint32(at, little);
  return packetsUntil((packets) => {
    demand(view, 0, FILE_HEADER);
    const { unit, header } = KINDS.get(u32(0)) ?? { unit: 1000n, header: 16 };
    const version = view.getUint16(4, little);
    if (version !== 2) throw new Stopped('pcap.version', 4, `${version}`, '2');
    // The upper bits say whether frames end with their checksum, which the length in the IP header leaves out anyway.
    const linkType = u32(20) & 0xffff;
    for (let at = FILE_HEADER; at < file.length; ) {
      demand(view, at, header);
      const start = at + header;
      const kept = u32(at + 8);
      demand(view, at, header + kept);
      const time = BigInt(u32(at)) * 1_000_000_000n + BigInt(u32(at + 4)) * unit;
      packets.push({ time, linkType, bytes: file.subarray(start, start + kept), length: Math.max(kept, u32(at + 12)) });
      at = start + kept;
    }
  });
}
