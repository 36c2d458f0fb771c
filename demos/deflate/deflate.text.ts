import type { Piece, Scene } from './deflate.piece.ts';
import { type Arc, COLUMNS, type Line } from './deflate.told.ts';

/** Lines shown at once; what is left out between them is one line. */
const MOST_LINES = 10;

type Copy = Piece & { readonly kind: 'copy' };

/** From where a copy reads. Of one that overlaps, what it has not written itself. */
export const sourceOf = ({ at, distance, length }: Copy): readonly [number, number] => [
  at - distance,
  at - distance + Math.min(distance, length),
];

const isCopy = (piece: Piece): piece is Copy => piece.kind === 'copy';

/** Columns that the window's end takes in the message's first line, where there is more of it. */
const LEAD = 16;

/** The window and the text as one sequence, in lines. */
class Layout {
  readonly #start: number;
  readonly #end: number;
  /** The place in the first column of line 0, which is the first line of the window. */
  readonly #first: number;
  readonly #count: number;

  constructor({ window, output }: Scene) {
    this.#start = -window.length;
    this.#end = output.length;
    const lead = Math.min(LEAD, window.length);
    this.#first = -lead - Math.ceil((window.length - lead) / COLUMNS) * COLUMNS;
    this.#count = Math.max(1, Math.ceil((this.#end - this.#first) / COLUMNS));
  }

  lineOf(place: number): number {
    return Math.max(0, Math.min(this.#count - 1, Math.floor((place - this.#first) / COLUMNS)));
  }

  lines(shown: ReadonlySet<number>): readonly Line[] {
    const lines: Line[] = [];
    for (let line = 0; line < this.#count; line++) {
      const first = this.#first + line * COLUMNS;
      const from = Math.max(first, this.#start);
      const to = Math.min(first + COLUMNS, this.#end);
      const last = lines.at(-1);
      if (shown.has(line)) lines.push({ kind: 'bytes', first, from, to });
      else if (last?.kind === 'fold') lines[lines.length - 1] = { ...last, bytes: last.bytes + to - from };
      else lines.push({ kind: 'fold', from, bytes: to - from });
    }
    return lines;
  }
}

const range = (first: number, last: number): readonly number[] =>
  Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i);

/** The lines that the message needs: its own, and those it refers back to; `null`: too many to show at once. */
export function allLines(scene: Scene): readonly Line[] | null {
  const layout = new Layout(scene);
  const own = range(layout.lineOf(0), layout.lineOf(scene.output.length - 1));
  const sources = scene.pieces.filter(isCopy).flatMap((copy) => {
    const [from, to] = sourceOf(copy);
    return range(layout.lineOf(from), layout.lineOf(to - 1));
  });
  const all = new Set([...own, ...sources]);
  return all.size <= MOST_LINES ? layout.lines(all) : null;
}

/** The lines around what has been written last, and around what it was read from. */
export function linesNear(scene: Scene, written: number, source: number | null): readonly Line[] {
  const layout = new Layout(scene);
  const now = layout.lineOf(Math.max(0, written - 1));
  const from = layout.lineOf(source ?? written);
  return layout.lines(new Set([from, from + 1, now - 2, now - 1, now, now + 1]));
}

/** Where a byte's cell begins in its line, from the top: above it there is room for arcs. */
const TOP = 0.44;
/** An overlapping copy is drawn byte by byte so far. */
const MOST_HOPS = 40;

/** The arcs of a copy as far as it has written: one, or one for each byte where it reads what it has just written. */
export function arcsOf({ at, distance, length }: Copy, written: number, lines: readonly Line[]): readonly Arc[] {
  const done = Math.min(length, Math.max(0, written - at));
  const hops = Math.min(distance < length ? MOST_HOPS : 1, done);
  return range(0, hops - 1).flatMap((i) => {
    const [to, from] = [placed(lines, at + i), placed(lines, at + i - distance)];
    return to && from ? [arc(to, from)] : [];
  });
}

interface Spot {
  readonly x: number;
  readonly line: number;
}

function placed(lines: readonly Line[], place: number): Spot | null {
  const line = lines.findIndex((each) => each.kind === 'bytes' && place >= each.from && place < each.to);
  const found = lines[line];
  return found?.kind === 'bytes' ? { x: place - found.first + 0.5, line } : null;
}

function arc(to: Spot, from: Spot): Arc {
  const top = to.line + TOP;
  if (to.line === from.line) {
    // A short hop stays low, so that one inside another can be told apart.
    const height = Math.min(0.7, 0.3 + Math.abs(to.x - from.x) / 24);
    return {
      path: `M${to.x} ${top}Q${(to.x + from.x) / 2} ${round(top - height)} ${from.x} ${top}`,
      head: `M${round(from.x - 0.28)} ${round(top - 0.16)}L${from.x} ${top}L${round(from.x + 0.28)} ${round(top - 0.16)}`,
    };
  }
  const bottom = from.line + 1;
  const bend = Math.max(0.3, (top - bottom) / 2);
  return {
    path: `M${to.x} ${top}C${to.x} ${round(top - bend)} ${from.x} ${round(bottom + bend)} ${from.x} ${bottom}`,
    head: `M${round(from.x - 0.28)} ${round(bottom + 0.16)}L${from.x} ${bottom}L${round(from.x + 0.28)} ${round(bottom + 0.16)}`,
  };
}

const round = (value: number): number => Math.round(value * 1000) / 1000;
