import type { RaceStory } from './race.lanes.ts';
import { scheduleOf } from './race.schedule.ts';
import { HOUR, type RaceSettings } from './race.settings.ts';
import { simulateRace } from './race.simulate.ts';
import type { RaceHeads } from './race.sizes.ts';

/** What a picture can hold and still be read. */
const MOST_POLLS = 120;

/** How much of a race is drawn: a few polls and a few events, whichever take longer. */
export function windowOf({ perMinute, pollMs }: Pick<RaceSettings, 'perMinute' | 'pollMs'>): number {
  const eventMs = 60_000 / perMinute;
  const most = Math.max(MOST_POLLS * pollMs, 2.2 * eventMs);
  return Math.min(most, Math.max(3.4 * pollMs, 6 * eventMs));
}

/** An hour of the race in simulated time. */
export const modelRace = (settings: RaceSettings, heads: RaceHeads): RaceStory =>
  simulateRace({
    times: scheduleOf(settings.perMinute, HOUR),
    forMs: HOUR,
    windowMs: windowOf(settings),
    settings,
    heads,
  });
