import type { Capture } from '#demos/capture/capture.ts';
import type { RunId } from './close.runs.ts';

/** In this order in `content/captures/close.json`; each on a connection of its own. A wait of a minute is not recorded. */
export const RECORDED_RUNS = [
  'code',
  'close',
  'server-first',
  'both',
  'late',
  'terminate',
  'cut',
  'violation',
  'linger',
] as const satisfies readonly RunId[];
export type RecordedRunId = (typeof RECORDED_RUNS)[number];
export const isRecorded = (run: RunId): run is RecordedRunId => RECORDED_RUNS.some((each) => each === run);

/** What of the recording is one run's. */
export function recordedRun(capture: Capture, run: RecordedRunId): Capture {
  const connections = [...new Set(capture.events.flatMap(({ connection }) => connection ?? []))];
  const own = connections[RECORDED_RUNS.indexOf(run)];
  return { ...capture, events: capture.events.filter(({ connection }) => connection === own) };
}
