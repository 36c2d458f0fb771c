/** Why what was asked is not done: the rule, what was found, what was expected. */
export interface Problem {
  readonly rule: string;
  readonly found: string;
  readonly expected: string;
}
