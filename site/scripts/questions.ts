import type { FigureRun } from '#demos/parts/figure-events.ts';

/** Answering: what was chosen and what is right unfold their reasons. Choosing again folds them back. */
function answer(form: HTMLFormElement): void {
  const chosen = form.querySelector<HTMLInputElement>('input:checked')?.closest('.option');
  if (!chosen) {
    form.querySelector<HTMLInputElement>('input')?.focus();
    return;
  }
  for (const option of form.querySelectorAll<HTMLElement>('.option')) {
    const right = option.hasAttribute('data-right');
    option.classList.toggle('is-right', right);
    option.classList.toggle('is-wrong', option === chosen && !right);
    const why = option.querySelector('details');
    if (why) why.open = right || option === chosen;
  }
  form.dataset.answered = '';
  const hint = form.querySelector<HTMLElement>('[data-hint]');
  const tag = chosen.querySelector('.tag')?.textContent;
  if (hint) hint.textContent = [form.matches('.predict') ? '' : `${tag}.`, hint.dataset.answered].join(' ').trim();
  runFigure(form);
}

function runFigure({ dataset: { runFigure: figure, run } }: HTMLFormElement): void {
  if (figure && run) document.dispatchEvent(new CustomEvent<FigureRun>('figure:run', { detail: { figure, run } }));
}

function clear(form: HTMLFormElement): void {
  form.reset();
  delete form.dataset.answered;
  for (const option of form.querySelectorAll('.option')) option.classList.remove('is-right', 'is-wrong');
  for (const why of form.querySelectorAll('details')) why.open = false;
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
