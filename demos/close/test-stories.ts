import type { Capture } from '#demos/capture/capture.ts';
import { createModelLink } from '#demos/link/model.ts';
import { seededBytes } from '#demos/link/random-bytes.ts';
import { startRun } from './close.run.ts';
import type { RunId } from './close.runs.ts';
import { type Story, storyOf } from './close.story.ts';

/** A run, gone through with the model. */
export function modelCapture(run: RunId): Capture {
  const link = createModelLink({
    reads: true,
    peer: true,
    waits: true,
    policy: 'chromium',
    serverPolicy: 'ws',
    randomBytes: seededBytes(7),
  });
  const stop = startRun(link, run, { changed() {}, refused() {}, lost() {} });
  stop();
  return link.capture.get();
}

export function modelStory(run: RunId): Story {
  const story = storyOf(modelCapture(run));
  if (!story) throw new TypeError(`the model never opened a connection for "${run}"`);
  return story;
}
