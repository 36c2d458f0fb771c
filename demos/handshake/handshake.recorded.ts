import type { Capture } from '#demos/capture/capture.ts';
import { type Story, storyOf } from './handshake.story.ts';

/** The handshake a recording holds. Throws a TypeError where it holds none. */
export function recordedStory(capture: Capture): Story {
  const story = storyOf(capture);
  if (!story) throw new TypeError('The recording holds no connection');
  return story;
}
