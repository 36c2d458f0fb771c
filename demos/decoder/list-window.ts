/** What a list of rows of one height shows of itself. Lengths in CSS pixels. */
export interface ListView {
  readonly scrollTop: number;
  readonly height: number;
  readonly rowHeight: number;
}

/** Rows that are kept on either side of what is in sight, so that a flick finds them there. */
const MARGIN = 8;

/** The rows to draw: `[first, end)`. */
export function windowOf(
  total: number,
  { scrollTop, height, rowHeight }: ListView,
): { readonly first: number; readonly end: number } {
  const first = Math.max(0, Math.min(Math.floor(scrollTop / rowHeight) - MARGIN, total - 1));
  return { first, end: Math.min(total, Math.ceil((scrollTop + height) / rowHeight) + MARGIN) };
}

/** A place of the list, and where in the document it is drawn. */
export interface Slot {
  readonly slot: number;
  readonly place: number;
}

/**
 * The rows to draw, by slot: a row keeps its slot while it is drawn, and one that comes in sight takes that of one that
 * left. So a list that moves a little is written anew only at its edge.
 */
export function slotsOf(total: number, view: ListView): readonly Slot[] {
  const { first, end } = windowOf(total, view);
  const slots = Math.ceil(view.height / view.rowHeight) + 2 * MARGIN + 1;
  return Array.from({ length: Math.max(0, end - first) }, (_, i) => ({
    slot: (first + i) % slots,
    place: first + i,
  })).sort((a, b) => a.slot - b.slot);
}

/** Where the list must be scrolled to for a row to be in sight; where it is, if it is. */
export function scrollTo(at: number, { scrollTop, height, rowHeight }: ListView): number {
  const top = at * rowHeight;
  if (top < scrollTop) return top;
  return top + rowHeight > scrollTop + height ? top + rowHeight - height : scrollTop;
}

/** Where a key takes the selection in a list of `total` rows; `null` for a key that does not move it. */
export function moveBy(key: string, at: number, total: number, { height, rowHeight }: ListView): number | null {
  const page = Math.max(1, Math.floor(height / rowHeight) - 1);
  const steps: Readonly<Record<string, number>> = {
    ArrowUp: -1,
    ArrowDown: 1,
    PageUp: -page,
    PageDown: page,
    Home: -Number.MAX_SAFE_INTEGER,
    End: Number.MAX_SAFE_INTEGER,
  };
  const step = steps[key];
  if (step === undefined || total === 0) return null;
  return Math.max(0, Math.min(total - 1, at + step));
}
