import type { Capture } from '#demos/capture/capture.ts';
import type { Unit } from '#demos/capture/dissection.ts';
import { grouped } from '#demos/parts/grouped.ts';
import { type Detail, layersOf } from './detail.ts';
import type { Input, InputStop } from './input.ts';
import { KeptRows } from './kept-rows.ts';
import { placeOf } from './origins.ts';
import { type Plan, planOf } from './plan.ts';
import { recognise } from './recognise.ts';
import { StreamEnds } from './rest-row.ts';
import { hexOf, ROW_LIMIT, type Row, rowOf, violationIn } from './row.ts';
import { type ReadRow, RowReader } from './row-reader.ts';
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

/** Rows that are handed over at a time: few at first, for there to be something to see, then more. */
const ROOM = { first: 256, most: 2048 };

/** Decodes one input from beginning to end, in steps; then tells any row in detail. Reads no clock: who runs it decides when to pause. */
export class Decoding {
  ended: Ended | null = null;
  readonly #input: Input;
  readonly #settings: Settings;
  readonly #limit: number;
  readonly #rests = new Map<number, ReadRow>();
  readonly #connections: string[] = [];
  readonly #numbers = new Map<string, number>();
  #plan: Plan | null = null;
  #reader: RowReader | null = null;
  #kept: KeptRows | null = null;
  #count = 0;
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
    const reader = new RowReader(plan);
    const kept = new KeptRows(plan);
    this.#reader = reader;
    this.#kept = kept;
    const ends = new StreamEnds(plan.established.keys());
    let room = ROOM.first;
    let rows: Row[] = [];
    let done = 0;
    for (const event of plan.events) {
      for (const row of reader.push(event)) {
        if (this.#count === this.#limit) {
          const [found, expected] = [`more than ${grouped(this.#limit)}`, `at most ${grouped(this.#limit)}`];
          this.#stop ??= { rule: 'input.rows', at: null, found, expected };
          yield { kind: 'rows', rows, done };
          return;
        }
        kept.add(row);
        ends.add(row.unit);
        rows.push(this.#row(row, plan));
      }
      if (event.kind === 'bytes') done += event.bytes.length;
      if (rows.length < room) continue;
      yield { kind: 'rows', rows, done };
      rows = [];
      room = Math.min(ROOM.most, room * 2);
    }
    for (const stream of reader.streams.values()) {
      const rest = ends.rest(stream);
      if (rest) rows.push(this.#rest(rest, plan));
    }
    yield { kind: 'rows', rows, done };
  }

  #row(row: ReadRow, plan: Plan): Row {
    const { unit, message } = row;
    const index = this.#count;
    this.#count += 1;
    if (this.#broken === null && (violationIn(unit) || (message && violationIn(message)))) this.#broken = index;
    return rowOf(row, this.#payload(row), this.#placeOf(unit, index, plan));
  }

  #rest({ unit, bytes }: { readonly unit: Unit; readonly bytes: Uint8Array }, plan: Plan): Row {
    const index = this.#count;
    this.#count += 1;
    this.#unread += bytes.length;
    this.#broken ??= index;
    this.#rests.set(index, { unit, message: null, unmasked: '', spaces: new Map() });
    const row = rowOf({ unit, message: null }, new Uint8Array(), this.#placeOf(unit, index, plan));
    return { ...row, kind: 'rest', more: false, compressed: false, length: bytes.length, says: hexOf(bytes) };
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
  #payload({ unit, unmasked, spaces }: ReadRow): Uint8Array {
    const space = spaces.get(unmasked);
    if (space) return space.bytes;
    const payload = unit.children.find(({ field }) => field === 'ws.payload');
    const stream = this.#reader?.streams.get(unit.space);
    return payload && stream ? stream.bytes.subarray(payload.span.start / 8, payload.span.end / 8) : new Uint8Array();
  }

  detail(index: number): Detail | null {
    const row = this.#rests.get(index) ?? this.#kept?.at(index);
    const plan = this.#plan;
    if (!row || !plan) return null;
    const spaceOf = (id: string) => row.spaces.get(id) ?? this.#reader?.streams.get(id);
    const layers = layersOf(row, spaceOf, row.unmasked, plan.guess.form !== 'har');
    const place = placeOf(plan, row.unit.space, row.unit.span);
    return { row: index, layers, place: place && { ...place, ...linePlace(this.#text(), place.start) } };
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
