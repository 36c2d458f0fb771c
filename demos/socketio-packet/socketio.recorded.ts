import type { Capture, Direction } from '#demos/capture/capture.ts';
import { dissect } from '#demos/capture/dissect.ts';
import { recordedCapture } from '#demos/capture/recording.ts';

/** The first text message of a capture that went one way and begins so. Throws a TypeError where there is none. */
function textBeginning({ events }: Capture, direction: Direction, start: string): string {
  for (const { field, direction: way, value } of dissect(events).units)
    if (field === 'ws.message' && way === direction && typeof value === 'string' && value.startsWith(start))
      return value;
  throw new TypeError(`The recording has no message that begins with ${start}`);
}

/** The first event of a recording that asks for an answer: `420["add",1,2]`. */
export const askingEvent = (recording: string): string =>
  textBeginning(recordedCapture(recording), 'client-to-server', '420');

/** What a Socket.IO server says first: `0{"sid":…}`. */
export const openPacket = (recording: string): string =>
  textBeginning(recordedCapture(recording), 'server-to-client', '0');
