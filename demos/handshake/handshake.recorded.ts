import type { Capture } from '#demos/capture/capture.ts';
import { decodeCapture } from '#demos/capture/json.ts';
import type { Link } from '#demos/link/link.ts';
import { createRecordedLink } from '#demos/link/recorded.ts';
import { type Story, storyOf } from './handshake.story.ts';

function captureOf(recording: string): Capture {
  const result = decodeCapture(recording);
  if (result.kind === 'capture') return result.capture;
  throw new TypeError(`Broken recording at ${result.path}: found ${result.found}, expected ${result.expected}`);
}

/** A recorded handshake and the link it is played from. Throws a TypeError for a recording that is broken or empty. */
export function recordedStory(recording: string): { readonly story: Story; readonly link: Link } {
  const link = createRecordedLink(captureOf(recording));
  const story = storyOf(link.capture.get());
  if (!story) throw new TypeError('The recording holds no connection');
  return { story, link };
}
