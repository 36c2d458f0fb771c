const terms = document.querySelectorAll<HTMLAnchorElement>('a.term');

/** A press unfolds the meaning; with Ctrl, Shift or ⌘ it is the link that it was. The rest loads with the first press. */
function press(event: MouseEvent): void {
  const { currentTarget: term } = event;
  if (event.ctrlKey || event.metaKey || event.shiftKey || !(term instanceof HTMLAnchorElement)) return;
  event.preventDefault();
  void import('./term-meaning.ts').then(({ toggleMeaning }) => toggleMeaning(term));
}

if ('popover' in HTMLElement.prototype) {
  for (const term of terms) {
    term.role = 'button';
    term.ariaExpanded = 'false';
    term.addEventListener('click', press);
    // A link answers to Enter, a button to the space bar too.
    term.addEventListener('keydown', (event) => {
      if (event.key !== ' ') return;
      event.preventDefault();
      term.click();
    });
  }
}
