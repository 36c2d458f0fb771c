import type { Capture } from '#demos/capture/capture.ts';
import { recordedCapture } from '#demos/capture/recording.ts';
import { type Log, logOf } from './frames.log.ts';

/** The log of a recording, without the bytes that its lines do not show. */
export function recordedLog(capture: Capture): Log {
  const { rows, http } = logOf(capture);
  return { rows, http };
}

/** The first frame that a recording (as JSON) holds, as spaced hex. Throws a TypeError where it holds none. */
export function firstFrame(recording: string): string {
  const row = recordedLog(recordedCapture(recording)).rows.find(({ kind }) => kind === 'frame');
  if (row?.kind !== 'frame') throw new TypeError('The recording holds no frame');
  return row.hex;
}
