import { demand, type PacketFile, packetsUntil, Stopped } from './packet-file.ts';

/** Magic number → nanoseconds in a unit of the second time field (draft-ietf-opsawg-pcap §4). */
const UNITS = new Map([
  [0xa1b2c3d4, 1000n],
  [0xa1b23c4d, 1n],
]);
const FILE_HEADER = 24;
const RECORD_HEADER = 16;

/** The byte order that a file begins in; `null`: it is no classic pcap. */
function orderOf(view: DataView): 'little' | 'big' | null {
  if (view.byteLength < 4) return null;
  return UNITS.has(view.getUint32(0, true)) ? 'little' : UNITS.has(view.getUint32(0)) ? 'big' : null;
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
    const unit = UNITS.get(u32(0)) ?? 1000n;
    const version = view.getUint16(4, little);
    if (version !== 2) throw new Stopped('pcap.version', 4, `${version}`, '2');
    // The upper bits say whether frames end with their checksum, which the length in the IP header leaves out anyway.
    const linkType = u32(20) & 0xffff;
    for (let at = FILE_HEADER; at < file.length; ) {
      demand(view, at, RECORD_HEADER);
      const start = at + RECORD_HEADER;
      const kept = u32(at + 8);
      demand(view, at, RECORD_HEADER + kept);
      const time = BigInt(u32(at)) * 1_000_000_000n + BigInt(u32(at + 4)) * unit;
      packets.push({ time, linkType, bytes: file.subarray(start, start + kept), length: Math.max(kept, u32(at + 12)) });
      at = start + kept;
    }
  });
}
