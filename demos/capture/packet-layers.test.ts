import { describe, expect, test } from 'vitest';
import { concat, fromHex, toHex } from '#demos/protocol/bytes.ts';
import { endpointText } from './endpoint-text.ts';
import { segmentOf } from './packet-layers.ts';
import { type Endpoint, ethernetFrame, FLAG, parseEndpoint } from './pcapng-segment.ts';

const end = (text: string): Endpoint => parseEndpoint(text) ?? expect.unreachable(text);
const PAYLOAD = fromHex('81 05 48 65 6c 6c 6f');
const frame = (from: string, to: string): Uint8Array =>
  ethernetFrame({
    from: end(from),
    to: end(to),
    sequence: 7,
    acknowledgment: 1,
    flags: FLAG.psh | FLAG.ack,
    payload: PAYLOAD,
  });
const V4 = frame('10.0.0.1:50000', '10.0.0.2:80');
const V6 = frame('[fe80::1]:50000', '[fe80::2]:80');
const ip = (ethernet: Uint8Array): Uint8Array => ethernet.subarray(14);
const ETHERTYPE = { v4: '08 00', v6: '86 dd' };

/** `10.0.0.1:50000 > 10.0.0.2:80 7 81 05 …`, or why there is none. */
function told(linkType: number, bytes: Uint8Array, length = bytes.length): string {
  const segment = segmentOf({ time: 0n, linkType, bytes, length });
  if (typeof segment === 'string') return segment;
  const { from, to, sequence, payload } = segment;
  const missing = segment.length - payload.length;
  return `${endpointText(from)} > ${endpointText(to)} ${sequence} ${toHex(payload)}${missing ? ` and ${missing}` : ''}`;
}
const OVER_V4 = `10.0.0.1:50000 > 10.0.0.2:80 7 ${toHex(PAYLOAD)}`;
const OVER_V6 = `[fe80::1]:50000 > [fe80::2]:80 7 ${toHex(PAYLOAD)}`;

describe('a segment is found behind each link layer', () => {
  // tcpdump.org/linktypes/LINKTYPE_LINUX_SLL.html, …_SLL2.html, …_NULL.html
  const sll = '00 00 03 04 00 06 00 00 00 00 00 00 00 00';
  const sll2 = '00 00 00 00 00 01 03 04 00 06 00 00 00 00 00 00 00 00';
  test.each<[string, number, string, Uint8Array, string]>([
    ['Ethernet', 1, '', V4, OVER_V4],
    ['Ethernet, IPv6', 1, '', V6, OVER_V6],
    ['raw IP', 101, '', ip(V4), OVER_V4],
    ['raw IP, IPv6', 101, '', ip(V6), OVER_V6],
    ['raw IP by its old number', 12, '', ip(V4), OVER_V4],
    ['IPv4', 228, '', ip(V4), OVER_V4],
    ['IPv6', 229, '', ip(V6), OVER_V6],
    ['loopback of a little-endian BSD', 0, '02 00 00 00', ip(V4), OVER_V4],
    ['loopback of a big-endian BSD', 0, '00 00 00 1e', ip(V6), OVER_V6],
    ['loopback of OpenBSD', 108, '00 00 00 18', ip(V6), OVER_V6],
    ['Linux cooked', 113, `${sll} ${ETHERTYPE.v4}`, ip(V4), OVER_V4],
    ['Linux cooked, IPv6', 113, `${sll} ${ETHERTYPE.v6}`, ip(V6), OVER_V6],
    ['Linux cooked, version 2', 276, `${ETHERTYPE.v4} ${sll2}`, ip(V4), OVER_V4],
    ['Linux cooked, version 2, IPv6', 276, `${ETHERTYPE.v6} ${sll2}`, ip(V6), OVER_V6],
  ])('%s', (_, linkType, header, rest, expected) =>
    expect(told(linkType, concat(fromHex(header), rest))).toBe(expected),
  );

  test('behind one or two VLAN tags (IEEE 802.1Q)', () => {
    const tagged = (tags: string): Uint8Array => concat(V4.subarray(0, 12), fromHex(tags), V4.subarray(12));
    expect(told(1, tagged('81 00 00 05'))).toBe(OVER_V4);
    expect(told(1, tagged('88 a8 00 05 81 00 00 06'))).toBe(OVER_V4);
  });
});

