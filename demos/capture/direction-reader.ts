import type { FrameDecoder } from '#demos/protocol/frame-decoder.ts';
import type { RequestHead, ResponseHead } from '#demos/protocol/http-head.ts';
import { DEFAULT_MAX_HEAD_BYTES, parseRequestHead, parseResponseHead } from '#demos/protocol/http-parse.ts';
import type { MessageAssembler } from '#demos/protocol/message-assembler.ts';
import type { Direction, WireCaptureEvent } from './capture.ts';
import { HeadEnd } from './head-end.ts';
import { ChunkedBody } from './http-chunks.ts';
import { StreamBytes } from './stream-bytes.ts';
import { type Piece, pieceLength, type WireItem } from './wire-item.ts';

/** What one direction's next byte is part of. */
export type Mode =
  | { readonly in: 'head'; readonly start: number; readonly end: HeadEnd }
  | { readonly in: 'body'; readonly start: number; left: number; missing: number }
  | {
      readonly in: 'chunks';
      readonly start: number;
      readonly chunks: ChunkedBody;
      trailers: HeadEnd | null;
      missing: number;
    }
  /** An upgrade was asked for: what these bytes are, the response will say. */
  | { readonly in: 'held'; readonly start: number; readonly pieces: Piece[]; readonly refused: Mode }
  | {
      readonly in: 'frames';
      readonly origin: number;
      readonly decoder: FrameDecoder;
      readonly assembler: MessageAssembler;
    }
  /** Where anything begins is not known any more. */
  | { readonly in: 'lost' };

/** Told of each readable head; sets this direction's next mode, and may make the other direction read on. */
export type AfterHead = (head: RequestHead | ResponseHead, end: number) => readonly WireItem[];

export const headAt = (direction: Direction, start: number): Mode => ({
  in: 'head',
  start,
  end: new HeadEnd(direction === 'client-to-server' ? 'skipped' : 'end'),
});
export const bodyAt = (direction: Direction, start: number, left: number): Mode =>
  left === 0 ? headAt(direction, start) : { in: 'body', start, left, missing: 0 };
export const chunksAt = (start: number): Mode => ({
  in: 'chunks',
  start,
  chunks: new ChunkedBody(),
  trailers: null,
  missing: 0,
});

/** Reads one direction of one connection: heads, bodies and frames, whichever comes next. */
export class DirectionReader {
  readonly direction: Direction;
  readonly stream = new StreamBytes();
  mode: Mode;
  readonly #afterHead: AfterHead;
  #latest: WireCaptureEvent | undefined;

  constructor(direction: Direction, afterHead: AfterHead) {
    this.direction = direction;
    this.mode = headAt(direction, 0);
    this.#afterHead = afterHead;
  }

  push(piece: Piece): WireItem[] {
    if (typeof piece.content === 'number') this.stream.skip(piece.content);
    else this.stream.append(piece.content);
    this.#latest = piece.by;
    return this.#read(piece);
  }

  /** The response refused the upgrade, or there was none to wait for: what was held is HTTP. */
  release(): WireItem[] {
    if (this.mode.in !== 'held') return [];
    const { pieces, refused } = this.mode;
    this.mode = refused;
    return pieces.flatMap((piece) => this.#read(piece));
  }

  /** The protocol has switched: what was held, and what stood unread where a head might be, are frames. */
  switchTo(frames: (origin: number) => Mode): WireItem[] {
    const { mode } = this;
    if (mode.in === 'held') {
      this.mode = frames(mode.start);
      return mode.pieces.flatMap((piece) => this.#read(piece));
    }
    if (mode.in !== 'head') return [];
    this.mode = frames(mode.start);
    const content = this.stream.slice(mode.start, this.stream.end);
    return this.#latest && content.length > 0 ? this.#read({ by: this.#latest, offset: mode.start, content }) : [];
  }

  /** No more bytes will come. */
  finish(by: WireCaptureEvent): WireItem[] {
    const { mode, direction } = this;
    const end = this.stream.end;
    this.mode = { in: 'lost' };
    if (mode.in === 'body' && mode.left === Number.POSITIVE_INFINITY && end > mode.start)
      return [{ kind: 'body', direction, by, start: mode.start, end, missing: mode.missing }];
    return mode.in === 'head' && end > mode.start ? this.#endHead(mode.start, end, this.#latest ?? by) : [];
  }

  #read(piece: Piece): WireItem[] {
    const items: WireItem[] = [];
    const length = pieceLength(piece);
    for (let at = 0; at < length; ) {
      // What a head in this very piece says decides how the rest of it is read.
      const { content } = piece;
      at += typeof content === 'number' ? this.#step(piece, content, items) : this.#take(piece, content, at, items);
    }
    return items;
  }

  /** Steps over bytes that were not kept. */
  #step({ by, offset }: Piece, length: number, items: WireItem[]): number {
    const { mode } = this;
    if (mode.in === 'frames') this.#frames(mode, by, mode.decoder.gap(length), items);
    else if (mode.in === 'held') mode.pieces.push({ by, offset, content: length });
    else if (mode.in === 'body' && length <= mode.left) {
      mode.left -= length;
      mode.missing += length;
      if (mode.left === 0) this.#endBody(mode, by, offset + length, items);
    } else if (mode.in === 'chunks' && mode.chunks.skip(length)) mode.missing += length;
    else this.mode = { in: 'lost' };
    return length;
  }

