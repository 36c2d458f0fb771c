/** `/` anywhere on the page, or the link in the bar, opens the search. Its script and the index load only then. */
const link = document.querySelector<HTMLAnchorElement>('[data-search-open]');

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea, select'));

async function open(): Promise<void> {
  const dialog = document.querySelector<HTMLDialogElement>('[data-search-dialog]');
  const box = dialog?.querySelector<HTMLElement>('[data-search]');
  if (!dialog || !box || dialog.open) return;
  dialog.showModal();
  try {
    const { mountSearch } = await import('./search.ts');
    await mountSearch(box);
  } catch {
    const status = box.querySelector('[role="status"]');
    if (status) status.textContent = box.dataset.unavailable ?? '';
  }
}

link?.addEventListener('click', (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  void open();
});

document.addEventListener('keydown', (event) => {
  if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  event.preventDefault();
  const inPage = document.querySelector<HTMLInputElement>('main [data-search] input');
  if (inPage) inPage.focus();
  else void open();
});
