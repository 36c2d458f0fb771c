/** What a coloured word in the prose asks of a figure. The figure listens on `document`. */
export interface FigureSelect {
  readonly figure: string;
  readonly part: string;
}

/** What a committed prediction asks of a figure: to run the named scenario. */
export interface FigureRun {
  readonly figure: string;
  readonly run: string;
}

declare global {
  interface DocumentEventMap {
    'figure:select': CustomEvent<FigureSelect>;
    'figure:run': CustomEvent<FigureRun>;
  }
}

document.addEventListener('click', (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey || !(event.target instanceof Element)) return;
  const word = event.target.closest<HTMLAnchorElement>('[data-word-figure]');
  const { wordFigure: figure, wordPart: part } = word?.dataset ?? {};
  if (!word || !figure || !part) return;
  const target = document.getElementById(figure);
  if (!target) return;
  event.preventDefault();
  // The hash first: a figure that only wakes now finds the part there.
  history.replaceState(history.state, '', word.hash);
  document.dispatchEvent(new CustomEvent<FigureSelect>('figure:select', { detail: { figure, part } }));
  target.scrollIntoView({ block: 'nearest' });
});
