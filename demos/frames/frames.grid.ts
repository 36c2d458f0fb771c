import type { Span } from '#demos/protocol/span.ts';
import { type Anatomy, type PartName, pieceAt } from './frames.anatomy.ts';

/** 0 or 1; `null`: announced, and not here yet. */
export type Bit = 0 | 1 | null;

/** A run of bits of one field in one row. */
export interface Group {
  readonly part: PartName;
  /** The field's first bit, which tells RSV1, RSV2 and RSV3 apart. */
  readonly field: number;
  /** First bit, from the frame's first. */
  readonly start: number;
  readonly bits: readonly Bit[];
  /** Which byte of its field the group is, for fields that are shown byte by byte. */
  readonly index: number | null;
}

export type Row =
  /** Two bytes; `offset` is the first one's. The last row may hold one. */
  | { readonly kind: 'bits'; readonly offset: number; readonly groups: readonly Group[] }
  /** Bytes that are left out of the picture. */
  | { readonly kind: 'fold'; readonly part: PartName; readonly from: number; readonly bytes: number };

/** How much of a long run of payload is shown at its two ends, in bytes. */
const ENDS = { first: 12, last: 4, absent: 4, next: 8 } as const;

interface Range {
  readonly from: number;
  readonly to: number;
}

/** RFC 6455 §5.2's diagram of the bench, sixteen bits a row; long runs are folded, except for what `keep` names. */
export function gridOf(bytes: Uint8Array, anatomy: Anatomy, keep: readonly Span[] = []): readonly Row[] {
  const { headerBytes, here, announced } = anatomy;
  const payloadEnd = headerBytes + Number(announced ?? 0);
  const end = Math.max(bytes.length, payloadEnd);
  const present = headerBytes + here;
  const wanted: Range[] = [
    { from: 0, to: headerBytes },
    ...bothEnds(headerBytes, present),
    { from: present, to: Math.min(present + ENDS.absent, payloadEnd) },
    { from: payloadEnd, to: Math.min(payloadEnd + ENDS.next, bytes.length) },
    ...keep.map((span) => ({ from: Math.floor(span.start / 8), to: Math.min(Math.ceil(span.end / 8), end) })),
  ];
  const rows: Row[] = [];
  let at = 0;
  const foldTo = (to: number): void => {
    if (to > at)
      rows.push({ kind: 'fold', part: pieceAt(anatomy, at * 8)?.part ?? 'payload', from: at, bytes: to - at });
  };
  for (const { from, to } of merged(wanted, end)) {
    foldTo(from);
    for (at = from; at < to; at += 2) rows.push(bitRow(bytes, anatomy, at, Math.min(at + 2, end)));
    at = Math.min(at, end);
  }
  foldTo(end);
  return rows;
}

function bothEnds(from: number, to: number): readonly Range[] {
  if (to - from <= ENDS.first + ENDS.last + 2) return [{ from, to }];
  return [
    { from, to: from + ENDS.first },
    { from: to - ENDS.last, to },
  ];
}

/** Whole rows, in order; ranges that touch are one. */
function merged(ranges: readonly Range[], end: number): readonly Range[] {
  const rows = ranges
    .filter(({ from, to }) => from < to)
    .map(({ from, to }) => ({ from: from - (from % 2), to: Math.min(to + (to % 2), end) }))
    .sort((a, b) => a.from - b.from);
  const joined: Range[] = [];
  for (const range of rows) {
    const last = joined.at(-1);
    if (!last || range.from > last.to) joined.push(range);
    else joined[joined.length - 1] = { from: last.from, to: Math.max(last.to, range.to) };
  }
  return joined;
}

const BY_BYTE: ReadonlySet<PartName> = new Set(['key', 'payload', 'next']);

function bitRow(bytes: Uint8Array, anatomy: Anatomy, from: number, to: number): Row {
  const groups: Group[] = [];
  for (let bit = from * 8; bit < to * 8; ) {
    const piece = pieceAt(anatomy, bit);
    if (!piece) break;
    const { part, span } = piece;
    const byByte = BY_BYTE.has(part);
    const last = Math.min(span.end, to * 8, byByte ? bit + 8 : Number.POSITIVE_INFINITY);
    const bits = Array.from({ length: last - bit }, (_, i) => bitAt(bytes, bit + i));
    groups.push({ part, field: span.start, start: bit, bits, index: byByte ? (bit - span.start) / 8 : null });
    bit = last;
  }
  return { kind: 'bits', offset: from, groups };
}

function bitAt(bytes: Uint8Array, bit: number): Bit {
  const byte = bytes[Math.floor(bit / 8)];
  return byte === undefined ? null : byte & (0x80 >>> (bit % 8)) ? 1 : 0;
}

/** The bits a reader can flip, in the order of the arrow keys, row by row. */
export const bitsOf = (rows: readonly Row[]): readonly (readonly number[])[] =>
  rows
    .flatMap((row) =>
      row.kind === 'fold'
        ? []
        : [row.groups.flatMap(({ start, bits }) => bits.flatMap((bit, i) => (bit === null ? [] : [start + i])))],
    )
    .filter((row) => row.length > 0);

export type GridMove = 'left' | 'right' | 'up' | 'down' | 'row-start' | 'row-end' | 'first' | 'last';

/** The bit an arrow key leads to from `bit`; at an edge it stays. */
export function moveInGrid(rows: readonly Row[], bit: number, move: GridMove): number {
  const grid = bitsOf(rows);
  const all = grid.flat();
  const row = grid.findIndex((each) => each.includes(bit));
  const own = grid[row] ?? [];
  const column = own.indexOf(bit);
  const near = (other: readonly number[] | undefined): number => other?.[Math.min(column, other.length - 1)] ?? bit;
  const target: Readonly<Record<GridMove, () => number | undefined>> = {
    left: () => all[Math.max(0, all.indexOf(bit) - 1)],
    right: () => all[Math.min(all.length - 1, all.indexOf(bit) + 1)],
    up: () => near(grid[row - 1]),
    down: () => near(grid[row + 1]),
    'row-start': () => own[0],
    'row-end': () => own.at(-1),
    first: () => all[0],
    last: () => all.at(-1),
  };
  return target[move]() ?? bit;
}
