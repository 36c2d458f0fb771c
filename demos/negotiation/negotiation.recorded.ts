import type { Capture } from '#demos/capture/capture.ts';
import { storiesOf } from './negotiation.reading.ts';
import { RUN_IDS, type RunId } from './negotiation.runs.ts';
import type { Story } from './negotiation.story.ts';

/** The stories a recording holds, by run. Throws a TypeError where it does not hold one for each. */
export function recordedStories(capture: Capture): Readonly<Record<RunId, Story>> {
  const stories = storiesOf(capture);
  if (stories.length !== RUN_IDS.length)
    throw new TypeError(`The recording holds ${stories.length} negotiations; expected ${RUN_IDS.length}`);
  return Object.fromEntries(RUN_IDS.map((run, i) => [run, stories[i]])) as Record<RunId, Story>;
}
