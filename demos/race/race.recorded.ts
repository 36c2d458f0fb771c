import type { Capture } from '#demos/capture/capture.ts';
import { headsOf } from './race.heads.ts';
import type { RaceStory } from './race.lanes.ts';
import { RECORDED_MS } from './race.settings.ts';
import type { RaceHeads } from './race.sizes.ts';
import { raceStory } from './race.story.ts';

/** The race a figure starts from, told at build time; its capture is kept as a file. */
export interface RecordedRace {
  readonly story: RaceStory;
  /** What the model's requests and responses are as long as. */
  readonly heads: RaceHeads;
  readonly madeWith: Capture['madeWith'];
  readonly url: string;
}

/** Throws a TypeError where the recording holds no race. */
export function recordedRace(capture: Capture, url: string): RecordedRace {
  const story = raceStory(capture, RECORDED_MS);
  if (!story) throw new TypeError('The recording holds no event of a race');
  return { story: rounded(story), heads: headsOf(capture), madeWith: capture.madeWith, url };
}

/** Hundredths of a millisecond are more than a picture shows: what a page ships it ships once. */
const rounded = (story: RaceStory): RaceStory =>
  JSON.parse(JSON.stringify(story, (_, value) => (typeof value === 'number' ? Math.round(value * 100) / 100 : value)));
