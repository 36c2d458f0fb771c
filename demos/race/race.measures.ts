import { LANES, type LaneId, type LaneStory, type RaceStory, type Tally } from './race.lanes.ts';

/** What is compared; less is better in each. */
export const MEASURES = ['bytes', 'held', 'late'] as const;
export type Measure = (typeof MEASURES)[number];

/** One lane's costs for each event that it delivered; bytes. */
export interface Cost {
  readonly lane: LaneId;
  readonly requests: number;
  /** Mean lengths of one request's head and of its response's. */
  readonly headUp: number;
  readonly headDown: number;
  /** What is left when the heads are taken off: bodies, chunks, frames. */
  readonly rest: number;
  readonly up: number;
  readonly down: number;
  readonly total: number;
}

export function costOf({ lane, tally }: LaneStory): Cost {
  const { requests, headUp, headDown, up, down, delivered } = tally;
  const each = (bytes: number): number => (delivered === 0 ? 0 : bytes / delivered);
  return {
    lane,
    requests: each(requests),
    headUp: requests === 0 ? 0 : headUp / requests,
    headDown: requests === 0 ? 0 : headDown / requests,
    rest: each(up + down - headUp - headDown),
    up: each(up),
    down: each(down),
    total: each(up + down),
  };
}

/** Who is in time, and who of these needs least of what. */
export interface Verdict {
  readonly inTime: readonly LaneId[];
  /** Among those in time; several where they differ by less than a hundredth. */
  readonly best: Readonly<Record<Measure, readonly LaneId[]>>;
  readonly polling: 'in-time' | 'late';
}

const VALUES: Readonly<Record<Measure, (tally: Tally) => number>> = {
  bytes: ({ up, down, delivered }) => (up + down) / Math.max(1, delivered),
  held: ({ held }) => held,
  late: ({ meanMs }) => meanMs,
};
const NEAR = 1.01;
/** Milliseconds that a clock does not tell apart. */
const LEAST = { bytes: 0, held: 0, late: 1 } as const satisfies Record<Measure, number>;

export function verdictOf({ lanes }: RaceStory, toleranceMs: number): Verdict {
  const inTime = lanes.filter(({ tally }) => tally.worstMs <= toleranceMs);
  const best = (measure: Measure): readonly LaneId[] => {
    const value = ({ tally }: LaneStory): number => Math.max(LEAST[measure], VALUES[measure](tally));
    const least = Math.min(...inTime.map(value));
    return inTime.filter((story) => value(story) <= least * NEAR).map(({ lane }) => lane);
  };
  return {
    inTime: inTime.map(({ lane }) => lane),
    best: { bytes: best('bytes'), held: best('held'), late: best('late') },
    polling: inTime.some(({ lane }) => lane === LANES[0]) ? 'in-time' : 'late',
  };
}
