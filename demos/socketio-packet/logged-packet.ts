import type { EnginePacketType } from '#demos/protocol/engineio-packet.ts';
import type { SocketioContent } from '#demos/protocol/socketio-binary.ts';
import type { SocketioPacket } from '#demos/protocol/socketio-types.ts';
import type { Violation } from '#demos/protocol/violation.ts';
import type { Columns, MessageBytes } from './message-bytes.ts';
import type { Peeled } from './peel.ts';

/** Where a placeholder stands in the text message, and which attachment it stands for. */
export interface Placeholder {
  readonly number: number;
  readonly columns: readonly Columns[];
}

/** One packet: a text message, and the binary messages that belong to it. Plain data, sent with the page. */
export interface LoggedPacket {
  readonly direction: MessageBytes['direction'];
  readonly at: number;
  /** Its text message, as text. */
  readonly text: string;
  readonly engine: EnginePacketType | null;
  /** Absent where Engine.IO carries no Socket.IO packet, and of a broken one. */
  readonly packet: SocketioPacket | null;
  /** What an application is given: an event's or ack's arguments, attachments back in their places. */
  readonly content: SocketioContent | null;
  readonly messages: readonly Peeled[];
  readonly placeholders: readonly Placeholder[];
  readonly violation: Violation | null;
}

/** Which packet of the log acknowledges an event: the first one back with its id and namespace (Socket.IO v5 §Acknowledgement). */
export function answerTo(log: readonly LoggedPacket[], index: number): number | null {
  const event = log[index];
  const id = ackIdOf(event);
  if (!event?.packet?.type.endsWith('EVENT') || id === null) return null;
  const found = log.findIndex(
    ({ packet, direction }, i) =>
      i > index &&
      direction !== event.direction &&
      packet?.type.endsWith('ACK') &&
      packet.namespace === event.packet?.namespace &&
      'id' in packet &&
      packet.id === id,
  );
  return found < 0 ? null : found;
}

export const ackIdOf = (logged: LoggedPacket | undefined): number | null =>
  logged?.packet && 'id' in logged.packet ? (logged.packet.id ?? null) : null;
