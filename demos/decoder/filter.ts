import type { Row, RowKind } from './row.ts';
import { ROW_KINDS } from './row.ts';

/** `broken`: whatever breaks a rule or was not read. */
export const FILTER_KINDS = ['all', 'broken', ...ROW_KINDS] as const;

export interface Filter {
  readonly direction: 'both' | Row['direction'];
  readonly kind: 'all' | 'broken' | RowKind;
  /** Its number; `null`: any. */
  readonly connection: number | null;
  /** Bytes of payload; `null`: any. */
  readonly least: number | null;
  readonly most: number | null;
  /** Letters of either case. */
  readonly text: string;
}

export const ALL: Filter = { direction: 'both', kind: 'all', connection: null, least: null, most: null, text: '' };

export const isAll = ({ direction, kind, connection, least, most, text }: Filter): boolean =>
  direction === 'both' && kind === 'all' && connection === null && least === null && most === null && text === '';

/** Filters rows of which more come: those that it has seen are not looked at again. */
export function rowFilter(): (rows: readonly Row[], filter: Filter) => readonly Row[] {
  let seen = { rows: 0, last: null as Row | null, filter: ALL, through: [] as readonly Row[] };
  return (rows, filter) => {
    const isMore = seen.filter === filter && seen.rows <= rows.length && (rows[seen.rows - 1] ?? null) === seen.last;
    const added = filterRows(isMore ? rows.slice(seen.rows) : rows, filter);
    const through = isAll(filter) ? rows : isMore ? [...seen.through, ...added] : added;
    seen = { rows: rows.length, last: rows.at(-1) ?? null, filter, through };
    return through;
  };
}

/** The rows that a filter lets through; the same array where it lets all. */
export function filterRows(rows: readonly Row[], filter: Filter): readonly Row[] {
  if (isAll(filter)) return rows;
  const { direction, kind, connection, least, most } = filter;
  const text = filter.text.toLowerCase();
  return rows.filter(
    (row) =>
      (direction === 'both' || row.direction === direction) &&
      (kind === 'all' || (kind === 'broken' ? row.rule !== '' || row.kind === 'rest' : row.kind === kind)) &&
      (connection === null || row.connection === connection) &&
      (least === null || row.length >= least) &&
      (most === null || row.length <= most) &&
      (text === '' || row.says.toLowerCase().includes(text) || row.packet.toLowerCase().includes(text)),
  );
}
