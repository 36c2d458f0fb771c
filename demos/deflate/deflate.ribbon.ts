import type { Span } from '#demos/protocol/span.ts';
import type { PieceKind, Scene } from './deflate.piece.ts';

/** Put back behind every message before it is inflated (RFC 7692 §7.2.2). */
export const TAIL: Uint8Array = Uint8Array.of(0x00, 0x00, 0xff, 0xff);

/** Bits of one piece in one byte. */
export interface Run {
  /** The piece; `null`: bits that are part of none. */
  readonly piece: number | null;
  readonly kind: PieceKind | 'unread';
  /** Among them are bits that broke a rule. */
  readonly guilty: boolean;
  /** The first bit, counted through the stream. */
  readonly start: number;
  readonly bits: readonly (0 | 1)[];
  /** Bits at which another part of the piece begins. */
  readonly ticks: readonly number[];
  /** This run is the widest of its piece, and says its name. */
  readonly named: boolean;
}

export interface RibbonByte {
  readonly at: number;
  readonly byte: number;
  /** `false`: put back by the receiver, never on the wire. */
  readonly sent: boolean;
  readonly runs: readonly Run[];
}

/** Bit `bit` of a stream in the order of RFC 1951 §3.1.1: bit 0 is the first byte's least significant one. */
export const bitAt = (bytes: Uint8Array, bit: number): 0 | 1 => (((bytes[bit >> 3] ?? 0) >> (bit & 7)) & 1) as 0 | 1;

/** The same bytes with one bit changed. */
export function flipBit(bytes: Uint8Array, bit: number): Uint8Array {
  const flipped = bytes.slice();
  flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return flipped;
}

/** As many bytes as are shown at once. */
export const PAGE = 32;

export interface Page {
  /** The first byte shown, and the one after the last. */
  readonly from: number;
  readonly to: number;
  /** Of the payload with the tail. */
  readonly total: number;
}

/** The page on which a bit stands. A few bytes that would make a page of their own stand on the one before. */
export function pageOf(payload: Uint8Array, bit: number): Page {
  const total = payload.length + TAIL.length;
  const pages = Math.max(1, Math.ceil((total - TAIL.length) / PAGE));
  const page = Math.min(pages - 1, Math.floor(bit / 8 / PAGE));
  return { from: page * PAGE, to: page === pages - 1 ? total : (page + 1) * PAGE, total };
}

interface Stretch {
  readonly piece: number | null;
  readonly kind: Run['kind'];
  readonly span: Span;
  readonly starts: readonly number[];
}

/** Everything from the first bit to the last, in order, without a hole. */
function stretches({ pieces, fault, payload }: Scene): readonly Stretch[] {
  const read = pieces.map(({ kind, span, parts }, piece) => ({
    piece,
    kind,
    span,
    starts: parts.map((part) => part.span.start),
  }));
  const borders = [pieces.at(-1)?.span.end ?? 0, (payload.length + TAIL.length) * 8];
  const [from = 0, to = 0] = borders;
  // What comes after the guilty bits is set off from them.
  const cuts = [from, ...(fault ? [fault.span.start, fault.span.end] : []), to].filter(
    (cut) => cut >= from && cut <= to,
  );
  const unread = cuts.slice(1).flatMap((end, i) => {
    const start = cuts[i] ?? end;
    return end > start ? [{ piece: null, kind: 'unread' as const, span: { start, end }, starts: [] }] : [];
  });
  return [...read, ...unread];
}

const touches = (a: Span, b: Span): boolean => a.start < b.end && b.start < a.end;

/** Where a stretch says its name: in the byte that holds most of it, the first of several. */
function nameAt({ start, end }: Span): number {
  let widest = { at: start, bits: 0 };
  // A byte that it fills is the widest: none need be looked at beyond the third.
  for (let at = start; at < end && at < start + 24; at = (Math.floor(at / 8) + 1) * 8) {
    const bits = Math.min(end, (Math.floor(at / 8) + 1) * 8) - at;
    if (bits > widest.bits) widest = { at, bits };
  }
  return widest.at;
}

/** The bytes of a page, each with its bits as they are read: the least significant one first. */
export function ribbonOf(scene: Scene, { from, to }: Page): readonly RibbonByte[] {
  const { payload } = scene;
  const stream = new Uint8Array(payload.length + TAIL.length);
  stream.set(payload);
  stream.set(TAIL, payload.length);
  const all = stretches(scene);
  const bytes: RibbonByte[] = [];
  for (let at = from; at < to; at++) {
    const [first, end] = [at * 8, at * 8 + 8];
    const runs = all
      .filter(({ span }) => span.start < end && span.end > first)
      .map(({ piece, kind, span, starts }): Run => {
        const start = Math.max(first, span.start);
        const length = Math.min(end, span.end) - start;
        return {
          piece,
          kind,
          guilty: scene.fault !== null && touches(scene.fault.span, { start, end: start + length }),
          start,
          bits: Array.from({ length }, (_, i) => bitAt(stream, start + i)),
          ticks: starts.filter((each) => each > start && each < start + length),
          named: nameAt(span) === start,
        };
      });
    bytes.push({ at, byte: stream[at] ?? 0, sent: at < payload.length, runs });
  }
  return bytes;
}
