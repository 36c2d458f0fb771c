import { placeNote } from './term-place.ts';

const noteOf = new WeakMap<HTMLAnchorElement, HTMLElement>();

/** The note stands right after its term in the page, so that Tab and a screen reader come to it next. */
function makeNote(term: HTMLAnchorElement): HTMLElement {
  const note = document.createElement('span');
  note.className = 'meaning';
  note.popover = 'auto';
  note.setAttribute('role', 'note');
  const more = document.createElement('a');
  more.href = term.href;
  more.textContent = term.dataset.more ?? '';
  note.append(term.dataset.term ?? '', more);
  note.addEventListener('toggle', ({ newState }) => {
    term.ariaExpanded = String(newState === 'open');
  });
  term.after(note);
  noteOf.set(term, note);
  // A press on the term while its note is open has closed it before the click comes.
  term.addEventListener('pointerdown', () => note.toggleAttribute('data-closing', note.matches(':popover-open')));
  return note;
}

function show(note: HTMLElement, term: HTMLAnchorElement): void {
  note.showPopover();
  const [first = term.getBoundingClientRect()] = term.getClientRects();
  const { clientWidth: width, clientHeight: height } = document.documentElement;
  const { left, top } = placeNote(first, note.getBoundingClientRect(), { width, height });
  // Page coordinates: the note scrolls with its term.
  note.style.left = `${left + scrollX}px`;
  note.style.top = `${top + scrollY}px`;
}

/** Shows the meaning beside the term, or puts it away. Esc and a press elsewhere put it away too. */
export function toggleMeaning(term: HTMLAnchorElement): void {
  const note = noteOf.get(term) ?? makeNote(term);
  const closedByThisPress = note.hasAttribute('data-closing');
  note.removeAttribute('data-closing');
  if (note.matches(':popover-open')) note.hidePopover();
  else if (!closedByThisPress) show(note, term);
}
