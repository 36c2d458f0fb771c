import { concat, utf8Encode } from '#demos/protocol/bytes.ts';

/** Little-endian integers, as the section header's magic number announces. */
export const u16 = (value: number): Uint8Array => Uint8Array.of(value & 0xff, value >>> 8);
export const u32 = (value: number): Uint8Array =>
  Uint8Array.of(value & 0xff, (value >>> 8) & 0xff, (value >>> 16) & 0xff, value >>> 24);

const padded = (bytes: Uint8Array): Uint8Array => concat(bytes, new Uint8Array((4 - (bytes.length % 4)) % 4));

/** Block type, total length, body, total length again (draft-ietf-opsawg-pcapng §3.1). */
function block(type: number, ...body: readonly Uint8Array[]): Uint8Array {
  const content = concat(...body);
  const total = u32(content.length + 12);
  return concat(u32(type), total, content, total);
}

const OPT_COMMENT = 1;
const IF_TSRESOL = 9;

const option = (code: number, value: Uint8Array): Uint8Array => concat(u16(code), u16(value.length), padded(value));
const END_OF_OPTIONS = u32(0);
const comments = (texts: readonly string[]): Uint8Array =>
  texts.length === 0
    ? new Uint8Array()
    : concat(...texts.map((text) => option(OPT_COMMENT, utf8Encode(text))), END_OF_OPTIONS);

/** Section Header Block, version 1.0, length unknown (§4.1). */
export const sectionHeader = (comment: string): Uint8Array =>
  block(0x0a0d0d0a, u32(0x1a2b3c4d), u16(1), u16(0), u32(0xffffffff), u32(0xffffffff), comments([comment]));

/** Interface Description Block: Ethernet, no snap length, times in nanoseconds (§4.2). */
export const ethernetInterface = (): Uint8Array =>
  block(1, u16(1), u16(0), u32(0), option(IF_TSRESOL, Uint8Array.of(9)), END_OF_OPTIONS);

/** 100 days in milliseconds: a time beyond it is no time of ours, and BigInt has no infinity. */
const LATEST = 8_640_000_000;

/** Enhanced Packet Block; `at` is in milliseconds (§4.3). */
export function packet(at: number, bytes: Uint8Array, notes: readonly string[]): Uint8Array {
  const time = BigInt(Math.round(Math.min(at, LATEST) * 1e6));
  return block(
    6,
    u32(0),
    u32(Number(time >> 32n)),
    u32(Number(time & 0xffffffffn)),
    u32(bytes.length),
    u32(bytes.length),
    padded(bytes),
    comments(notes),
  );
}
