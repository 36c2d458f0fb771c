/** Sides in CSS pixels from the top left of the window. */
interface Box {
  readonly left: number;
  readonly top: number;
  readonly bottom: number;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

const GAP = 6;
const MARGIN = 20;

/** The top left of a note of this size: under the term, or over it where there is more room, inside the window's margins. */
export function placeNote(term: Box, note: Size, page: Size): { left: number; top: number } {
  const left = Math.max(MARGIN, Math.min(term.left, page.width - MARGIN - note.width));
  const under = term.bottom + GAP;
  const over = term.top - GAP - note.height;
  return { left, top: under + note.height > page.height && over >= 0 ? over : under };
}
