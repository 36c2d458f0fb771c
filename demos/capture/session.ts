import { fromHex, latin1Encode } from '#demos/protocol/bytes.ts';
import type { Direction, WireCaptureEvent, WireEvent } from './capture.ts';

/** Text stands for its own bytes, `hex` for bytes. */
export type Said = readonly [Direction, string | Uint8Array];

export const up = 'client-to-server' as const;
export const down = 'server-to-client' as const;
export const hex = fromHex;

/** RFC 6455 §1.3's opening handshake, as short as it can be. */
export const REQUEST =
  'GET /chat HTTP/1.1\r\nHost: server.example.com\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n' +
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n';
export const RESPONSE =
  'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n' +
  'Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n';

/** RFC 6455 §5.7: "Hello", masked and unmasked. */
export const MASKED_HELLO = hex('81 85 37 fa 21 3d 7f 9f 4d 51 58');
export const HELLO = hex('81 05 48 65 6c 6c 6f');

/** A test's own recorder: numbers events, counts offsets, and ticks a millisecond an event. */
export function createRecording(connection = 'c1') {
  const offsets = { [up]: 0, [down]: 0 };
  const events: WireCaptureEvent[] = [];
  const add = (event: WireEvent): WireCaptureEvent => {
    const whole: WireCaptureEvent = { id: `server:${events.length}`, at: events.length, connection, ...event };
    events.push(whole);
    return whole;
  };
  return {
    events,
    add,
    say(direction: Direction, content: string | Uint8Array): WireCaptureEvent {
      const bytes = typeof content === 'string' ? latin1Encode(content) : content;
      const offset = offsets[direction];
      offsets[direction] += bytes.length;
      return add({ kind: 'bytes', direction, offset, bytes });
    },
    lose(direction: Direction, length: number): WireCaptureEvent {
      const offset = offsets[direction];
      offsets[direction] += length;
      return add({ kind: 'gap', direction, offset, length, why: 'snapped' });
    },
  };
}

export function conversation(...said: readonly Said[]): WireCaptureEvent[] {
  const recording = createRecording();
  for (const [direction, content] of said) recording.say(direction, content);
  return recording.events;
}
