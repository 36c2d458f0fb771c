/**
 * What a reader first committed to, and how the last round of questions went, by `predict-<hash of the question>`
 * and `<lesson>/quiz`: an option's letter, or how many of how many were right at the first try. Kept on the reader's device
 * and nowhere else.
 */
export type Answers = Readonly<Record<string, unknown>>;

const KEY = 'answers';

export function loadAnswers(): Answers {
  try {
    const parsed: unknown = JSON.parse(localStorage.getItem(KEY) ?? '{}');
    return { ...(typeof parsed === 'object' ? parsed : null) };
  } catch {
    return {};
  }
}

export function saveAnswers(answers: Answers): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(answers));
  } catch {
    // Storage is refused or full. The course works without it.
  }
}
