import type { Span } from '#demos/protocol/span.ts';
import type { Piece, Scene } from './deflate.piece.ts';
import { type Stretch, TAIL } from './deflate.told.ts';

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

/** The stream's bits, the four bytes that are put back among them. */
export function stretchesOf({ pieces, fault, payload }: Scene, nameOf: (piece: Piece) => string): readonly Stretch[] {
  const isGuilty = (span: Span): boolean => fault !== null && touches(fault.span, span);
  const read = pieces.map((piece, index): Stretch => {
    const { kind, span, parts } = piece;
    const ticks = parts.map((part) => part.span.start).filter((at) => at > span.start);
    return {
      ...{ piece: index, kind, ...span, ticks },
      ...{ name: nameOf(piece), nameAt: nameAt(span), guilty: isGuilty(span) },
    };
  });
  const [from, to] = [pieces.at(-1)?.span.end ?? 0, (payload.length + TAIL.length) * 8];
  // What comes after the guilty bits is set off from them.
  const cuts = [from, ...(fault ? [fault.span.start, fault.span.end] : []), to].filter((at) => at >= from && at <= to);
  const unread = cuts.slice(1).flatMap((end, i): readonly Stretch[] => {
    const start = cuts[i] ?? end;
    if (end <= start) return [];
    const span = { start, end };
    return [{ piece: null, kind: 'unread', ...span, ticks: [], name: '', nameAt: start, guilty: isGuilty(span) }];
  });
  return [...read, ...unread];
}
