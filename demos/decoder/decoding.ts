import type { Capture, Direction } from '#demos/capture/capture.ts';
import { createDissector } from '#demos/capture/dissect.ts';
import { annotateFrameHeader } from '#demos/capture/dissect-frame.ts';
import type { Dissector, Space, Unit } from '#demos/capture/dissection.ts';
import { grouped } from '#demos/parts/grouped.ts';
import { readFrameHeader } from '#demos/protocol/frame-header.ts';
import { source } from '#demos/protocol/source.ts';
import { byteSpan } from '#demos/protocol/span.ts';
import { type Detail, layersOf } from './detail.ts';
import type { Input, InputStop } from './input.ts';
import { placeOf } from './origins.ts';
import { type Plan, planOf } from './plan.ts';
import { recognise } from './recognise.ts';
import { hexOf, ROW_LIMIT, type Row, type RowUnits, rowOf, violationIn } from './row.ts';
import type { Guess, Settings } from './settings.ts';
import { textOf } from './text-of.ts';
import { type LinePlace, linePlace } from './text-place.ts';

/** How far it has come, in bytes of the wire. */
export type Progress =
  | { readonly kind: 'recognised'; readonly guess: Guess }
  | { readonly kind: 'rows'; readonly rows: readonly Row[]; readonly done: number };

/** How it ended. */
export interface Ended {
  /** Where the input itself could not be read on. */
  readonly stop: InputStop | null;
  /** The first row that breaks a rule, or that is not whole. */
  readonly broken: number | null;
  /** Bytes of the wire that were not read. */
  readonly unread: number;
  /** `stop.at`, as people count. */
  readonly place: LinePlace | null;
  /** The ends of each connection, by its number; empty where they are not known. */
  readonly connections: readonly string[];
}

/** A row's units, and what it takes to say more of it. */
interface Kept extends RowUnits {
  readonly unmasked: string;
}

const ROOM = 512;

/** Decodes one input from beginning to end, in steps; then tells any row in detail. Reads no clock: who runs it decides when to pause. */
export class Decoding {
  ended: Ended | null = null;
  readonly #input: Input;
  readonly #settings: Settings;
  readonly #limit: number;
  readonly #kept: Kept[] = [];
  readonly #spaces = new Map<string, Space>();
  readonly #frames = new Map<string, number>();
  readonly #connections: string[] = [];
  readonly #numbers = new Map<string, number>();
  #plan: Plan | null = null;
  #stop: InputStop | null = null;
  #broken: number | null = null;
  #unread = 0;

  /** `limit`: most rows that units become. */
  constructor(input: Input, settings: Settings, limit = ROW_LIMIT) {
    this.#input = input;
    this.#settings = settings;
    this.#limit = limit;
  }

