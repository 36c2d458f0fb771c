import type { Capture } from '#demos/capture/capture.ts';
import { dissect } from '#demos/capture/dissect.ts';
import { concat, fromHex } from '#demos/protocol/bytes.ts';
import type { ExampleName } from './decoder.names.ts';
import { Decoding, type Ended } from './decoding.ts';
import type { Detail } from './detail.ts';
import { FORMATS } from './format-bytes.ts';
import type { Row } from './row.ts';
import { AUTO, type Guess } from './settings.ts';

/** An input to begin with, and what is made of it: told at build time, so that a page is read without the decoder. */
export interface Example {
  readonly text: string;
  readonly rows: readonly Row[];
  readonly guess: Guess;
  readonly ended: Ended;
  readonly detail: Detail;
}

/** Frames of the recording that are shown first. */
const FRAMES = 8;

/**
 * The frames that a Socket.IO client and its server exchanged first, both directions in the order in which they passed.
 * Throws a TypeError where the recording holds fewer.
 */
function firstFrames({ events }: Capture): Uint8Array {
  const { units, spaces } = dissect(events);
  const frames = units.filter(({ field }) => field === 'ws.frame').slice(0, FRAMES);
  if (frames.length < FRAMES) throw new TypeError(`The recording holds ${frames.length} frames, not ${FRAMES}`);
  return concat(
    ...frames.map(({ space, span }) => {
      const { bytes } = spaces.find(({ id }) => id === space) ?? { bytes: new Uint8Array() };
      return bytes.subarray(span.start / 8, span.end / 8);
    }),
  );
}

/** RFC 6455 §1.2. */
const HANDSHAKE = `GET /chat HTTP/1.1
Host: server.example.com
Upgrade: websocket
Connection: Upgrade
Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
Origin: http://example.com
Sec-WebSocket-Protocol: chat, superchat
Sec-WebSocket-Version: 13

HTTP/1.1 101 Switching Protocols
Upgrade: websocket
Connection: Upgrade
Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=
Sec-WebSocket-Protocol: chat

`;
/** RFC 6455 §5.7: “Hello”, masked. */
const MASKED = '81 85 37 fa 21 3d 7f 9f 4d 51 58';
/** RFC 7692 §7.2.3.1 and §7.2.3.2: “Hello”, compressed, twice; the second refers back to the first. */
const COMPRESSED = 'c1 07 f2 48 cd c9 c9 07 00 c1 05 f2 00 11 00 00';
/** RFC 6455 §5.7: “Hello” in one frame, then in two. Its last frame comes once more: a continuation of nothing. */
const BROKEN = '81 05 48 65 6c 6c 6f 01 03 48 65 6c 80 02 6c 6f 80 02 6c 6f';

export const exampleTexts = (recording: Capture): Readonly<Record<ExampleName, string>> => ({
  socketio: FORMATS.hexdump(firstFrames(recording)),
  handshake: HANDSHAKE,
  masked: MASKED,
  compressed: FORMATS.base64(fromHex(COMPRESSED)),
  broken: FORMATS.array(fromHex(BROKEN), 10),
});

/** Decodes an example as the page would. Throws a TypeError where it has no row. */
export function decodeExample(text: string): Example {
  const decoding = new Decoding({ from: 'text', text }, AUTO);
  const rows: Row[] = [];
  let guess: Guess | null = null;
  for (const progress of decoding.run())
    if (progress.kind === 'recognised') guess = progress.guess;
    else rows.push(...progress.rows);
  const shown = rows.findIndex(({ packet }) => packet === 'EVENT');
  const detail = decoding.detail(Math.max(0, shown));
  if (!guess || !decoding.ended || !detail) throw new TypeError('The example could not be decoded');
  return { text, rows, guess, ended: decoding.ended, detail };
}
