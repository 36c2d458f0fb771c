import { toHex } from '#demos/protocol/bytes.ts';
import { demand, type Packet, type PacketFile, packetsUntil, Stopped } from './packet-file.ts';

/** Block types (draft-ietf-opsawg-pcapng §4). */
const SECTION = 0x0a0d0d0a;
const INTERFACE = 1;
const OLD_PACKET = 2;
const SIMPLE_PACKET = 3;
const ENHANCED_PACKET = 6;
const BYTE_ORDER = 0x1a2b3c4d;
/** Type and length before the body of a block, and its length again after it. */
const AROUND = 12;

const OPT_END = 0;
const IF_TSRESOL = 9;
const IF_TSOFFSET = 14;

interface Interface {
  readonly linkType: number;
  /** Most bytes of a packet that are kept; 0: all. */
  readonly snapLength: number;
  /** Units of time in a second. */
  readonly units: bigint;
  /** Nanoseconds to add to each time. */
  readonly zero: bigint;
}

const viewOf = (file: Uint8Array): DataView => new DataView(file.buffer, file.byteOffset, file.length);

/** The type of a section header reads the same in both byte orders. */
export const isPcapng = (file: Uint8Array): boolean => file.length >= 4 && viewOf(file).getUint32(0) === SECTION;

/**
 * The packets of a pcapng file (draft-ietf-opsawg-pcapng): any number of sections, each in its own byte order, and of
 * interfaces; blocks that hold no packet are stepped over. Never throws on its bytes.
 */
export function readPcapng(file: Uint8Array): PacketFile {
  const view = viewOf(file);
  return packetsUntil((packets) => {
    let section = new Section(view, true);
    for (let at = 0; at < file.length; ) {
      demand(view, at, AROUND);
      const isSection = view.getUint32(at) === SECTION;
      if (isSection) section = new Section(view, byteOrder(view, at));
      const length = section.blockLength(at);
      const packet = isSection ? section.checkVersion(at) : section.read(at, length);
      if (packet) packets.push(packet);
      at += length;
    }
  });
}

/** Whether a section is little-endian. */
function byteOrder(view: DataView, at: number): boolean {
  if (view.getUint32(at + 8, true) === BYTE_ORDER) return true;
  if (view.getUint32(at + 8) === BYTE_ORDER) return false;
  const found = toHex(new Uint8Array(view.buffer, view.byteOffset + at + 8, 4));
  throw new Stopped('pcap.block', at + 8, found, '1a 2b 3c 4d or 4d 3c 2b 1a');
}

class Section {
  readonly #view: DataView;
  readonly #little: boolean;
  readonly #interfaces: Interface[] = [];
  /** A Simple Packet Block has no time: the packet passed after the one before it. */
  #latest = 0n;

  constructor(view: DataView, little: boolean) {
    this.#view = view;
    this.#little = little;
  }

  #u16(at: number): number {
    return this.#view.getUint16(at, this.#little);
  }
  #u32(at: number): number {
    return this.#view.getUint32(at, this.#little);
  }

  /** Of the whole block, which then is in the file. */
  blockLength(at: number): number {
    const length = this.#u32(at + 4);
    if (length < AROUND || length % 4 !== 0)
      throw new Stopped('pcap.block', at + 4, `length ${length}`, 'a multiple of 4, and at least 12');
    demand(this.#view, at, length);
    const again = this.#u32(at + length - 4);
    if (again !== length) throw new Stopped('pcap.block', at + length - 4, `length ${again}`, `length ${length} again`);
    return length;
  }

  checkVersion(at: number): null {
    this.#room(at, this.#u32(at + 4), 16);
    const major = this.#u16(at + 12);
    if (major !== 1) throw new Stopped('pcap.version', at + 12, `${major}`, '1');
    return null;
  }

  /** The packet in a block; `null` for a block that holds none. */
  read(at: number, length: number): Packet | null {
    switch (this.#u32(at)) {
      case INTERFACE:
        this.#interfaces.push(this.#interface(at, length));
        return null;
      case ENHANCED_PACKET:
        this.#room(at, length, 20);
        return this.#timed(at, length, this.#u32(at + 8));
      case OLD_PACKET:
        this.#room(at, length, 20);
        return this.#timed(at, length, this.#u16(at + 8));
      case SIMPLE_PACKET:
        this.#room(at, length, 4);
        return this.#simple(at, length);
      default:
        return null;
    }
  }

  #room(at: number, length: number, needed: number): void {
    if (length - AROUND < needed)
      throw new Stopped('pcap.block', at + 4, `length ${length}`, `at least ${needed + AROUND}`);
  }

  #interface(at: number, length: number): Interface {
    this.#room(at, length, 8);
    let units = 1_000_000n;
    let zero = 0n;
    const end = at + length - 4;
    for (let option = at + 16; option + 4 <= end; ) {
      const code = this.#u16(option);
      const size = this.#u16(option + 2);
      if (code === OPT_END || option + 4 + size > end) break;
      if (code === IF_TSRESOL && size >= 1) units = unitsOf(this.#view.getUint8(option + 4));
      if (code === IF_TSOFFSET && size >= 8) zero = this.#view.getBigInt64(option + 4, this.#little) * 1_000_000_000n;
      option += 4 + Math.ceil(size / 4) * 4;
    }
    return { linkType: this.#u16(at + 8), snapLength: this.#u32(at + 12), units, zero };
  }

  #interfaceOf(at: number, index: number): Interface {
    const found = this.#interfaces[index];
    if (found) return found;
    const known = this.#interfaces.length;
    throw new Stopped(
      'pcap.block',
      at + 8,
      `interface ${index}`,
      known === 0 ? 'an interface' : `at most ${known - 1}`,
    );
  }

  #timed(at: number, length: number, index: number): Packet {
    const { linkType, units, zero } = this.#interfaceOf(at, index);
    const ticks = (BigInt(this.#u32(at + 12)) << 32n) | BigInt(this.#u32(at + 16));
    this.#latest = (ticks * 1_000_000_000n) / units + zero;
    const kept = this.#u32(at + 20);
    const room = length - AROUND - 20;
    if (kept > room) throw new Stopped('pcap.block', at + 20, `${kept} bytes`, `at most ${room}`);
    return this.#packet(linkType, at + 28, kept, this.#u32(at + 24));
  }

  #simple(at: number, length: number): Packet {
    const { linkType, snapLength } = this.#interfaceOf(at, 0);
    const original = this.#u32(at + 8);
    const kept = Math.min(original, snapLength || original, length - AROUND - 4);
    return this.#packet(linkType, at + 12, kept, original);
  }

  #packet(linkType: number, start: number, kept: number, original: number): Packet {
    const bytes = new Uint8Array(this.#view.buffer, this.#view.byteOffset + start, kept);
    return { time: this.#latest, linkType, bytes, length: Math.max(kept, original) };
  }
}

/** `if_tsresol`: a power of 10, or with the highest bit of 2, in a second (§4.2). */
const unitsOf = (resolution: number): bigint =>
  resolution & 0x80 ? 1n << BigInt(resolution & 0x7f) : 10n ** BigInt(resolution);
