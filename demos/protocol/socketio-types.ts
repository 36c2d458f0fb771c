import type { EventData, JsonObject, Value } from './socketio-value.ts';

/** By the digit that stands for each on the wire (Socket.IO v5 §Exchange protocol). */
export const SOCKETIO_PACKET_TYPES = [
  'CONNECT',
  'DISCONNECT',
  'EVENT',
  'ACK',
  'CONNECT_ERROR',
  'BINARY_EVENT',
  'BINARY_ACK',
] as const;
export type SocketioPacketType = (typeof SOCKETIO_PACKET_TYPES)[number];

/** One text packet. `namespace` begins with a slash and holds no comma; the main one is `/`. */
export type SocketioPacket = { readonly namespace: string } & (
  | { readonly type: 'CONNECT'; readonly data?: JsonObject }
  | { readonly type: 'DISCONNECT' }
  | { readonly type: 'CONNECT_ERROR'; readonly data: string | JsonObject }
  | { readonly type: 'EVENT'; readonly id?: number; readonly data: EventData }
  | { readonly type: 'ACK'; readonly id: number; readonly data: readonly Value[] }
  | BinaryPacketBody
);

/** `attachments` binary messages follow; placeholders stand for them in `data`. */
type BinaryPacketBody = { readonly attachments: number } & (
  | { readonly type: 'BINARY_EVENT'; readonly id?: number; readonly data: EventData }
  | { readonly type: 'BINARY_ACK'; readonly id: number; readonly data: readonly Value[] }
);
export type SocketioBinaryPacket = { readonly namespace: string } & BinaryPacketBody;

/** The reference parser's default since 4.2.6. */
export const MAX_ATTACHMENTS = 10;
