/** The four ways, in the order in which they are shown. */
export const LANES = ['polling', 'long-polling', 'sse', 'websocket'] as const;
export type LaneId = (typeof LANES)[number];
export const isLane = (text: string): text is LaneId => (LANES as readonly string[]).includes(text);

/** One request and its answer. Milliseconds from the start of the race; on the tap's clock leaving is arriving. */
export interface Exchange {
  readonly sentAt: number;
  readonly arrivedAt: number;
  /** When the server answers; of an answer that goes on, when it ends. */
  readonly answeredAt: number;
  readonly endedAt: number;
  /** How many events it brought. */
  readonly events: number;
}

/** One event on its way. Milliseconds from the start of the race. */
export interface Delivery {
  readonly n: number;
  /** When it happened. */
  readonly at: number;
  /** When the server sent it. */
  readonly leftAt: number;
  readonly deliveredAt: number;
}

/** What a lane cost, and how late it was. */
export interface Tally {
  readonly requests: number;
  readonly connections: number;
  /** Bytes that TCP carried. */
  readonly up: number;
  readonly down: number;
  /** Of these, the bytes of request and response heads, the 101 included. */
  readonly headUp: number;
  readonly headDown: number;
  readonly delivered: number;
  /** How late events were, in milliseconds: mean, worst, and how many by the bins of `BINS`. */
  readonly meanMs: number;
  readonly worstMs: number;
  readonly bins: readonly number[];
  /** How many TCP connections were open on average while the race ran. */
  readonly held: number;
}

/** As many bytes as a line shows. */
export const SAMPLE_BYTES = 48;

export interface LaneStory {
  readonly lane: LaneId;
  /** Of the whole race. */
  readonly tally: Tally;
  /** The first bytes that brought an event, without a head before them, as hex: an array, a chunk, a frame. */
  readonly sample: string;
  /** Those within the window that is drawn. */
  readonly exchanges: readonly Exchange[];
  readonly deliveries: readonly Delivery[];
}

/** One race. Plain data: a recorded one is told at build time and sent with the page. */
export interface RaceStory {
  readonly lanes: readonly LaneStory[];
  /** Events in the whole race, and its length in milliseconds. */
  readonly events: number;
  readonly forMs: number;
  /** The first milliseconds of it, which are drawn. */
  readonly windowMs: number;
}

/** Upper bounds of a histogram's bins, in milliseconds; the last has none. */
export const BINS = [1, 3, 10, 30, 100, 300, 1000, 3000, 10_000, 30_000] as const;

/** Adds up how late events were. */
export class Lateness {
  readonly bins: number[] = Array(BINS.length + 1).fill(0);
  count = 0;
  worstMs = 0;
  #sum = 0;

  add(ms: number): void {
    let bin = 0;
    while (bin < BINS.length && ms >= (BINS[bin] ?? 0)) bin += 1;
    this.bins[bin] = (this.bins[bin] ?? 0) + 1;
    this.count += 1;
    this.#sum += ms;
    if (ms > this.worstMs) this.worstMs = ms;
  }

  get meanMs(): number {
    return this.count === 0 ? 0 : this.#sum / this.count;
  }
}
