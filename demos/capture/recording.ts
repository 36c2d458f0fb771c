import type { Capture } from './capture.ts';
import { decodeCapture } from './json.ts';

/**
 * A capture that we recorded ourselves, from its JSON; `name` is what to call it where it is broken.
 * @throws a TypeError that says where: a broken recording is our own mistake, and must not build.
 */
export function recordedCapture(recording: string, name = 'the recording'): Capture {
  const decoded = decodeCapture(recording);
  if (decoded.kind === 'capture') return decoded.capture;
  throw new TypeError(`${name}: at "${decoded.path}" found ${decoded.found}, expected ${decoded.expected}`);
}
