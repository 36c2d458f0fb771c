import type { Packet } from './packet-file.ts';
import { type Endpoint, FLAG } from './pcapng-segment.ts';

/** A TCP segment as it passed. */
export interface SeenSegment {
  readonly from: Endpoint;
  readonly to: Endpoint;
  readonly sequence: number;
  readonly flags: number;
  /** As much of it as was kept. */
  readonly payload: Uint8Array;
  /** Bytes of payload that it carried. */
  readonly length: number;
}

/** Why a packet gives no segment: it holds another protocol, a part of one, or stands in a link layer that is not read here. */
export type NoSegment = 'no-tcp' | 'fragment' | 'link-type';

/** tcpdump.org/linktypes.html. Behind a null or loop header stands an IP packet, whatever byte order its family is in. */
const LINK = {
  null: 0,
  ethernet: 1,
  rawOld: 12,
  rawBsd: 14,
  raw: 101,
  loop: 108,
  sll: 113,
  ipv4: 228,
  ipv6: 229,
  sll2: 276,
};
const READ_LINKS: ReadonlySet<number> = new Set(Object.values(LINK));
export const LINKS_READ = 'Ethernet, Linux cooked, loopback or raw IP';

/** EtherTypes (IEEE 802): a VLAN tag has 2 bytes of its own and then another type. */
const VLAN: ReadonlySet<number> = new Set([0x8100, 0x88a8, 0x9100]);
const IP: ReadonlySet<number> = new Set([0x0800, 0x86dd]);
const TCP = 6;

/** The segment in a packet. Never throws on what was captured. */
export function segmentOf({ bytes, length, linkType }: Packet): SeenSegment | NoSegment {
  if (!READ_LINKS.has(linkType)) return 'link-type';
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const start = ipStart(view, linkType);
  if (start === null || start >= bytes.length) return 'no-tcp';
  const version = view.getUint8(start) >>> 4;
  return version === 4
    ? inIpv4(bytes, view, start, length)
    : version === 6
      ? inIpv6(bytes, view, start, length)
      : 'no-tcp';
}

/** Where the IP header begins; `null` where none does. */
function ipStart(view: DataView, linkType: number): number | null {
  switch (linkType) {
    case LINK.ethernet:
      return afterType(view, 12);
    case LINK.sll:
      return afterType(view, 14);
    case LINK.sll2:
      return view.byteLength >= 20 && IP.has(view.getUint16(0)) ? 20 : null;
    case LINK.null:
    case LINK.loop:
      return 4;
    default:
      return 0;
  }
}

function afterType(view: DataView, at: number): number | null {
  let type = at;
  while (type + 6 <= view.byteLength && VLAN.has(view.getUint16(type))) type += 4;
  return type + 2 <= view.byteLength && IP.has(view.getUint16(type)) ? type + 2 : null;
}

/** RFC 791 §3.1. `length`: of the packet on the wire. */
function inIpv4(bytes: Uint8Array, view: DataView, start: number, length: number): SeenSegment | NoSegment {
  const header = (view.getUint8(start) & 0x0f) * 4;
  if (header < 20 || start + header > bytes.length || view.getUint8(start + 9) !== TCP) return 'no-tcp';
  // More fragments follow, or this is not the first.
  if (view.getUint16(start + 6) & 0x3fff) return 'fragment';
  const total = view.getUint16(start + 2);
  const addresses = [start + 12, start + 16, start + 20] as const;
  // A packet that the network card was to cut into segments has no length yet.
  return inTcp(bytes, view, start + header, total === 0 ? length : start + total, addresses);
}

/** RFC 8200 §4: hop-by-hop, routing and destination options; authentication (RFC 4302) counts in 4 bytes. */
const OPTIONS: ReadonlySet<number> = new Set([0, 43, 60]);
const AUTHENTICATION = 51;
const FRAGMENT = 44;

/** RFC 8200 §3. */
function inIpv6(bytes: Uint8Array, view: DataView, start: number, length: number): SeenSegment | NoSegment {
  if (start + 40 > bytes.length) return 'no-tcp';
  const announced = view.getUint16(start + 4);
  let next = view.getUint8(start + 6);
  let at = start + 40;
  while (next !== TCP) {
    if (at + 8 > bytes.length) return 'no-tcp';
    if (next === FRAGMENT) {
      if (view.getUint16(at + 2) & 0xfff9) return 'fragment';
      next = view.getUint8(at);
      at += 8;
    } else if (OPTIONS.has(next) || next === AUTHENTICATION) {
      const size = view.getUint8(at + 1);
      const step = next === AUTHENTICATION ? (size + 2) * 4 : (size + 1) * 8;
      next = view.getUint8(at);
      at += step;
    } else return 'no-tcp';
  }
  const addresses = [start + 8, start + 24, start + 40] as const;
  return inTcp(bytes, view, at, announced === 0 ? length : start + 40 + announced, addresses);
}

/** RFC 9293 §3.1. `end`: where the payload ends, kept or not. */
function inTcp(
  bytes: Uint8Array,
  view: DataView,
  start: number,
  end: number,
  [from, to, after]: readonly [number, number, number],
): SeenSegment | NoSegment {
  if (start + 14 > bytes.length) return 'no-tcp';
  const header = (view.getUint8(start + 12) >>> 4) * 4;
  const data = start + header;
  if (header < 20 || data > end) return 'no-tcp';
  return {
    from: { address: bytes.subarray(from, to), port: view.getUint16(start) },
    to: { address: bytes.subarray(to, after), port: view.getUint16(start + 2) },
    sequence: view.getUint32(start + 4),
    flags: view.getUint8(start + 13) & (FLAG.fin | FLAG.syn | FLAG.rst | FLAG.ack),
    payload: bytes.subarray(Math.min(data, bytes.length), Math.min(end, bytes.length)),
    length: end - data,
  };
}
