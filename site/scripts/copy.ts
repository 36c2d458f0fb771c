/** Copies the code above the button; where the clipboard is out of reach it is selected, for the reader to copy. */
async function copy(button: HTMLButtonElement): Promise<void> {
  const code = button.closest('.panel')?.querySelector('pre');
  const said = button.parentElement?.querySelector('[role="status"]');
  if (!code || !said) return;
  try {
    await navigator.clipboard.writeText(code.textContent);
    said.textContent = button.dataset.copy ?? '';
  } catch {
    getSelection()?.selectAllChildren(code);
    said.textContent = button.dataset.copyFailed ?? '';
  }
}

for (const button of document.querySelectorAll<HTMLButtonElement>('[data-copy]')) {
  button.addEventListener('click', () => void copy(button));
}
