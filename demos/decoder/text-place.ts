/** A place in a text as people say it: both count from 1. */
export interface LinePlace {
  readonly line: number;
  readonly column: number;
}

export function linePlace(text: string, at: number): LinePlace {
  const end = Math.min(at, text.length);
  let line = 1;
  let start = 0;
  for (let newline = text.indexOf('\n'); newline >= 0 && newline < end; newline = text.indexOf('\n', newline + 1)) {
    line += 1;
    start = newline + 1;
  }
  return { line, column: end - start + 1 };
}
