/**
 * Reads or scrolls once everything that an event changes is drawn, and before it is painted: whoever asks for a box in
 * the middle of the changes makes the browser lay out the page once more. Gives what calls it off, as an effect does.
 */
export function beforePaint(act: () => void): () => void {
  const asked = requestAnimationFrame(act);
  return () => cancelAnimationFrame(asked);
}
