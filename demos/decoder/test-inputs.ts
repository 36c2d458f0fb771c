import { Decoding, type Ended } from './decoding.ts';
import type { Detail } from './detail.ts';
import type { Input } from './input.ts';
import type { Row } from './row.ts';
import { AUTO, type Guess, type Settings } from './settings.ts';

export interface Decoded {
  readonly guess: Guess | null;
  readonly rows: readonly Row[];
  readonly ended: Ended;
  detail(row: number): Detail;
  readonly decoding: Decoding;
}

/** Decodes an input to its end. */
export function decodeAll(given: Input | string, settings: Partial<Settings> = {}, limit?: number): Decoded {
  const input: Input = typeof given === 'string' ? { from: 'text', text: given } : given;
  const decoding = new Decoding(input, { ...AUTO, ...settings }, limit);
  const rows: Row[] = [];
  let guess: Guess | null = null;
  for (const progress of decoding.run())
    if (progress.kind === 'recognised') guess = progress.guess;
    else rows.push(...progress.rows);
  if (!decoding.ended) throw new TypeError('the decoding did not end');
  return {
    guess,
    rows,
    ended: decoding.ended,
    decoding,
    detail(row) {
      const detail = decoding.detail(row);
      if (!detail) throw new RangeError(`no row ${row}`);
      return detail;
    },
  };
}

/** One line for each row: `→ text 5 Hello`. */
export const told = (rows: readonly Row[]): readonly string[] =>
  rows.map(({ direction, kind, length, says }) =>
    `${direction === 'client-to-server' ? '→' : '←'} ${kind} ${length} ${says}`.trimEnd(),
  );
