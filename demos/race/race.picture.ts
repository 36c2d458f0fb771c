import { tickStep } from '#demos/parts/tick-step.ts';
import { BINS, type LaneStory } from './race.lanes.ts';

/** A lane is drawn in 1000 units of time by `HEIGHT` pixels: the page's line above, the server's below. */
export const WIDTH = 1000;
export const HEIGHT = 56;
const PAGE = 6;
const SERVER = 42;

/** The lines of one lane as paths, by what they mean. */
export interface Picture {
  /** Requests on their way to the server. */
  readonly up: string;
  /** Answers on their way to the page; those with nothing to say apart. */
  readonly down: string;
  readonly empty: string;
  /** While the server holds a question open. */
  readonly held: string;
  /** When events happen. */
  readonly events: string;
  /** While an event waits at the server for its way to the page. */
  readonly waits: string;
  /** When the page has it. */
  readonly told: string;
}

/** Marks nearer than this are one to the eye; thousands of them would be slow to draw. */
const NEAR = 1.5;

/** Lines of one kind: those that fall on the one before are left out. */
class Lines {
  #path = '';
  #last = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY] as [number, number];
  readonly #perMs: number;

  constructor(windowMs: number) {
    this.#perMs = WIDTH / windowMs;
  }

  add(from: number, fromY: number, to: number, toY: number): void {
    const [x1, x2] = [from * this.#perMs, to * this.#perMs];
    if (x2 < 0 || x1 > WIDTH) return;
    const [before, after] = this.#last;
    if (Math.abs(x1 - before) < NEAR && Math.abs(x2 - after) < NEAR) return;
    this.#last = [x1, x2];
    this.#path += `M${short(Math.max(0, x1))} ${fromY}L${short(Math.min(WIDTH + 20, x2))} ${toY}`;
  }

  get path(): string {
    return this.#path;
  }
}

const short = (x: number): string => String(Math.round(x * 10) / 10);

export function pictureOf({ lane, exchanges, deliveries }: LaneStory, windowMs: number): Picture {
  const lines = (): Lines => new Lines(windowMs);
  const [up, down, empty, held, events, waits, told] = [lines(), lines(), lines(), lines(), lines(), lines(), lines()];
  const asks = lane === 'polling' || lane === 'long-polling';
  for (const { sentAt, arrivedAt, answeredAt, endedAt, events: brought } of exchanges) {
    up.add(sentAt, PAGE, arrivedAt, SERVER);
    if (lane !== 'polling') held.add(Math.max(0, arrivedAt), SERVER, answeredAt, SERVER);
    // What stays open ends after the picture.
    if (asks && brought === 0) empty.add(answeredAt, SERVER, endedAt, PAGE);
  }
  for (const { at, leftAt, deliveredAt } of deliveries) {
    events.add(at, SERVER - 4, at, SERVER + 8);
    if (leftAt > at) waits.add(at, SERVER + 4, leftAt, SERVER + 4);
    down.add(leftAt, SERVER, deliveredAt, PAGE);
    told.add(deliveredAt, PAGE - 5, deliveredAt, PAGE + 5);
  }
  return {
    ...{ up: up.path, down: down.path, empty: empty.path, held: held.path },
    ...{ events: events.path, waits: waits.path, told: told.path },
  };
}

export const LINES = { page: PAGE, server: SERVER } as const;

/** The axis of time under the lanes: where each tick stands, 0–100 %, and its milliseconds. */
export function axisOf(windowMs: number): readonly { readonly x: number; readonly ms: number }[] {
  const step = tickStep(windowMs, 6);
  return Array.from({ length: Math.floor(windowMs / step) + 1 }, (_, i) => ({
    x: (100 * i * step) / windowMs,
    ms: i * step,
  }));
}

/** One bar of a lane's histogram, in percent of its box. */
export interface Bar {
  readonly x: number;
  readonly width: number;
  readonly height: number;
  readonly late: boolean;
}

/** How late a lane's events were, most in one bin being full height; `late`: later than is allowed. */
export function barsOf({ tally }: LaneStory, toleranceMs: number): readonly Bar[] {
  const most = Math.max(1, ...tally.bins);
  const width = 100 / tally.bins.length;
  return tally.bins.map((count, i) => ({
    x: i * width,
    width,
    height: (100 * count) / most,
    late: (BINS[i - 1] ?? 0) >= toleranceMs,
  }));
}

/** Where a time stands on the histogram's axis, in percent: between two bounds as its logarithm lies between theirs. */
export function placeInBins(ms: number): number {
  const bin = BINS.findIndex((bound) => ms <= bound);
  const index = bin < 0 ? BINS.length : bin;
  const [from, to] = [BINS[index - 1] ?? 0.3, BINS[index] ?? 100_000];
  return (100 * (index + Math.log(Math.max(ms, from) / from) / Math.log(to / from))) / (BINS.length + 1);
}
