import type { Problem } from '#demos/capture/problem.ts';
import type { RunWords } from './figure-words.ts';

/** `Too large to send: Found 10,000,000 bytes; expected at most 65,536 bytes. Shorten the head.` */
export const problemSays = (
  { rule, found, expected }: Problem,
  {
    ui,
    rules,
  }: {
    readonly ui: Pick<RunWords, 'found' | 'expectedWord'>;
    readonly rules: Readonly<Partial<Record<string, { readonly title: string; readonly advice: string }>>>;
  },
): string => {
  const { title, advice } = rules[rule] ?? { title: rule, advice: '' };
  return `${title}: ${ui.found} ${found}; ${ui.expectedWord} ${expected}. ${advice}`.trimEnd();
};
