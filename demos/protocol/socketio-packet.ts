import type { PacketOptions } from './packet-part.ts';
import { type SocketioPacketResult, SocketioReader } from './socketio-reader.ts';
import { SOCKETIO_PACKET_TYPES, type SocketioPacket } from './socketio-types.ts';

/** `type[#attachments-][namespace,][ackId][json]` (Socket.IO v5 §Format): what follows the `4` of an Engine.IO message. */
export const decodeSocketioPacket = (text: string, options: PacketOptions = {}): SocketioPacketResult =>
  new SocketioReader(text, options).read();

/** Throws TypeError on a namespace that cannot be written. */
export function encodeSocketioPacket(packet: SocketioPacket): string {
  const { type, namespace } = packet;
  if (!namespace.startsWith('/') || namespace.includes(',')) {
    throw new TypeError(`encodeSocketioPacket: expected a namespace like "/chat", found ${JSON.stringify(namespace)}`);
  }
  const digit = SOCKETIO_PACKET_TYPES.indexOf(type);
  const attachments = 'attachments' in packet ? `${packet.attachments}-` : '';
  const prefix = namespace === '/' ? '' : `${namespace},`;
  const id = 'id' in packet ? (packet.id ?? '') : '';
  const data = 'data' in packet && packet.data !== undefined ? JSON.stringify(packet.data) : '';
  return `${digit}${attachments}${prefix}${id}${data}`;
}