  /** Reads on from `at`; returns how many bytes were read. */
  #take({ by, offset }: Piece, bytes: Uint8Array, at: number, items: WireItem[]): number {
    const { mode } = this;
    const left = bytes.length - at;
    switch (mode.in) {
      case 'lost':
        return left;
      case 'held':
        mode.pieces.push({ by, offset: offset + at, content: bytes.subarray(at) });
        return left;
      case 'frames':
        this.#frames(mode, by, mode.decoder.push(bytes.subarray(at)), items);
        return left;
      case 'body': {
        const taken = Math.min(mode.left, left);
        mode.left -= taken;
        if (mode.left === 0) this.#endBody(mode, by, offset + at + taken, items);
        return taken;
      }
      case 'chunks': {
        let next = mode.trailers ? at : mode.chunks.take(bytes, at);
        if (mode.chunks.state === 'broken') this.mode = { in: 'lost' };
        if (mode.chunks.state !== 'trailers') return next - at;
        mode.trailers ??= new HeadEnd('end');
        while (next < bytes.length) {
          next += 1;
          if (!mode.trailers.step(bytes[next - 1] ?? 0)) continue;
          this.#endBody(mode, by, offset + next, items);
          break;
        }
        return next - at;
      }
      case 'head':
        for (let next = at; next < bytes.length; next += 1) {
          const end = offset + next + 1;
          if (!mode.end.step(bytes[next] ?? 0) && end - mode.start < DEFAULT_MAX_HEAD_BYTES) continue;
          for (const item of this.#endHead(mode.start, end, by)) items.push(item);
          return next + 1 - at;
        }
        return left;
    }
  }

  #endBody(
    { start, missing }: Mode & { start: number; missing: number },
    by: WireCaptureEvent,
    end: number,
    items: WireItem[],
  ) {
    items.push({ kind: 'body', direction: this.direction, by, start, end, missing });
    this.mode = headAt(this.direction, end);
  }

  #endHead(start: number, end: number, by: WireCaptureEvent): WireItem[] {
    const { direction } = this;
    this.mode = { in: 'lost' };
    const bytes = this.stream.slice(start, end);
    if (direction === 'client-to-server') {
      const result = parseRequestHead(bytes);
      if (result.kind === 'need-more') return [];
      const more = result.kind === 'head' ? this.#afterHead(result.head, end) : [];
      return [{ kind: 'request', direction, by, start, end, result }, ...more];
    }
    const result = parseResponseHead(bytes);
    if (result.kind === 'need-more') return [];
    const more = result.kind === 'head' ? this.#afterHead(result.head, end) : [];
    return [{ kind: 'response', direction, by, start, end, result }, ...more];
  }

  #frames(
    { origin, assembler }: Mode & { in: 'frames' },
    by: WireCaptureEvent,
    events: ReturnType<FrameDecoder['push']>,
    items: WireItem[],
  ): void {
    const { direction } = this;
    for (const event of events) {
      if (event.kind === 'out-of-step') this.mode = { in: 'lost' };
      else if (event.kind === 'violation') {
        items.push({ kind: 'broken-frame', direction, by, origin, broken: event });
        this.mode = { in: 'lost' };
      } else items.push({ kind: 'frame', direction, by, origin, frame: event, assembled: assembler.push(event) });
      if (!assembler.failure) continue;
      this.mode = { in: 'lost' };
      return;
    }
  }
}
