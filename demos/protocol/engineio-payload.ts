import { utf8Encode } from './bytes.ts';
import {
  decodeEnginePacket,
  type EnginePacket,
  type EnginePacketResult,
  encodeEnginePacketAsText,
} from './engineio-packet.ts';
import type { PacketOptions } from './packet-part.ts';

/** RS, the ASCII record separator, stands between packets; data must not hold it (Engine.IO v4 §From v3 to v4). */
export const SEPARATOR = '\x1e';

export const encodeEnginePayload = (packets: readonly EnginePacket[]): string =>
  packets.map(encodeEnginePacketAsText).join(SEPARATOR);

/** The body of a polling request or response. Nothing after a violation is decoded. Spans count from the body's start. */
export function decodeEnginePayload(payload: string, options: PacketOptions = {}): readonly EnginePacketResult[] {
  const results: EnginePacketResult[] = [];
  let at = options.at ?? 0;
  for (const text of payload.split(SEPARATOR)) {
    const result = decodeEnginePacket(text, { ...options, at });
    results.push(result);
    if (result.kind === 'violation') break;
    at += utf8Encode(text).length + 1;
  }
  return results;
}
