import { utf8DecodeLenient } from '#demos/protocol/bytes.ts';
import { decodeEnginePacket } from '#demos/protocol/engineio-packet.ts';
import type { PacketPart } from '#demos/protocol/packet-part.ts';
import { assembleSocketio, IDLE, type SocketioAssembly } from '#demos/protocol/socketio-assembly.ts';
import type { LoggedPacket, Placeholder } from './logged-packet.ts';
import { columnsOf, type MessageBytes, payloadOf } from './message-bytes.ts';
import { peel } from './peel.ts';

/** Of one direction: what is awaited, and the index of the packet that waits for attachments. */
interface Reading {
  assembly: SocketioAssembly;
  open: number | null;
}

type Read = Pick<LoggedPacket, 'messages'> & Partial<LoggedPacket>;

/** Reads the messages of one connection as Engine.IO and Socket.IO packets. Whatever a peer sent is a packet of the log. */
export function packetLog(messages: readonly MessageBytes[]): LoggedPacket[] {
  const log: LoggedPacket[] = [];
  const readings = new Map<MessageBytes['direction'], Reading>();
  for (const message of messages) {
    const { direction, at } = message;
    const reading = readings.get(direction) ?? { assembly: IDLE, open: null };
    readings.set(direction, reading);
    const text = message.type === 'text' ? utf8DecodeLenient(payloadOf(message)) : '';
    const nothing = { engine: null, packet: null, content: null, placeholders: [], violation: null };
    const read = readMessage(message, text, reading, log);
    if (read) log.push({ direction, at, text, ...nothing, ...read });
  }
  return log;
}

/** A new packet; `null` for a message that completes one of the log. */
function readMessage(message: MessageBytes, text: string, reading: Reading, log: LoggedPacket[]): Read | null {
  const from = message.direction === 'client-to-server' ? 'client' : 'server';
  const isText = message.type === 'text';
  const engine = decodeEnginePacket(isText ? text : payloadOf(message), { from });
  const whole = { messages: [peel(message, engine.parts)] };
  if (engine.kind === 'violation') return { ...whole, violation: engine.violation };
  const { type, data } = engine.packet;
  if (type !== 'message') return { ...whole, engine: type };

  const { assembly, step } = assembleSocketio(reading.assembly, data, { from, at: isText ? 1 : 0 });
  const waiting = reading.open === null ? undefined : log[reading.open];
  reading.assembly = assembly;
  if (step.kind === 'attachment' && waiting && reading.open !== null) {
    log[reading.open] = { ...waiting, content: step.content, messages: [...waiting.messages, ...whole.messages] };
    if (assembly.kind === 'idle') reading.open = null;
    return null;
  }
  reading.open = assembly.kind === 'awaiting' ? log.length : null;
  if (step.kind === 'attachment') return { ...whole, engine: type };
  const outer = engine.parts.filter(({ field }) => field !== 'eio.data');
  const messages = [peel(message, [...outer, ...step.parts])];
  if (step.kind === 'violation') return { messages, engine: type, violation: step.violation };
  const { packet, content } = step;
  return { messages, engine: type, packet, content, placeholders: placeholdersIn(step.parts, message) };
}

function placeholdersIn(parts: readonly PacketPart[], message: MessageBytes): Placeholder[] {
  return parts.flatMap((part) =>
    part.field === 'sio.placeholder'
      ? [{ number: Number(part.value), columns: columnsOf(message, part.span.start / 8, part.span.end / 8) }]
      : placeholdersIn(part.children, message),
  );
}