  /** To its end, or as far as it is asked for. */
  *run(): Generator<Progress, void> {
    const { form } = this.#settings;
    const recognised = recognise(this.#input, form === 'auto' ? null : form);
    this.#stop = recognised.stop;
    if (recognised.kind !== 'nothing') {
      this.#plan = planOf(recognised, this.#settings);
      yield { kind: 'recognised', guess: this.#plan.guess };
      yield* this.#dissect(this.#plan);
    }
    const at = this.#stop?.at ?? null;
    const place = at === null ? null : linePlace(this.#text(), at);
    const connections = this.#connectionNames();
    this.ended = { stop: this.#stop, broken: this.#broken, unread: this.#unread, place, connections };
  }

  #connectionNames(): readonly string[] {
    const names = new Map(
      (this.#plan?.events ?? []).flatMap((event) =>
        event.kind === 'opened' ? [[event.connection, `${event.remote} → ${event.local}`] as const] : [],
      ),
    );
    return this.#connections.map((connection) => names.get(connection) ?? '');
  }

  #text(): string {
    const input = this.#input;
    return input.from === 'text' ? input.text : (textOf(input.bytes) ?? '');
  }

  *#dissect(plan: Plan): Generator<Progress, void> {
    const dissector: Dissector = createDissector({
      established: (connection) => plan.established.get(connection) ?? null,
    });
    let rows: Row[] = [];
    let done = 0;
    for (const event of plan.events) {
      const { spaces, units } = dissector.push(event);
      for (const space of spaces) this.#spaces.set(space.id, space);
      for (const row of rowUnits(units)) {
        if (this.#kept.length === this.#limit) {
          this.#stop ??= {
            rule: 'input.rows',
            at: null,
            found: `more than ${grouped(this.#limit)}`,
            expected: `at most ${grouped(this.#limit)}`,
          };
          yield { kind: 'rows', rows, done };
          return;
        }
        rows.push(this.#keep(row, plan));
      }
      if (event.kind === 'bytes') done += event.bytes.length;
      if (rows.length < ROOM) continue;
      yield { kind: 'rows', rows, done };
      rows = [];
    }
    rows.push(...this.#rests(plan));
    yield { kind: 'rows', rows, done };
  }

  #keep(units: RowUnits, plan: Plan): Row {
    const { unit, message } = units;
    const frame = this.#frames.get(unit.space) ?? 0;
    if (unit.field === 'ws.frame') this.#frames.set(unit.space, frame + 1);
    const unmasked = `${unit.space}/frame-${frame}`;
    const index = this.#kept.length;
    this.#kept.push({ ...units, unmasked });
    if (this.#broken === null && (violationIn(unit) || (message && violationIn(message)))) this.#broken = index;
    return rowOf(units, this.#payload(unit, unmasked), this.#placeOf(unit, index, plan));
  }

  #placeOf(unit: Unit, index: number, { guess, runs }: Pick<Plan, 'guess' | 'runs'>) {
    const wired = guess.form !== 'har';
    // Bytes without times are of one connection.
    if (runs.length > 0) return { index, connection: 0, at: null, wired };
    const connection = this.#numbers.get(unit.connection) ?? this.#connections.push(unit.connection) - 1;
    this.#numbers.set(unit.connection, connection);
    return { index, connection, at: unit.at, wired };
  }

  /** A frame's payload unmasked; of an unmasked one, from the stream. */
  #payload(unit: Unit, unmasked: string): Uint8Array {
    const space = this.#spaces.get(unmasked);
    if (space) return space.bytes;
    const payload = unit.children.find(({ field }) => field === 'ws.payload');
    const stream = this.#spaces.get(unit.space);
    return payload && stream ? stream.bytes.subarray(payload.span.start / 8, payload.span.end / 8) : new Uint8Array();
  }

  /** Of each stream the bytes after its last unit: what a violation left unread, or the beginning of something. */
  *#rests({ established, guess, runs }: Plan): Generator<Row> {
    const ends = new Map<string, End>();
    const framed = new Set(established.keys());
    for (const { unit } of this.#kept) {
      if (unit.field === 'ws.frame' || / 101 /.test(String(unit.value))) framed.add(unit.connection);
      ends.set(unit.space, { end: Math.ceil(unit.span.end / 8), failed: violationIn(unit) !== null, at: unit.at });
    }
    for (const [id, space] of this.#spaces) {
      if (space.via !== 'stream') continue;
      const [connection = '', direction = ''] = splitLast(id);
      const last = ends.get(id) ?? { end: 0, failed: false, at: 0 };
      const left = space.bytes.length - last.end;
      if (left <= 0) continue;
      this.#unread += left;
      const unit = restUnit({ connection, direction: direction as Direction }, space, last, framed.has(connection));
      const index = this.#kept.length;
      this.#broken ??= index;
      this.#kept.push({ unit, message: null, unmasked: '' });
      const place = this.#placeOf(unit, index, { guess, runs });
      yield {
        ...rowOf({ unit, message: null }, new Uint8Array(), place),
        kind: 'rest',
        more: false,
        compressed: false,
        length: left,
        says: hexOf(space.bytes.subarray(last.end)),
      };
    }
  }

  detail(row: number): Detail | null {
    const kept = this.#kept[row];
    if (!kept || !this.#plan) return null;
    const { unit, unmasked } = kept;
    const layers = layersOf(kept, this.#spaces, unmasked, this.#plan.guess.form !== 'har');
    const place = placeOf(this.#plan, unit.space, unit.span);
    return { row, layers, place: place && { ...place, ...linePlace(this.#text(), place.start) } };
  }

  /** What was decoded, as a capture; `null` where the input holds no bytes of the wire. */
  capture(): Capture | null {
    const { guess, events } = this.#plan ?? { guess: null, events: [] };
    if (!guess || guess.form === 'har') return null;
    return { format: 1, source: 'recorded', madeWith: { pasted: guess.form }, events };
  }

  /** All bytes in the order in which they were given, for a link; `null` where that would lose who sent them. */
  bytes(): Uint8Array | null {
    const runs = this.#plan?.runs ?? [];
    return runs.length === 1 ? (runs[0]?.bytes ?? null) : null;
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

const splitLast = (id: string): readonly [string, string] => {
  const at = id.lastIndexOf('/');
  return [id.slice(0, at), id.slice(at + 1)];
};

/** Where the last unit of a stream ended, in bytes; whether it broke a rule; when it came. */
interface End {
  readonly end: number;
  readonly failed: boolean;
  readonly at: number;
}

/** What was not read: of an unfinished frame as much of its header as is there. */
function restUnit(
  from: Pick<Unit, 'connection' | 'direction'>,
  space: Space,
  { end, failed, at }: End,
  framed: boolean,
): Unit {
  const rest = space.bytes.subarray(end);
  const headerBytes = readFrameHeader(rest)?.byteLength ?? rest.length;
  const isFrame = framed && !failed;
  return {
    ...from,
    field: framed ? 'ws.frame' : 'http.body',
    space: space.id,
    span: byteSpan(end, space.bytes.length),
    value: (rest[0] ?? 0) & 0x0f,
    source: source(framed ? 'RFC 6455' : 'RFC 9112', framed ? '5.2' : '2.1'),
    children: isFrame ? annotateFrameHeader(rest.subarray(0, headerBytes), space.id, end) : [],
    completedBy: 'raw-client:0',
    at,
  };
}
