import { initialTransition, transition } from 'xstate';
import type { LoggedPacket } from './logged-packet.ts';
import { type DecoderEvent, packetDecoderMachine } from './packet-decoder.machine.ts';
import type { PartId } from './peel.ts';

/** One stop on the way from the wire to the application: a part of one of the packet's messages. */
export interface Moment {
  readonly message: number;
  /** `event` is what the application is given, or that it is given nothing. */
  readonly part: PartId | 'event';
  /** The decoder's states so far; the last is active while the part is read. */
  readonly trail: readonly string[];
}

/** What the decoder is told, and the part that tells it; `null` for a field that is not there. */
interface Reading {
  readonly part: PartId | null;
  readonly message: number;
  readonly event: DecoderEvent;
}

/** Every stop, outermost first. A message that follows as attachment is one stop. */
export function momentsOf(packet: LoggedPacket): Moment[] {
  const readings = readingsOf(packet);
  let [snapshot] = initialTransition(packetDecoderMachine);
  const trail = [String(snapshot.value)];
  const reads = new Map<string, readonly string[]>();
  for (const { part, message, event } of readings) {
    if (part) reads.set(`${message} ${part}`, [...trail]);
    [snapshot] = transition(packetDecoderMachine, snapshot, event);
    const state = String(snapshot.value);
    if (state !== trail.at(-1)) trail.push(state);
  }
  const start = trail.slice(0, 1);
  const inner = packet.messages.flatMap(({ parts }, message) =>
    parts
      .filter(({ id }) => message === 0 || id === 'attachment')
      .map(({ id }): Moment => ({ message, part: id, trail: reads.get(`${message} ${id}`) ?? start })),
  );
  return [...inner, { message: 0, part: 'event', trail }];
}

function readingsOf({ packet, messages, violation }: LoggedPacket): Reading[] {
  const [text] = messages;
  const parts = new Map(text?.parts.map((part) => [part.id, part]));
  const type = parts.get('type');
  const broken: Reading = { part: null, message: 0, event: { type: 'broken' } };
  if (!type) return violation ? [broken] : [];
  const binary = String(type.value).startsWith('BINARY');
  const readings: Reading[] = [{ part: 'type', message: 0, event: { type: 'type.read', binary } }];
  const add = (part: PartId, read: DecoderEvent, absent?: DecoderEvent): void => {
    if (parts.has(part)) readings.push({ part, message: 0, event: read });
    // Of a broken packet nothing tells whether a field that was not read is there.
    else if (absent && packet) readings.push({ part: null, message: 0, event: absent });
  };
  if (binary) add('attachments', { type: 'attachments.read', count: Number(parts.get('attachments')?.value) });
  add('namespace', { type: 'namespace.read' }, { type: 'namespace.absent' });
  add('ack-id', { type: 'id.read' }, { type: 'id.absent' });
  if (violation) return [...readings, broken];
  add('arguments', { type: 'json.read' }, { type: 'json.absent' });
  for (let message = 1; message < messages.length; message++)
    readings.push({ part: 'attachment', message, event: { type: 'attachment.received' } });
  return readings;
}
