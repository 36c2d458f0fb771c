import type { Capture, WireCaptureEvent } from '#demos/capture/capture.ts';
import { type DecodedPackets, decodePackets } from '#demos/capture/decode-pcap.ts';
import { isWireEvent } from '#demos/capture/event-kinds.ts';
import { isHead, isTls, senderOf } from '#demos/capture/first-bytes.ts';
import { LINKS_READ } from '#demos/capture/packet-layers.ts';
import { grouped } from '#demos/parts/grouped.ts';
import { concat } from '#demos/protocol/bytes.ts';
import type { InputStop, LeftOut } from './input.ts';

export interface ReadPackets {
  /** `null`: no connection speaks HTTP or WebSocket. */
  readonly capture: Capture | null;
  readonly leftOut: LeftOut;
  readonly stop: InputStop | null;
}

/** The connections in a file of packets that speak HTTP or WebSocket. Never throws on the file's bytes. */
export function readPackets(file: Uint8Array): ReadPackets {
  const decoded = decodePackets(file);
  const { skipped, problem, connections } = decoded;
  const wire = decoded.capture.events.filter(isWireEvent);
  const shown = new Set<string>();
  let tls = 0;
  const beginnings = beginningsOf(wire);
  for (const connection of connections) {
    const up = beginnings.get(`${connection}/client-to-server`) ?? NONE;
    const down = beginnings.get(`${connection}/server-to-client`) ?? NONE;
    if (speaks(up, down)) shown.add(connection);
    else if (isTls(up) || isTls(down)) tls += 1;
  }
  const events = wire.filter(({ connection }) => shown.has(connection));
  const leftOut: LeftOut = {
    connections: connections.length - shown.size,
    tls,
    packets: skipped['no-tcp'] + skipped.fragment + skipped['link-type'],
    missing: events.reduce((sum, event) => sum + (event.kind === 'gap' ? event.length : 0), 0),
  };
  const stop: InputStop | null = problem && {
    rule: problem.rule,
    at: null,
    byte: problem.offset,
    found: problem.found,
    expected: problem.expected,
  };
  if (events.length > 0) return { capture: { ...decoded.capture, events }, leftOut, stop };
  return { capture: null, leftOut, stop: stop ?? nothingIn(decoded, leftOut) };
}

const BEGINNING = 16;

/** The first bytes of each stream, by `tcp-0/client-to-server`. */
function beginningsOf(wire: readonly WireCaptureEvent[]): ReadonlyMap<string, Uint8Array> {
  const beginnings = new Map<string, Uint8Array>();
  for (const event of wire) {
    if (event.kind !== 'bytes' || event.offset >= BEGINNING) continue;
    const stream = `${event.connection}/${event.direction}`;
    const before = beginnings.get(stream) ?? NONE;
    if (event.offset !== before.length) continue;
    beginnings.set(stream, concat(before, event.bytes.subarray(0, BEGINNING - before.length)));
  }
  return beginnings;
}
const NONE = new Uint8Array();

/** HTTP, or frames whose handshake is not in the file; that a continuation is the first of them proves nothing. */
function speaks(up: Uint8Array, down: Uint8Array): boolean {
  if (isHead(up) || isHead(down)) return true;
  const opens = ([first = 0]: Uint8Array): boolean => (first & 0x0f) !== 0;
  return (senderOf(up) === 'client' && opens(up)) || (senderOf(down) === 'server' && opens(down));
}

function nothingIn({ connections: all, unread }: DecodedPackets, { connections, tls, packets }: LeftOut): InputStop {
  if (unread !== null && all.length === 0)
    return { rule: 'pcap.link-type', at: null, found: `${unread}`, expected: LINKS_READ };
  const found =
    all.length === 0
      ? packets === 0
        ? 'no packet'
        : `no whole TCP segment in ${grouped(packets)} packets`
      : `${tls > 0 ? 'TLS' : 'other protocols'} in ${grouped(tls || connections)} of ${grouped(connections)}`;
  return { rule: tls > 0 ? 'pcap.tls' : 'pcap.nothing', at: null, found, expected: 'HTTP or WebSocket over TCP' };
}
