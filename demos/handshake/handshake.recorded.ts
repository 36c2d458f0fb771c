import type { Capture } from '#demos/capture/capture.ts';
import { decodeCapture } from '#demos/capture/json.ts';
import { type Story, storyOf } from './handshake.story.ts';

/** A recorded capture, from its JSON. Throws a TypeError for one that is broken. */
export function recordedCapture(recording: string): Capture {
  const result = decodeCapture(recording);
  if (result.kind === 'capture') return result.capture;
  throw new TypeError(`Broken recording at ${result.path}: found ${result.found}, expected ${result.expected}`);
}

/** The handshake a recording holds. Throws a TypeError where it holds none. */
export function recordedStory(capture: Capture): Story {
  const story = storyOf(capture);
  if (!story) throw new TypeError('The recording holds no connection');
  return story;
}
