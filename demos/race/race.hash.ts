import type { CaptureSource } from '#demos/capture/capture.ts';
import { countIn, type HashPairs, sourceIn } from '#demos/parts/figure-hash.ts';
import { isLane, type LaneId } from './race.lanes.ts';
import { nearest, type RaceSettings, RECORDED, SETTINGS } from './race.settings.ts';

/** What a link to the figure can say. */
export interface HashState {
  readonly settings: RaceSettings | null;
  readonly source: CaptureSource | undefined;
  readonly lane: LaneId | undefined;
  readonly step: number | undefined;
  /** What a word of the prose names: a lane too, or a measure. */
  readonly part: string | undefined;
}

/** A recorded race has its own settings: a link to it names none. */
export const hashPairs = (
  source: CaptureSource,
  settings: RaceSettings,
  { lane, step }: { readonly lane: LaneId; readonly step: number | undefined },
): HashPairs => ({
  ...(source !== 'recorded' && { source, ...settings }),
  lane,
  step,
});

/** Settings that no slider has become the nearest that one has. */
export function readHash(wanted: URLSearchParams): HashState {
  const given = SETTINGS.flatMap((name) => {
    const value = countIn(wanted, name);
    return value === undefined ? [] : [[name, nearest(name, value)]];
  });
  const lane = wanted.get('lane') ?? '';
  return {
    settings: given.length > 0 ? { ...RECORDED, ...Object.fromEntries(given) } : null,
    source: sourceIn(wanted),
    lane: isLane(lane) ? lane : undefined,
    step: countIn(wanted, 'step'),
    part: wanted.get('part') ?? undefined,
  };
}
