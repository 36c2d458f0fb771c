import type { FigureSelect } from '#demos/parts/figure-events.ts';
import { keepAddress } from '#demos/parts/sharing.ts';

document.addEventListener('click', (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey || !(event.target instanceof Element)) return;
  const word = event.target.closest<HTMLAnchorElement>('[data-word-figure]');
  const { wordFigure: figure, wordPart: part } = word?.dataset ?? {};
  if (!word || !figure || !part) return;
  const target = document.getElementById(figure);
  if (!target) return;
  event.preventDefault();
  // The hash first: a figure that only wakes now finds the part there.
  keepAddress(word.hash);
  document.dispatchEvent(new CustomEvent<FigureSelect>('figure:select', { detail: { figure, part } }));
  target.scrollIntoView({ block: 'nearest' });
});
