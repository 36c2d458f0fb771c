import type { Problem } from '#demos/capture/problem.ts';
import { RACE_LARGEST } from '#demos/capture/race-event.ts';
import { RACE_EVENTS_LIMIT, RACE_MS_LIMIT } from '#demos/capture/side-channel.ts';

export type ParsedRace =
  | { readonly kind: 'race'; readonly times: readonly number[]; readonly forMs: number }
  | { readonly kind: 'refused'; readonly refused: Problem };

const LATEST = Math.min(RACE_MS_LIMIT, RACE_LARGEST.at);
const isTime = (value: unknown): value is number => typeof value === 'number' && value >= 0 && value <= LATEST;

const refuse = (rule: string, found: string, expected: string): ParsedRace => ({
  kind: 'refused',
  refused: { rule, found, expected },
});

/** When a race's events are to happen, and how long it lasts. Never throws, whatever the values are. */
export function parseRace({ times, forMs }: { readonly times?: unknown; readonly forMs?: unknown }): ParsedRace {
  if (!isTime(forMs)) return refuse('race.length', 'another length', `0 to ${LATEST} ms`);
  if (!Array.isArray(times)) return refuse('race.times', 'no list', 'a list of times in milliseconds');
  if (times.length > RACE_EVENTS_LIMIT)
    return refuse('race.events', `${times.length} events`, `at most ${RACE_EVENTS_LIMIT}`);
  if (!times.every((time, i) => isTime(time) && time <= forMs && time >= (times[i - 1] ?? 0)))
    return refuse('race.times', 'other times', `times from 0 to ${forMs} ms that never fall`);
  return { kind: 'race', times, forMs };
}
