import type { Problem } from '#demos/capture/problem.ts';
import type { RuleWords, RunWords } from './figure-words.ts';

/** `Too large to send: Found 10,000,000 bytes; expected at most 65,536 bytes. Shorten the head.` */
export const problemSays = (
  { rule, found, expected }: Problem,
  { ui, rules }: { readonly ui: Pick<RunWords, 'found' | 'expectedWord'>; readonly rules: RuleWords },
): string => {
  const words = rules[rule];
  return `${words?.title ?? rule}: ${ui.found} ${found}; ${ui.expectedWord} ${expected}. ${words?.advice ?? ''}`.trimEnd();
};
