import type { Capture, Direction } from '#demos/capture/capture.ts';
import { dissect } from '#demos/capture/dissect.ts';
import type { Unit } from '#demos/capture/dissection.ts';
import { concat } from '#demos/protocol/bytes.ts';
import type { FramePlace, MessageBytes } from './message-bytes.ts';

/** Every whole message of a connection, in the order in which its last byte passed. */
export function messagesOf(capture: Capture, connection: string): MessageBytes[] {
  const { units, spaces } = dissect(capture.events);
  const bytesIn = new Map(spaces.map(({ id, bytes }) => [id, bytes]));
  const open: Record<Direction, Unit[]> = { 'client-to-server': [], 'server-to-client': [] };
  const messages: MessageBytes[] = [];
  for (const unit of units) {
    if (unit.connection !== connection) continue;
    const frames = open[unit.direction];
    // A control frame may come between a message's frames and is no part of it (RFC 6455 §5.4).
    if (unit.field === 'ws.frame' && Number(unit.value) < 8) frames.push(unit);
    if (unit.field !== 'ws.message') continue;
    const pieces = frames.map((frame) =>
      (bytesIn.get(frame.space) ?? new Uint8Array()).slice(frame.span.start / 8, frame.span.end / 8),
    );
    const wire = concat(...pieces);
    const places = placesOf(frames);
    messages.push({
      direction: unit.direction,
      at: unit.at,
      type: unit.params?.['type'] === 'binary' ? 'binary' : 'text',
      wire,
      plain: unmasked(wire, places, bytesIn.get(unit.space) ?? new Uint8Array()),
      frames: places,
    });
    open[unit.direction] = [];
  }
  return messages;
}

/** Where the parts of frames stand that follow one another on one ruler. */
function placesOf(frames: readonly Unit[]): FramePlace[] {
  let at = 0;
  return frames.map(({ span, children }) => {
    const start = at - span.start / 8;
    at += (span.end - span.start) / 8;
    const run = (field: string) => {
      const found = children.find((child) => child.field === field);
      return found ? { start: start + found.span.start / 8, end: start + found.span.end / 8 } : null;
    };
    const key = run('ws.masking-key');
    const payload = run('ws.payload') ?? { start: at, end: at };
    return { head: { start: start + span.start / 8, end: key?.start ?? payload.start }, key, payload };
  });
}

function unmasked(wire: Uint8Array, frames: readonly FramePlace[], payload: Uint8Array): Uint8Array {
  const plain = wire.slice();
  let taken = 0;
  for (const { payload: place } of frames) {
    plain.set(payload.subarray(taken, taken + place.end - place.start), place.start);
    taken += place.end - place.start;
  }
  return plain;
}
