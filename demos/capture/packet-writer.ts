import { concat } from '#demos/protocol/bytes.ts';

/** What tests write files of packets with, where ours is little-endian only. */
export interface WrittenPacket {
  /** Seconds, and units of the second. */
  readonly seconds: number;
  readonly fraction: number;
  readonly bytes: Uint8Array;
  /** On the wire, where that is more than was kept. */
  readonly length?: number;
}

export type Order = 'little' | 'big';

const number = (value: number, size: 2 | 4, order: Order): Uint8Array => {
  const bytes = new Uint8Array(size);
  const view = new DataView(bytes.buffer);
  if (size === 2) view.setUint16(0, value, order === 'little');
  else view.setUint32(0, value, order === 'little');
  return bytes;
};

/** A classic pcap file. */
export function writePcap(
  packets: readonly WrittenPacket[],
  {
    order = 'little',
    nanoseconds = false,
    linkType = 1,
  }: { order?: Order; nanoseconds?: boolean; linkType?: number } = {},
): Uint8Array {
  const u16 = (value: number): Uint8Array => number(value, 2, order);
  const u32 = (value: number): Uint8Array => number(value, 4, order);
  const magic = nanoseconds ? 0xa1b23c4d : 0xa1b2c3d4;
  return concat(
    ...[u32(magic), u16(2), u16(4), u32(0), u32(0), u32(262_144), u32(linkType)],
    ...packets.flatMap(({ seconds, fraction, bytes, length }) => [
      ...[u32(seconds), u32(fraction), u32(bytes.length), u32(length ?? bytes.length)],
      bytes,
    ]),
  );
}

/** Blocks of pcapng in either byte order. */
export function pcapngBlocks(order: Order) {
  const u16 = (value: number): Uint8Array => number(value, 2, order);
  const u32 = (value: number): Uint8Array => number(value, 4, order);
  const padded = (bytes: Uint8Array): Uint8Array => concat(bytes, new Uint8Array((4 - (bytes.length % 4)) % 4));
  const block = (type: number, ...body: readonly Uint8Array[]): Uint8Array => {
    const content = padded(concat(...body));
    return concat(u32(type), u32(content.length + 12), content, u32(content.length + 12));
  };
  const option = (code: number, value: Uint8Array): Uint8Array => concat(u16(code), u16(value.length), padded(value));
  return {
    block,
    section: (): Uint8Array => block(0x0a0d0d0a, u32(0x1a2b3c4d), u16(1), u16(0), u32(0xffffffff), u32(0xffffffff)),
    link: (linkType: number, resolution?: number): Uint8Array =>
      block(
        1,
        u16(linkType),
        u16(0),
        u32(0),
        ...(resolution === undefined ? [] : [option(9, Uint8Array.of(resolution))]),
      ),
    packet: (bytes: Uint8Array, ticks = 0, index = 0, length = bytes.length): Uint8Array =>
      block(
        6,
        u32(index),
        u32(Math.floor(ticks / 2 ** 32)),
        u32(ticks % 2 ** 32),
        u32(bytes.length),
        u32(length),
        bytes,
      ),
    simple: (bytes: Uint8Array): Uint8Array => block(3, u32(bytes.length), bytes),
    u32,
  };
}
