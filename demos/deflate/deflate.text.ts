import type { Piece, Scene } from './deflate.piece.ts';

/** Bytes in a line of text. Places count from the message's first byte; those of the window are negative. */
export const COLUMNS = 32;
/** Lines shown at once; what is left out between them is one line. */
const MOST_LINES = 10;

export type Line =
  | { readonly kind: 'bytes'; readonly first: number; readonly cells: readonly number[] }
  /** Bytes that are left out of the picture, from place `first` on. */
  | { readonly kind: 'fold'; readonly first: number; readonly bytes: number };

const lineOf = (place: number): number => Math.floor(place / COLUMNS);

/** From where a copy reads: the first place. */
export const sourceOf = (piece: Piece & { kind: 'copy' }): number => piece.at - piece.distance;

/** The lines to show while place `now` is written and `source` is read; all of them where there are few. */
export function linesOf({ window, output, pieces }: Scene, now: number, source: number | null): readonly Line[] {
  const firstLine = lineOf(-window.length);
  const lastLine = lineOf(Math.max(0, output.length - 1));
  const sources = pieces.flatMap((piece) => (piece.kind === 'copy' ? [lineOf(sourceOf(piece))] : []));
  const all = new Set([...sources, ...range(window.length > 0 ? -1 : 0, lastLine)]);
  const shown = all.size <= MOST_LINES ? all : near(now, source);
  const lines: Line[] = [];
  for (let line = firstLine; line <= lastLine; line++) {
    const first = Math.max(line * COLUMNS, -window.length);
    const end = Math.min((line + 1) * COLUMNS, line < 0 ? 0 : output.length);
    const last = lines.at(-1);
    if (shown.has(line)) lines.push({ kind: 'bytes', first: line * COLUMNS, cells: range(first, end - 1) });
    else if (last?.kind === 'fold') lines[lines.length - 1] = { ...last, bytes: last.bytes + end - first };
    else lines.push({ kind: 'fold', first, bytes: end - first });
  }
  return lines;
}

const range = (first: number, last: number): readonly number[] =>
  Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i);

function near(now: number, source: number | null): ReadonlySet<number> {
  const line = lineOf(now);
  const from = source === null ? line : lineOf(source);
  return new Set([from - 1, from, from + 1, line - 2, line - 1, line, line + 1]);
}

export const byteAt = ({ window, output }: Pick<Scene, 'window' | 'output'>, place: number): number =>
  (place < 0 ? window[window.length + place] : output[place]) ?? 0;

/** A line from a byte to the one that it is a copy of, in columns and lines. */
export interface Arc {
  readonly key: string;
  readonly path: string;
  /** The head, at the byte that is read. */
  readonly head: string;
}

/** Where a byte's cell begins and ends in its line, from the top: above it there is room for arcs. */
const TOP = 0.44;
/** An overlapping copy is drawn byte by byte so far. */
const MOST_HOPS = 40;

/** The arcs of a copy, as far as it has written; one arc, or one for each byte where it reads what it has just written. */
export function arcsOf(piece: Piece & { kind: 'copy' }, written: number, lines: readonly Line[]): readonly Arc[] {
  const { at, distance, length } = piece;
  const overlaps = distance < length;
  const done = Math.min(length, Math.max(0, written - at));
  const hops = overlaps ? Math.min(MOST_HOPS, done) : Math.min(1, done);
  return range(0, hops - 1).flatMap((i) => {
    const [to, from] = [placed(lines, at + i), placed(lines, at + i - distance)];
    return to && from ? [arc(`${at + i}`, to, from)] : [];
  });
}

interface Spot {
  readonly x: number;
  readonly line: number;
}

function placed(lines: readonly Line[], place: number): Spot | null {
  const line = lines.findIndex((each) => each.kind === 'bytes' && place >= each.first && place < each.first + COLUMNS);
  const found = lines[line];
  return found ? { x: place - found.first + 0.5, line } : null;
}

function arc(key: string, to: Spot, from: Spot): Arc {
  const top = to.line + TOP;
  if (to.line === from.line) {
    // A short hop stays low, so that one inside another can be told apart.
    const height = Math.min(0.7, 0.3 + Math.abs(to.x - from.x) / 24);
    return {
      key,
      path: `M${to.x} ${top}Q${(to.x + from.x) / 2} ${round(top - height)} ${from.x} ${top}`,
      head: `M${round(from.x - 0.28)} ${round(top - 0.16)}L${from.x} ${top}L${round(from.x + 0.28)} ${round(top - 0.16)}`,
    };
  }
  const bottom = from.line + 1;
  const bend = Math.max(0.3, (top - bottom) / 2);
  return {
    key,
    path: `M${to.x} ${top}C${to.x} ${round(top - bend)} ${from.x} ${round(bottom + bend)} ${from.x} ${bottom}`,
    head: `M${round(from.x - 0.28)} ${round(bottom + 0.16)}L${from.x} ${bottom}L${round(from.x + 0.28)} ${round(bottom + 0.16)}`,
  };
}

const round = (value: number): number => Math.round(value * 1000) / 1000;
