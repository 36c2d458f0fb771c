import type { Capture } from '#demos/capture/capture.ts';
import { latin1Decode } from '#demos/protocol/bytes.ts';
import { type Story, storyOf } from './handshake.story.ts';

/** The handshake a recording holds. Throws a TypeError where it holds none. */
export function recordedStory(capture: Capture): Story {
  const story = storyOf(capture);
  if (!story) throw new TypeError('The recording holds no connection');
  return story;
}

/** The first line of the response a recording holds. */
export const responseLine = (capture: Capture): string =>
  latin1Decode(recordedStory(capture).analysis.exchange.response?.bytes ?? new Uint8Array()).split('\r\n')[0] ?? '';
