import { expect, test } from 'vitest';
import { createActor } from 'xstate';
import { type SessionEvent, sessionMachine } from './negotiation-session.machine.ts';

const PROBLEM = { rule: 'r', found: 'f', expected: 'e' };

function sit(...events: readonly SessionEvent[]) {
  const done: string[] = [];
  const actor = createActor(
    sessionMachine.provide({
      actions: {
        showRecorded: () => void done.push('show'),
        runSetup: ({ context }) => void done.push(context.source),
      },
    }),
  ).start();
  for (const event of events) actor.send(event);
  const { value, context } = actor.getSnapshot();
  actor.stop();
  return { value, ...context, done };
}

test('a negotiation runs until it is settled', () => {
  const run = { type: 'run', source: 'live', problem: null } as const;
  expect(sit(run)).toEqual({ value: 'running', source: 'live', problem: null, done: ['live'] });
  expect(sit(run, { type: 'settled' })).toMatchObject({ value: 'watching', source: 'live' });
  expect(sit(run, { type: 'lost' })).toMatchObject({ value: 'watching' });
});

test('another may start before it is', () =>
  expect(
    sit({ type: 'run', source: 'live', problem: null }, { type: 'run', source: 'model', problem: null }).done,
  ).toEqual(['live', 'model']));

test('what cannot be run is told, and nothing else changes', () =>
  expect(sit({ type: 'run', source: 'live', problem: PROBLEM })).toEqual({
    value: 'watching',
    source: 'recorded',
    problem: PROBLEM,
    done: [],
  }));

test('what is refused ends the run, and is told until the next', () => {
  const refused = [
    { type: 'run', source: 'live', problem: null },
    { type: 'refused', problem: PROBLEM },
  ] as const;
  expect(sit(...refused)).toMatchObject({ value: 'watching', problem: PROBLEM });
  expect(sit(...refused, { type: 'show' })).toMatchObject({ source: 'recorded', problem: null });
});
