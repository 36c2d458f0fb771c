import type { Plan } from './plan.ts';
import { type ReadRow, RowReader } from './row-reader.ts';

/** Rows whose fields are kept: each takes some 5 KB, and more than these would cost more time than to read them again. */
const KEPT = 20_000;
/** Rows that are read again at once, so that their neighbours are at hand. */
const AGAIN = 2_000;

/** The rows of one input with all their fields: the first of them as they were read, any other read again from the beginning. */
export class KeptRows {
  readonly #plan: Plan;
  readonly #first: ReadRow[] = [];
  readonly #most: number;
  #again: { readonly start: number; readonly rows: readonly ReadRow[] } = { start: 0, rows: [] };

  constructor(plan: Plan, most = KEPT) {
    this.#plan = plan;
    this.#most = most;
  }

  /** The rows come in their order. */
  add(row: ReadRow): void {
    if (this.#first.length < this.#most) this.#first.push(row);
  }

  at(index: number): ReadRow | null {
    if (index < this.#first.length) return this.#first[index] ?? null;
    const { start, rows } = this.#again;
    if (index < start || index >= start + rows.length) this.#again = this.#readAgain(Math.max(0, index - AGAIN / 2));
    return this.#again.rows[index - this.#again.start] ?? null;
  }

  #readAgain(start: number): { start: number; rows: readonly ReadRow[] } {
    const reader = new RowReader(this.#plan);
    const rows: ReadRow[] = [];
    let index = 0;
    for (const event of this.#plan.events) {
      for (const row of reader.push(event)) {
        if (index >= start && rows.length < AGAIN) rows.push(row);
        index += 1;
      }
      if (rows.length === AGAIN) break;
    }
    return { start, rows };
  }
}
