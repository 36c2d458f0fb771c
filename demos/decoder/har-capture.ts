import type { Capture, CaptureEvent, Direction } from '#demos/capture/capture.ts';
import type { Established } from '#demos/capture/connection-reader.ts';
import { utf8Encode } from '#demos/protocol/bytes.ts';
import { encodeFrame } from '#demos/protocol/frame-encoder.ts';
import type { HarEntry, HarMessage } from './read-har.ts';

const ZERO_KEY = new Uint8Array(4);

/** A frame that would carry the message: only its payload is the HAR's, so nothing else of it is shown. */
const frameOf = ({ direction, type, bytes }: HarMessage): Uint8Array => {
  const body = { kind: 'data', opcode: type === 'text' ? 1 : 2, fin: true, rsv1: false, payload: bytes } as const;
  return encodeFrame(
    direction === 'client-to-server' ? { ...body, from: 'client', maskingKey: ZERO_KEY } : { ...body, from: 'server' },
  );
};

export interface HarCapture {
  readonly capture: Capture;
  /** What the handshake agreed on, for connections whose heads the HAR does not give as HTTP/1.1. */
  readonly established: ReadonlyMap<string, Established>;
}

/** The entries as one capture, a connection each, in the order of time. */
export function harCapture(entries: readonly HarEntry[]): HarCapture {
  const zero = entries.reduce(
    (least, { at, messages }) => Math.min(least, at, messages[0]?.at ?? at),
    Number.POSITIVE_INFINITY,
  );
  const established = new Map<string, Established>();
  const pieces = entries.flatMap((entry, index) => {
    const connection = `har-${index}`;
    const { heads, messages, extensions, url } = entry;
    const opened = heads !== null && /^HTTP\/1\.1 101 /.test(heads.response);
    if (!opened) established.set(connection, { target: url.replace(/^[a-z]+:\/\/[^/]*/i, ''), extensions });
    const latest = { 'client-to-server': 0, 'server-to-client': 0 };
    const piece = (direction: Direction, at: number, bytes: Uint8Array) => {
      const offset = latest[direction];
      latest[direction] += bytes.length;
      return { connection, direction, at: at - zero, offset, bytes };
    };
    return [
      ...(heads && (opened || messages.length === 0)
        ? [
            piece('client-to-server', entry.at, utf8Encode(heads.request)),
            piece('server-to-client', entry.at, utf8Encode(heads.response)),
          ]
        : []),
      ...messages.map((message) => piece(message.direction, message.at, frameOf(message))),
    ];
  });
  const events = pieces
    .sort((a, b) => a.at - b.at)
    .map((piece, index): CaptureEvent => ({ id: `model:${index}`, kind: 'bytes', ...piece }));
  return { capture: { format: 1, source: 'model', madeWith: {}, events }, established };
}
