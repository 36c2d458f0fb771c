import { describe, expect, test } from 'vitest';
import { createActor } from 'xstate';
import { getShortestPaths } from 'xstate/graph';
import { type SampleEvent, sampleMachine } from './sample.machine.ts';

const given = (...types: SampleEvent['type'][]) => {
  const actor = createActor(sampleMachine).start();
  for (const type of types) actor.send({ type });
  return actor.getSnapshot().value;
};

describe('a TCP connection', () => {
  test('is open until one side ends', () => expect(given('opened', 'bytes.passed')).toBe('open'));
  test('still carries the other direction after one FIN', () =>
    expect(given('opened', 'fin.passed', 'bytes.passed')).toBe('halfClosed'));
  test('is closed by the second FIN', () => expect(given('opened', 'fin.passed', 'fin.passed')).toBe('closed'));
  test('is closed by one RST', () => expect(given('opened', 'rst.passed')).toBe('closed'));
});

test('every state can be reached', () => {
  const reached = getShortestPaths(sampleMachine).map(({ state }) => state.value);
  expect(new Set(reached)).toEqual(new Set(Object.keys(sampleMachine.states)));
});