describe('an IP packet', () => {
  /** IPv6 with a header between its own and that of TCP. */
  const withHeader = (number: number, header: string): Uint8Array => {
    const bytes = concat(V6.subarray(0, 14 + 40), fromHex(header), V6.subarray(14 + 40));
    bytes[14 + 5] = (bytes[14 + 5] ?? 0) + fromHex(header).length;
    bytes[14 + 6] = number;
    return bytes;
  };

  test('ends where it says, and not with the padding of a short frame', () =>
    expect(told(1, concat(V4, new Uint8Array(20)))).toBe(OVER_V4));

  test('of which a part was kept says how much is missing', () => {
    expect(told(1, V4.subarray(0, V4.length - 3), V4.length)).toBe(
      `10.0.0.1:50000 > 10.0.0.2:80 7 ${toHex(PAYLOAD.subarray(0, 4))} and 3`,
    );
    expect(told(1, V4.subarray(0, 14 + 20 + 14), V4.length)).toBe('10.0.0.1:50000 > 10.0.0.2:80 7  and 7');
  });

  test('without a length, as a card that cuts segments itself is given it, is as long as the packet', () => {
    const offloaded = V4.slice();
    offloaded.set([0, 0], 14 + 2);
    expect(told(1, offloaded)).toBe(OVER_V4);
  });

  test('may have options between its header and that of TCP (RFC 8200 §4.3, §4.4, §4.6; RFC 4302)', () => {
    expect(told(1, withHeader(0, '06 00 01 04 00 00 00 00'))).toBe(OVER_V6);
    expect(told(1, withHeader(60, '06 01 00 00 00 00 00 00 00 00 00 00 00 00 00 00'))).toBe(OVER_V6);
    expect(told(1, withHeader(51, '06 02 00 00 00 00 00 01 00 00 00 02 00 00 00 00'))).toBe(OVER_V6);
  });

  test('that is a fragment is none, unless it is the only one (RFC 791 §3.2, RFC 8200 §4.5)', () => {
    const fragment = V4.slice();
    fragment.set([0x20, 0], 14 + 6);
    expect(told(1, fragment)).toBe('fragment');
    expect(told(1, withHeader(44, '06 00 00 01 00 00 00 09'))).toBe('fragment');
    expect(told(1, withHeader(44, '06 00 00 00 00 00 00 09'))).toBe(OVER_V6);
  });

  test('of another protocol holds no segment', () => {
    const udp = V4.slice();
    udp[14 + 9] = 17;
    expect(told(1, udp)).toBe('no-tcp');
    expect(told(1, withHeader(58, ''))).toBe('no-tcp');
    // ARP
    expect(told(1, concat(V4.subarray(0, 12), fromHex('08 06'), V4.subarray(14)))).toBe('no-tcp');
  });
});

test('a link layer that is not known here', () => expect(told(105, V4)).toBe('link-type'));

test('a packet cut off at any byte gives a segment or none, and never throws', () => {
  for (const [linkType, bytes] of [
    [1, V4],
    [1, V6],
    [113, V4],
    [276, V6],
    [0, V4],
    [101, ip(V6)],
  ] as const)
    for (let length = 0; length < bytes.length; length += 1)
      expect(told(linkType, bytes.subarray(0, length), bytes.length)).toMatch(/^(?:no-tcp|fragment|\S+ > )/);
});

test.each([
  ['127.0.0.1:4101', '127.0.0.1:4101'],
  ['[::1]:4101', '[::1]:4101'],
  ['[::]:1', '[::]:1'],
  ['[2001:db8:0:0:1:0:0:1]:80', '[2001:db8::1:0:0:1]:80'],
  ['[2001:db8:0:1:1:1:1:1]:80', '[2001:db8:0:1:1:1:1:1]:80'],
  ['[1:0:0:0:0:0:0:0]:80', '[1::]:80'],
])('RFC 5952: %s is written %s', (given, written) => expect(endpointText(end(given))).toBe(written));
