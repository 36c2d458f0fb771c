import { fromFile, type Kept, MOST, toFile } from './progress-file.ts';

/** What a reader can do with the progress on this device: save it as a file, bring a file in, forget it. */
declare global {
  interface DocumentEventMap {
    'progress:bring': CustomEvent<Kept>;
    'progress:forget': Event;
  }
}

const box = document.querySelector<HTMLElement>('[data-progress-keep]');
const said = box?.querySelector<HTMLElement>('[role="status"]');
const input = box?.querySelector<HTMLInputElement>('input[type="file"]');

function say(words: string | null | undefined): void {
  if (said) said.textContent = words ?? '';
}

function stored(key: string): unknown {
  try {
    return JSON.parse(localStorage.getItem(key) ?? '{}');
  } catch {
    return {};
  }
}

function save(): void {
  const link = document.createElement('a');
  link.download = 'switching-protocols-progress.json';
  link.href = `data:application/json,${encodeURIComponent(toFile(stored('progress'), stored('answers')))}`;
  link.click();
}

async function bring(file: File): Promise<void> {
  // A film that was chosen by mistake is not read.
  const kept = file.size > MOST ? 'too-big' : fromFile(await file.text().catch(() => ''));
  if (typeof kept === 'string') return say(said?.getAttribute(`data-${kept}`));
  document.dispatchEvent(new CustomEvent('progress:bring', { detail: kept }));
  say(said?.dataset.brought);
}

function forget(): void {
  document.dispatchEvent(new Event('progress:forget'));
  say(said?.dataset.forgotten);
}

const on = (name: string, does: () => void): void =>
  box?.querySelector(`[data-progress-${name}]`)?.addEventListener('click', does);

on('save', save);
on('bring', () => input?.click());
on('forget', forget);
input?.addEventListener('change', () => {
  const file = input.files?.[0];
  if (file) void bring(file);
  // The same file can be chosen again.
  input.value = '';
});
