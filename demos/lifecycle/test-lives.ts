import type { Capture } from '#demos/capture/capture.ts';
import { createModelLink } from '#demos/link/model.ts';
import { seededBytes } from '#demos/link/random-bytes.ts';
import { RUNS, type RunId } from './lifecycle.acts.ts';
import { startLife } from './lifecycle.run.ts';
import { type Story, storyOf } from './lifecycle.story.ts';

/** A scenario, gone through with the model. */
export function modelLife(run: RunId): { readonly capture: Capture; readonly story: Story } {
  const link = createModelLink({ reads: true, randomBytes: seededBytes(7) });
  startLife(link, RUNS[run], { story() {}, refused() {}, lost() {} });
  const capture = link.capture.get();
  return { capture, story: whole(capture) };
}

export function whole(capture: Capture): Story {
  const story = storyOf(capture);
  if (!story) throw new TypeError('a capture without a life');
  return story;
}

export const RUN_IDS = Object.keys(RUNS) as RunId[];
