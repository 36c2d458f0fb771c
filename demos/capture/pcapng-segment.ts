import { concat } from '#demos/protocol/bytes.ts';

/** One end of a TCP connection. `address` is 4 bytes (IPv4) or 16 (IPv6). */
export interface Endpoint {
  readonly address: Uint8Array;
  readonly port: number;
}

export const FLAG = { fin: 0x01, syn: 0x02, rst: 0x04, psh: 0x08, ack: 0x10 } as const;

export interface Segment {
  readonly from: Endpoint;
  readonly to: Endpoint;
  /** Taken modulo 2^32. */
  readonly sequence: number;
  readonly acknowledgment: number;
  readonly flags: number;
  readonly payload: Uint8Array;
}

const u16 = (value: number): Uint8Array => Uint8Array.of((value >>> 8) & 0xff, value & 0xff);
const u32 = (value: number): Uint8Array => concat(u16(Math.floor(value / 0x10000)), u16(value));

/** `127.0.0.1:4101`, `[::1]:4101`, `::1:4101` or `::ffff:127.0.0.1:4101`; `null` for anything else. */
export function parseEndpoint(text: string): Endpoint | null {
  const [, host = '', digits = ''] = /^\[?([0-9a-f.:]+?)\]?:([0-9]{1,5})$/i.exec(text) ?? [];
  const port = Number(digits);
  const address = parseIpv4(host.replace(/^::ffff:(?=.*\.)/i, '')) ?? parseIpv6(host);
  return address && port > 0 && port <= 0xffff ? { address, port } : null;
}

function parseIpv4(host: string): Uint8Array | null {
  const parts = host.split('.').map((part) => (/^[0-9]{1,3}$/.test(part) ? Number(part) : 256));
  return parts.length === 4 && parts.every((part) => part < 256) ? Uint8Array.from(parts) : null;
}

function parseIpv6(host: string): Uint8Array | null {
  const [left = '', right, ...rest] = host.split('::');
  if (rest.length > 0) return null;
  const groups = (side: string): string[] => (side === '' ? [] : side.split(':'));
  const [head, tail] = [groups(left), groups(right ?? '')];
  const zeros = 8 - head.length - tail.length;
  if (right === undefined ? zeros !== 0 : zeros < 1) return null;
  const all = [...head, ...Array<string>(zeros).fill('0'), ...tail];
  return all.every((group) => /^[0-9a-f]{1,4}$/i.test(group))
    ? concat(...all.map((group) => u16(Number.parseInt(group, 16))))
    : null;
}

/** RFC 1071: the ones' complement of the ones' complement sum. */
export function internetChecksum(bytes: Uint8Array): number {
  let sum = 0;
  for (let i = 0; i < bytes.length; i += 2) sum += (bytes[i] ?? 0) * 256 + (bytes[i + 1] ?? 0);
  while (sum > 0xffff) sum = (sum % 0x10000) + Math.floor(sum / 0x10000);
  return sum ^ 0xffff;
}

const TCP = 6;
const WINDOW = 0xffff;
const HOP_LIMIT = 64;
/** Locally administered (the second bit of the first byte), so nobody's own. */
const MAC_OF_RECEIVER = Uint8Array.of(2, 0, 0, 0, 0, 2);
const MAC_OF_SENDER = Uint8Array.of(2, 0, 0, 0, 0, 1);

/** The Ethernet frame that would have carried a segment (RFC 9293 §3.1, RFC 791 §3.1, RFC 8200 §3). */
export function ethernetFrame(segment: Segment): Uint8Array {
  const { from, to, sequence, acknowledgment, flags, payload } = segment;
  const length = 20 + payload.length;
  const tcp = concat(
    u16(from.port),
    u16(to.port),
    u32(sequence % 2 ** 32),
    u32(acknowledgment % 2 ** 32),
    Uint8Array.of(5 << 4, flags),
    u16(WINDOW),
    u16(0),
    u16(0),
    payload,
  );
  const pseudoHeader = concat(from.address, to.address, u32(length), u32(TCP));
  tcp.set(u16(internetChecksum(concat(pseudoHeader, tcp))), 16);
  const v6 = from.address.length === 16;
  const ip = v6 ? ipv6Header(from, to, length) : ipv4Header(from, to, length);
  return concat(MAC_OF_RECEIVER, MAC_OF_SENDER, u16(v6 ? 0x86dd : 0x0800), ip, tcp);
}

function ipv4Header(from: Endpoint, to: Endpoint, length: number): Uint8Array {
  const start = concat(Uint8Array.of(0x45, 0), u16(20 + length), u16(0), u16(0x4000), Uint8Array.of(HOP_LIMIT, TCP));
  const header = concat(start, u16(0), from.address, to.address);
  header.set(u16(internetChecksum(header)), 10);
  return header;
}

const ipv6Header = (from: Endpoint, to: Endpoint, length: number): Uint8Array =>
  concat(Uint8Array.of(0x60, 0, 0, 0), u16(length), Uint8Array.of(TCP, HOP_LIMIT), from.address, to.address);
