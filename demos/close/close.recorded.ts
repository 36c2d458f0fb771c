import type { AnyStateMachine } from 'xstate';
import type { Capture } from '#demos/capture/capture.ts';
import { peerClosing } from '#demos/machines/peer-closing.machine.ts';
import { wsConnection } from '#demos/machines/ws-connection.machine.ts';
import { RECORDED_RUNS, type RecordedRunId, recordedRun } from './close.recording.ts';
import { type Story, storyOf } from './close.story.ts';

/** Every recorded end, told. Throws a TypeError where one is missing. */
export function recordedStories(capture: Capture): Record<RecordedRunId, Story> {
  const told = RECORDED_RUNS.map((run) => {
    const story = storyOf(recordedRun(capture, run));
    if (!story) throw new TypeError(`The recording holds no "${run}"`);
    return [run, story] as const;
  });
  return Object.fromEntries(told) as Record<RecordedRunId, Story>;
}

/** A machine's states from `open` on, one level deep, as it has them. */
function statesFromOpen({ root }: AnyStateMachine): string[] {
  return Object.entries(root.states).flatMap(([name, { states, type }]) => {
    if (name === 'connecting') return [];
    const inner = Object.keys(states);
    return type === 'parallel' || inner.length === 0 ? [name] : inner.map((each) => `${name}.${each}`);
  });
}

export const STATES = { client: statesFromOpen(wsConnection), server: statesFromOpen(peerClosing) } as const;
