import type { Capture, Direction, WireCaptureEvent } from '#demos/capture/capture.ts';
import { concat, latin1Decode } from '#demos/protocol/bytes.ts';
import { fieldValues } from '#demos/protocol/http-fields.ts';
import type { HeadResult, RequestHead, ResponseHead } from '#demos/protocol/http-head.ts';
import { parseRequestHead, parseResponseHead } from '#demos/protocol/http-parse.ts';
import { countValue } from './captured-count.ts';
import { frameValue } from './captured-frame.ts';
import { messageValue } from './captured-message.ts';
import { raceValue } from './captured-race.ts';

type BytesEvent = Extract<WireCaptureEvent, { kind: 'bytes' }>;
type Head = RequestHead | ResponseHead;

const isBytes = (event: Capture['events'][number]): event is BytesEvent => event.kind === 'bytes';

/** What one direction of the capture's first connection carried, from its first byte. */
function stream({ events }: Capture, direction: Direction): { at: number; bytes: Uint8Array } {
  const first = events.find(isBytes)?.connection;
  const chunks = events.filter(isBytes).filter((e) => e.connection === first && e.direction === direction);
  return { at: chunks[0]?.at ?? Number.NaN, bytes: concat(...chunks.map(({ bytes }) => bytes)) };
}

function headOf(result: HeadResult<Head>, which: string): Head {
  if (result.kind === 'head') return result.head;
  throw new Error(`the capture's ${which} is not a whole HTTP head (${result.kind})`);
}

function headValue(head: Head, at: number, bytes: Uint8Array, name: string): string | undefined {
  if (name === 'bytes') return String(head.byteLength);
  if (name === 'fields') return String(head.fields.length);
  if (name === 'line') return latin1Decode(bytes.subarray(head.startLine.start / 8, head.startLine.end / 8)).trimEnd();
  if (name === 'at') return at.toFixed(2);
  if (name === 'status' && head.kind === 'response') return String(head.status);
  const header = /^header\.(.+)$/.exec(name)?.[1];
  return header === undefined ? undefined : fieldValues(head, header)[0];
}

/**
 * A value of a capture, as prose prints it.
 *
 * `request` and `response` are the heads of the first connection: `request.bytes` (head size, empty line included),
 * `.fields` (how many), `.line` (start line), `.at` (ms), `.header.<name>`, and `response.status`.
 * `count.frames` passed, both ways; of `count.events` script was told.
 * `sent` and `received` are its text messages, found by how they begin: `sent.420.text`, `received.Hello.wire`.
 * `frame` is a frame, by its number or the first Close: `frame.0.hex`, `frame.close.hex`.
 * `race` is a race’s lane: `race.polling.headUp`.
 * `madeWith.<product>` is a version.
 * @throws when the capture has no such value: prose must not print a hole.
 */
export function capturedValue(capture: Capture, path: string): string {
  const [which = '', ...rest] = path.split('.');
  const name = rest.join('.');
  const value = read(capture, which, name);
  if (value === undefined) throw new Error(`the capture has no value "${path}"`);
  return value;
}

function read(capture: Capture, which: string, name: string): string | undefined {
  if (which === 'madeWith') return capture.madeWith[name];
  if (which === 'race') return raceValue(capture, name);
  if (which === 'frame') return frameValue(capture, name);
  if (which === 'count') return countValue(capture, name);
  if (which === 'sent') return messageValue(capture, 'client-to-server', name);
  if (which === 'received') return messageValue(capture, 'server-to-client', name);
  if (which === 'request') {
    const { at, bytes } = stream(capture, 'client-to-server');
    return headValue(headOf(parseRequestHead(bytes), which), at, bytes, name);
  }
  if (which === 'response') {
    const { at, bytes } = stream(capture, 'server-to-client');
    return headValue(headOf(parseResponseHead(bytes), which), at, bytes, name);
  }
  return undefined;
}
