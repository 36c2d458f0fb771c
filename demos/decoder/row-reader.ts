import type { CaptureEvent } from '#demos/capture/capture.ts';
import { createDissector } from '#demos/capture/dissect.ts';
import type { Dissector, Space, Unit } from '#demos/capture/dissection.ts';
import type { Plan } from './plan.ts';
import type { RowUnits } from './row.ts';

/** A row's units, and what it takes to say more of it. */
export interface ReadRow extends RowUnits {
  /** The space of the frame's unmasked payload, where it was masked. */
  readonly unmasked: string;
  /** The spaces that the row's own event gave, streams left out. */
  readonly spaces: ReadonlyMap<string, Space>;
}

/** Dissects a plan's events, one by one, into rows. */
export class RowReader {
  /** The streams so far. */
  readonly streams = new Map<string, Space>();
  readonly #dissector: Dissector;
  readonly #frames = new Map<string, number>();

  constructor({ established }: Plan) {
    this.#dissector = createDissector({ established: (connection) => established.get(connection) ?? null });
  }

  push(event: CaptureEvent): readonly ReadRow[] {
    const { spaces, units } = this.#dissector.push(event);
    const own = new Map<string, Space>();
    for (const space of spaces) (space.via === 'stream' ? this.streams : own).set(space.id, space);
    return rowUnits(units).map((row) => ({ ...row, unmasked: this.#unmasked(row.unit), spaces: own }));
  }

  #unmasked({ space, field }: Unit): string {
    const frame = this.#frames.get(space) ?? 0;
    if (field === 'ws.frame') this.#frames.set(space, frame + 1);
    return `${space}/frame-${frame}`;
  }
}

/** A message stands on the row of the frame that ends it. */
function rowUnits(units: readonly Unit[]): RowUnits[] {
  const rows: RowUnits[] = [];
  for (const unit of units) {
    const last = rows.at(-1);
    if (unit.field === 'ws.message' && last) rows[rows.length - 1] = { ...last, message: unit };
    else rows.push({ unit, message: null });
  }
  return rows;
}
