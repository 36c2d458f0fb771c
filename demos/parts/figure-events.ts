/**
 * What a page asks of its figures, by events on `document`: the page knows a figure by its id only, and a figure knows
 * nothing of the page.
 */

/** A coloured word in the prose selects a part. */
export interface FigureSelect {
  readonly figure: string;
  readonly part: string;
}

/** A committed prediction runs a scenario. */
export interface FigureRun {
  readonly figure: string;
  readonly run: string;
}

declare global {
  interface DocumentEventMap {
    'figure:select': CustomEvent<FigureSelect>;
    'figure:run': CustomEvent<FigureRun>;
  }
}
