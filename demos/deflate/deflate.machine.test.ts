import { expect, test } from 'vitest';
import { getShortestPaths } from 'xstate/graph';
import { trailEntry } from '#demos/parts/statechart-light.ts';
import { inflaterMachine } from './deflate.machine.ts';

test('every state can be reached', () => {
  const reached = getShortestPaths(inflaterMachine).map(({ state }) => trailEntry(state.value));
  expect(new Set(reached)).toEqual(
    new Set([
      ...Object.keys(inflaterMachine.states.reading?.states ?? {}).map((name) => `reading.${name}`),
      'done',
      'failed',
    ]),
  );
});
