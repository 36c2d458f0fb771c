import type { FigureRun } from '#demos/parts/figure-events.ts';

/** What a reader answered, for whoever keeps it: its name and an option's letter, or `quiz` and its score. */
interface Answered {
  readonly question: string;
  readonly answer: string;
}

declare global {
  interface DocumentEventMap {
    answer: CustomEvent<Answered>;
  }
}

const optionsOf = (form: HTMLFormElement) => [...form.querySelectorAll<HTMLElement>('.option')];
const note = (question: string, answer: string): boolean =>
  document.dispatchEvent(new CustomEvent<Answered>('answer', { detail: { question, answer } }));

/** Answering: what was chosen and what is right unfold their reasons. Choosing again folds them back. */
function answer(form: HTMLFormElement): void {
  const options = optionsOf(form);
  const chosen = options.find((option) => option.querySelector('input:checked'));
  if (!chosen) {
    form.querySelector('input')?.focus();
    return;
  }
  for (const option of options) {
    const right = option.hasAttribute('data-right');
    option.classList.toggle('is-right', right);
    option.classList.toggle('is-wrong', option === chosen && !right);
    const why = option.querySelector('details');
    if (why) why.open = right || option === chosen;
  }
  const { prediction } = form.dataset;
  if (prediction) note(prediction, String.fromCharCode(97 + options.indexOf(chosen)));
  form.dataset.answered ??= chosen.hasAttribute('data-right') ? 'right' : 'wrong';
  const hint = form.querySelector<HTMLElement>('[data-hint]');
  const tag = chosen.querySelector('.tag')?.textContent;
  const said = [form.matches('.predict') ? '' : `${tag}.`, hint?.dataset.answered, score(form)];
  if (hint) hint.textContent = said.filter(Boolean).join(' ');
  runFigure(form);
}

/** The evidence comes into view, as far as it fits; the focus stays with the button that asked for it. */
function runFigure(form: HTMLFormElement): void {
  const { runFigure: id, run } = form.dataset;
  const figure = id ? document.getElementById(id) : null;
  if (!id || !run || !figure) return;
  document.dispatchEvent(new CustomEvent<FigureRun>('figure:run', { detail: { figure: id, run } }));
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  const fits = figure.getBoundingClientRect().height <= innerHeight;
  const behavior = still ? 'auto' : 'smooth';
  figure.scrollIntoView({ behavior, block: fits ? 'nearest' : 'start' });
  // Who reads on from a figure above comes by its question again, and may have far to go.
  if (form.compareDocumentPosition(figure) & Node.DOCUMENT_POSITION_PRECEDING) offerReturn(form, behavior);
}

/** A way back to the question, from when it is out of sight until it is in sight again. */
function offerReturn(form: HTMLFormElement, behavior: ScrollBehavior): void {
  form.querySelector('.return')?.remove();
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'return';
  button.textContent = form.dataset.back ?? '';
  button.addEventListener('click', () => {
    // In sight of the question the way back goes, and must not take the focus with it.
    form.querySelector<HTMLInputElement>('input:checked')?.focus({ preventScroll: true });
    form.scrollIntoView({ behavior, block: 'center' });
  });
  const sight = new IntersectionObserver(([seen]) => {
    if (!seen) return;
    const below = !seen.isIntersecting && seen.boundingClientRect.top > 0;
    if (below) form.append(button);
    else if (button.isConnected || !seen.isIntersecting) {
      button.remove();
      sight.disconnect();
    }
  });
  sight.observe(form);
}

/** After the last question of a round: how many were right at the first try. The course map shows it. */
function score(form: HTMLFormElement): string {
  const quiz = form.closest<HTMLElement>('[data-quiz]');
  const forms = [...(quiz?.querySelectorAll('form') ?? [])];
  if (form !== forms.at(-1)) return '';
  const right = forms.filter(({ dataset }) => dataset.answered === 'right').length;
  note('quiz', `${right}/${forms.length}`);
  return `${right}/${forms.length} ${quiz?.dataset.score}`;
}

function clear(form: HTMLFormElement): void {
  form.reset();
  delete form.dataset.answered;
  for (const option of optionsOf(form)) option.classList.remove('is-right', 'is-wrong');
  for (const why of form.querySelectorAll('details')) why.open = false;
  const hint = form.querySelector<HTMLElement>('[data-hint]');
  if (hint) hint.textContent = hint.dataset.hint ?? '';
}

/** One question at a time; after the last one the round starts again. */
function turnPages(quiz: HTMLElement): void {
  const forms = [...quiz.querySelectorAll('form')];
  const show = (shown: HTMLFormElement | undefined): void => {
    for (const form of forms) form.hidden = form !== shown;
  };
  forms.forEach((form, i) => {
    const last = i === forms.length - 1;
    const next = form.querySelector<HTMLButtonElement>('[data-next]');
    if (!next) return;
    next.hidden = false;
    if (last) next.textContent = quiz.dataset.restart ?? next.textContent;
    next.addEventListener('click', () => {
      const following = last ? forms[0] : forms[i + 1];
      if (last) forms.forEach(clear);
      show(following);
      following?.querySelector('input')?.focus();
    });
  });
  show(forms[0]);
}

for (const form of document.querySelectorAll<HTMLFormElement>('form[data-question]')) {
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    answer(form);
  });
}
for (const quiz of document.querySelectorAll<HTMLElement>('[data-quiz]')) turnPages(quiz);
