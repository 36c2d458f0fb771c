import type { Capture } from '#demos/capture/capture.ts';
import type { LaneStory } from '#demos/race/race.lanes.ts';
import { costOf } from '#demos/race/race.measures.ts';
import { RECORDED_MS } from '#demos/race/race.settings.ts';
import { raceStory } from '#demos/race/race.story.ts';

const READ: Readonly<Record<string, (lane: LaneStory) => number>> = {
  headUp: (lane) => costOf(lane).headUp,
  headDown: (lane) => costOf(lane).headDown,
  rest: (lane) => costOf(lane).rest,
  total: (lane) => costOf(lane).total,
  requests: ({ tally }) => tally.requests,
  connections: ({ tally }) => tally.connections,
  delivered: ({ tally }) => tally.delivered,
  meanMs: ({ tally }) => tally.meanMs,
};

/**
 * `<lane>.<name>` of a recorded race, rounded to a whole number: `polling.headUp` (bytes of a request head), `.headDown`,
 * `.rest` (bytes of an event beside the heads), `.total` (bytes of an event), `.requests`, `.connections`, `.delivered`
 * (events), `.meanMs` (how late they were).
 */
export function raceValue(capture: Capture, path: string): string | undefined {
  const [id, name = ''] = path.split('.');
  const lane = raceStory(capture, RECORDED_MS)?.lanes.find((each) => each.lane === id);
  const read = READ[name];
  return lane && read ? String(Math.round(read(lane))) : undefined;
}
