import type { Capture } from '#demos/capture/capture.ts';
import type { SentFrame } from './mask.frame.ts';
import { sentFrames } from './mask.story.ts';

/** The masked frames of a recording, as they are sent with the page. Throws a TypeError where it holds none. */
export function recordedFrames(capture: Capture): readonly [SentFrame, ...SentFrame[]] {
  const [first, ...rest] = sentFrames(capture);
  if (!first) throw new TypeError('The recording holds no masked frame');
  return [first, ...rest];
}
