import { loadAnswers, saveAnswers } from './answers.ts';
import { advance, forgetProgress, loadProgress, type Progress, saveProgress } from './progress.ts';

/**
 * Shows the reader's progress wherever the page has a mark for it, and notes it while a lesson is read.
 *
 * - `[data-progress="<slug>"]` holds a `.bit` and, for screen readers, `[data-progress-word]`;
 * - `[data-answer="<question>"]` says, after its `data-said`, what was answered there;
 * - `[data-progress-words]` carries the three words; `[data-progress-go-on]` is the link to the lesson to go on with;
 * - `[data-lesson]` is the lesson on this page, `[data-lesson-end]` its end.
 */
const BITS: Readonly<Record<Progress, string>> = { unread: '', begun: 'half', read: 'on' };

function show(): void {
  const progress = loadProgress();
  const words = document.querySelector<HTMLElement>('[data-progress-words]')?.dataset ?? {};
  for (const mark of document.querySelectorAll<HTMLElement>('[data-progress]')) {
    const state: Progress = progress[mark.dataset.progress ?? ''] ?? 'unread';
    const bit = mark.matches('.bit') ? mark : mark.querySelector('.bit');
    bit?.classList.remove('on', 'half');
    if (BITS[state]) bit?.classList.add(BITS[state]);
    if (bit?.matches('[data-digit]')) bit.textContent = state === 'read' ? '1' : '0';
    const word = mark.querySelector('[data-progress-word]');
    if (word) word.textContent = words[state] ?? state;
  }
  showAnswers();
  showGoOn();
}

function showAnswers(): void {
  const answers = loadAnswers();
  for (const place of document.querySelectorAll<HTMLElement>('[data-answer]')) {
    const answer = answers[place.dataset.answer ?? ''];
    if (typeof answer !== 'string') continue;
    place.hidden = false;
    place.textContent = `${place.dataset.said} ${answer}`;
  }
}

/** The first link of the map that is not read yet is the one to go on with. */
function showGoOn(): void {
  const progress = loadProgress();
  const link = document.querySelector<HTMLAnchorElement>('[data-progress-go-on]');
  const rows = [...document.querySelectorAll<HTMLElement>('[data-progress-row]')];
  const next = rows.find((row) => progress[row.dataset.progressRow ?? ''] !== 'read');
  if (!link || !next) return;
  const begun = Object.keys(progress).length > 0;
  link.href = next.querySelector('a')?.href ?? link.href;
  link.textContent = (begun ? next.dataset.goOn : next.dataset.begin) ?? link.textContent;
}

function note(slug: string, to: 'begun' | 'read'): void {
  saveProgress(advance(loadProgress(), slug, to));
  show();
}

const slug = document.querySelector<HTMLElement>('[data-lesson]')?.dataset.lesson;
const end = document.querySelector('[data-lesson-end]');
if (slug && end) {
  note(slug, 'begun');
  const observer = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    observer.disconnect();
    note(slug, 'read');
  });
  observer.observe(end);
}

// Whoever wants something kept or forgotten says so by an event: this script alone knows where it is kept.
document.addEventListener('answer', ({ detail: { question, answer } }) => {
  const answers = loadAnswers();
  // A first prediction stays; a new round of questions counts instead of the last.
  saveAnswers(question === 'quiz' ? { ...answers, [`${slug}/quiz`]: answer } : { [question]: answer, ...answers });
  show();
});
document.addEventListener('progress:bring', ({ detail: { lessons, answers } }) => {
  saveProgress(Object.entries(lessons).reduce((all, [one, state]) => advance(all, one, state), loadProgress()));
  saveAnswers({ ...answers, ...loadAnswers() });
  show();
});
document.addEventListener('progress:forget', () => {
  forgetProgress();
  saveAnswers({});
  for (const place of document.querySelectorAll<HTMLElement>('[data-answer]')) place.hidden = true;
  show();
});
show();
