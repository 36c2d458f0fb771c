/** Why the figure could not do what was asked: the rule, what was found, what was expected. */
export interface Problem {
  readonly rule: string;
  readonly found: string;
  readonly expected: string;
}

/** A script of the page could not be fetched. */
export const NOT_LOADED: Problem = {
  rule: 'page.script',
  found: 'no answer from the server',
  expected: 'the rest of this figure',
};
