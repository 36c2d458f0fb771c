import type { Direction } from '#demos/capture/capture.ts';
import { isHead } from '#demos/capture/first-bytes.ts';
import { HeadEnd } from '#demos/capture/head-end.ts';
import { latin1Decode } from '#demos/protocol/bytes.ts';
import { readFrameHeader } from '#demos/protocol/frame-header.ts';
import { fieldValues } from '#demos/protocol/http-fields.ts';
import type { RequestHead, ResponseHead } from '#demos/protocol/http-head.ts';
import { parseRequestHead, parseResponseHead } from '#demos/protocol/http-parse.ts';

/** A stretch of the given bytes that went one way. */
export interface Piece {
  readonly direction: Direction;
  readonly kind: 'head' | 'body' | 'frames';
  readonly start: number;
  readonly end: number;
}

export interface Split {
  readonly pieces: readonly Piece[];
  /** The last request that was read, for what it asked of frames that no answer came before. */
  readonly request: RequestHead | null;
  /** A 101 was among the bytes. */
  readonly switched: boolean;
}

/** Frames in one direction are put together up to this many bytes. */
const MOST = 1 << 16;

/**
 * Tells who sent what where nothing says so: a request is the client's and a response the server's; a frame is the
 * client's if it is masked (RFC 6455 §5.1). `from` settles it for all. Checks no rule: what cannot be told is one piece.
 */
export function split(bytes: Uint8Array, from: Direction | null): Split {
  const pieces: Piece[] = [];
  let request: RequestHead | null = null;
  let switched = false;
  let at = 0;
  while (at < bytes.length && !switched && isHead(bytes, at)) {
    const isResponse = latin1Decode(bytes.subarray(at, at + 5)) === 'HTTP/';
    const direction = from ?? (isResponse ? 'server-to-client' : 'client-to-server');
    const end = headEnd(bytes, at);
    pieces.push({ direction, kind: 'head', start: at, end: end ?? bytes.length });
    if (end === null) return { pieces, request, switched };
    const result = isResponse ? parseResponseHead(bytes.subarray(at, end)) : parseRequestHead(bytes.subarray(at, end));
    at = end;
    if (result.kind !== 'head') continue;
    if (result.head.kind === 'request') request = result.head;
    else switched = result.head.status === 101;
    const body = switched ? 0 : Math.min(bodyLength(result.head), bytes.length - at);
    if (body > 0) pieces.push({ direction, kind: 'body', start: at, end: at + body });
    at += body;
  }
  if (from) {
    if (at < bytes.length) pieces.push({ direction: from, kind: 'frames', start: at, end: bytes.length });
  } else for (const piece of frames(bytes, at)) pieces.push(piece);
  return { pieces, request, switched };
}

function headEnd(bytes: Uint8Array, start: number): number | null {
  const end = new HeadEnd('skipped');
  for (let at = start; at < bytes.length; at += 1) if (end.step(bytes[at] ?? 0)) return at + 1;
  return null;
}

function bodyLength(head: RequestHead | ResponseHead): number {
  const [length = ''] = fieldValues(head, 'content-length');
  return /^\d{1,15}$/.test(length) ? Number(length) : 0;
}

function frames(bytes: Uint8Array, from: number): Piece[] {
  const pieces: Piece[] = [];
  let direction: Direction = 'server-to-client';
  for (let at = from; at < bytes.length; ) {
    const second = bytes[at + 1];
    if (second !== undefined) direction = second & 0x80 ? 'client-to-server' : 'server-to-client';
    const read = readFrameHeader(bytes, at);
    const length = read ? read.byteLength + Number(read.header.length) : Number.POSITIVE_INFINITY;
    const end = Math.min(bytes.length, at + length);
    const last = pieces.at(-1);
    if (last?.direction === direction && end - last.start <= MOST) pieces[pieces.length - 1] = { ...last, end };
    else pieces.push({ direction, kind: 'frames', start: at, end });
    at = end;
  }
  return pieces;
}
