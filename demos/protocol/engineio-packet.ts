import { base64Decode, base64Encode } from './base64.ts';
import { characterEnd, createPacketText, type PacketOptions, type PacketPart, quoteAt } from './packet-part.ts';
import { source } from './source.ts';
import { byteSpan } from './span.ts';
import type { Violation } from './violation.ts';

/** By the digit that stands for each on the wire (Engine.IO v4 §Protocol). */
export const ENGINE_PACKET_TYPES = ['open', 'close', 'ping', 'pong', 'message', 'upgrade', 'noop'] as const;
export type EnginePacketType = (typeof ENGINE_PACKET_TYPES)[number];

/** Only a message carries binary. `data` is empty where nothing follows the type. */
export type EnginePacket =
  | { readonly type: EnginePacketType; readonly data: string }
  | { readonly type: 'message'; readonly data: Uint8Array };

/** What a WebSocket message holds: text, or binary. */
export type EngineMessage = string | Uint8Array;

/** `parts` are the fields in order; of a broken packet, those before the fault. */
export type EnginePacketResult =
  | { readonly kind: 'packet'; readonly packet: EnginePacket; readonly parts: readonly PacketPart[] }
  | { readonly kind: 'violation'; readonly violation: Violation; readonly parts: readonly PacketPart[] };

const PROTOCOL = source('Engine.IO v4', 'Protocol');
const ENCODING = source('Engine.IO v4', 'Packet encoding');

/**
 * Engine.IO v4 §Packet encoding: one WebSocket message is one packet. Text begins with the type's digit; binary is a
 * message as it is. `b` and base64 is what a peer sends that was told not to send binary.
 */
export function decodeEnginePacket(message: EngineMessage, options: PacketOptions = {}): EnginePacketResult {
  if (typeof message !== 'string') {
    const { at = 0 } = options;
    const span = byteSpan(at, at + message.length);
    const part: PacketPart = { field: 'eio.data', span, value: message.length, source: ENCODING, children: [] };
    return { kind: 'packet', packet: { type: 'message', data: message }, parts: [part] };
  }
  const text = createPacketText(message, options);
  if (message.startsWith('b')) {
    const decoded = base64Decode(message.slice(1));
    const mark = text.part('eio.base64', [0, 1], 'b', ENCODING);
    if (decoded.kind === 'invalid') {
      const at = decoded.at + 1;
      const range = [at, characterEnd(message, at)] as const;
      const violation = text.violation('engineio.base64', range, decoded.found, decoded.expected);
      return { kind: 'violation', violation, parts: [mark] };
    }
    const data = text.part('eio.data', [1, message.length], decoded.bytes.length, ENCODING);
    return { kind: 'packet', packet: { type: 'message', data: decoded.bytes }, parts: [mark, data] };
  }
  const type = ENGINE_PACKET_TYPES[/^[0-6]/.test(message) ? Number(message[0]) : -1];
  if (type === undefined) {
    const found = message === '' ? 'an empty message' : quoteAt(message, 0);
    const violation = text.violation('engineio.type', [0, characterEnd(message, 0)], found, 'a digit from 0 to 6');
    return { kind: 'violation', violation, parts: [] };
  }
  const data = message.slice(1);
  const parts = [text.part('eio.type', [0, 1], type, PROTOCOL)];
  if (data !== '') parts.push(text.part('eio.data', [1, message.length], data, ENCODING));
  return { kind: 'packet', packet: { type, data }, parts };
}

/** For WebSocket: binary goes as it is. */
export const encodeEnginePacket = ({ type, data }: EnginePacket): EngineMessage =>
  typeof data === 'string' ? `${ENGINE_PACKET_TYPES.indexOf(type)}${data}` : data;

/** Where binary cannot go: `b` and base64 (Engine.IO v4 §Packet encoding). */
export const encodeEnginePacketAsText = ({ type, data }: EnginePacket): string =>
  typeof data === 'string' ? `${ENGINE_PACKET_TYPES.indexOf(type)}${data}` : `b${base64Encode(data)}`;
