import type { Problem } from '#demos/capture/problem.ts';

/** A script of the page could not be fetched. */
export const NOT_LOADED: Problem = {
  rule: 'page.script',
  found: 'no answer from the server',
  expected: 'the rest of this figure',
};
