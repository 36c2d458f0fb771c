import { headerByteLength, readWholeHeader } from '#demos/protocol/frame-header.ts';
import type { Span } from '#demos/protocol/span.ts';

/** The parts of a frame that a reader can select, and the bytes after it. */
export const PARTS = ['fin', 'rsv', 'opcode', 'mask', 'length', 'extended-length', 'key', 'payload', 'next'] as const;
export type PartName = (typeof PARTS)[number];

/** One field's bits, whether they have come or not. */
export interface Piece {
  readonly part: PartName;
  readonly span: Span;
}

/** Where the fields of a frame lie, as far as its bytes say. Bytes are counted from its first. */
export interface Anatomy {
  /** In order, without a gap between them; RSV1–3 are three. */
  readonly pieces: readonly Piece[];
  /** Bytes of the header that the second byte announces: 2–14; 2 before there is one. */
  readonly headerBytes: number;
  /** Payload bytes announced; `null` before the whole length has come. */
  readonly announced: number | bigint | null;
  /** Payload bytes that are here. */
  readonly here: number;
  /** Bytes announced, of header and payload, that are not here. */
  readonly missing: number | bigint;
  /** Bytes here that belong to the next frame. */
  readonly next: number;
}

const HEAD: readonly (readonly [PartName, number])[] = [
  ['fin', 1],
  ['rsv', 2],
  ['rsv', 3],
  ['rsv', 4],
  ['opcode', 8],
  ['mask', 9],
  ['length', 16],
];

/** RFC 6455 §5.2, read leniently: what has not come is announced, and what is too much is the next frame's. */
export function anatomyOf(bytes: Uint8Array): Anatomy {
  const second = bytes[1];
  const headerBytes = second === undefined ? 2 : headerByteLength(second);
  const keyAt = second !== undefined && second & 0x80 ? headerBytes - 4 : headerBytes;
  const padded = new Uint8Array(headerBytes);
  padded.set(bytes.subarray(0, headerBytes));
  const announced = second !== undefined && bytes.length >= keyAt ? readWholeHeader(padded, 0).length : null;

  const bits = [...HEAD];
  if (keyAt > 2) bits.push(['extended-length', keyAt * 8]);
  if (headerBytes > keyAt) bits.push(['key', headerBytes * 8]);
  const payload = Number(announced ?? 0);
  if (payload > 0) bits.push(['payload', (headerBytes + payload) * 8]);
  const next = Math.max(0, bytes.length - headerBytes - payload);
  if (next > 0) bits.push(['next', bytes.length * 8]);

  let start = 0;
  const pieces = bits.map(([part, end]): Piece => {
    const piece = { part, span: { start, end } };
    start = end;
    return piece;
  });
  const beyondHeader = Math.max(0, bytes.length - headerBytes);
  const here = Math.min(beyondHeader, payload);
  const headerMissing = Math.max(0, headerBytes - bytes.length);
  const missing =
    typeof announced === 'bigint'
      ? announced - BigInt(here) + BigInt(headerMissing)
      : (announced ?? 0) - here + headerMissing;
  return { pieces, headerBytes, announced, here, missing, next };
}

/** The piece that a bit belongs to. */
export const pieceAt = ({ pieces }: Anatomy, bit: number): Piece | undefined =>
  pieces.find(({ span }) => span.start <= bit && bit < span.end);

/** All bits of one part; `null` where the frame has none. */
export function partSpan({ pieces }: Anatomy, part: PartName): Span | null {
  const own = pieces.filter((piece) => piece.part === part);
  const [first, last] = [own[0], own.at(-1)];
  return first && last ? { start: first.span.start, end: last.span.end } : null;
}
