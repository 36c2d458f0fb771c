import type { Endpoint } from './pcapng-segment.ts';

/** `127.0.0.1:4101`, `[::1]:4101`: what `parseEndpoint` reads. */
export const endpointText = ({ address, port }: Endpoint): string =>
  address.length === 4 ? `${address.join('.')}:${port}` : `[${ipv6Text(address)}]:${port}`;

/** The longest run of zero groups, the first of equals, is left out (RFC 5952 §4.2). */
function ipv6Text(address: Uint8Array): string {
  const groups = Array.from({ length: 8 }, (_, i) => ((address[i * 2] ?? 0) << 8) | (address[i * 2 + 1] ?? 0));
  const all = groups.map((group) => group.toString(16));
  let longest = { start: 0, length: 1 };
  for (let start = 0; start < 8; start += 1) {
    const end = groups.findIndex((group, i) => i >= start && group !== 0);
    const length = (end < 0 ? 8 : end) - start;
    if (length > longest.length) longest = { start, length };
  }
  if (longest.length < 2) return all.join(':');
  return `${all.slice(0, longest.start).join(':')}::${all.slice(longest.start + longest.length).join(':')}`;
}
