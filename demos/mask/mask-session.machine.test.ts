import { describe, expect, test } from 'vitest';
import { createActor } from 'xstate';
import { getShortestPaths } from 'xstate/graph';
import { type SessionEvent, sessionMachine } from './mask-session.machine.ts';

const LIVE: SessionEvent = { type: 'source.choose', source: 'live' };
const RECORDED: SessionEvent = { type: 'source.choose', source: 'recorded' };
const REFUSED: SessionEvent = { type: 'refused', problem: { rule: 'page.script', found: 'a', expected: 'b' } };

function given(...events: readonly SessionEvent[]) {
  const done: string[] = [];
  const actor = createActor(
    sessionMachine.provide({
      actions: { openSocket: () => done.push('open'), showRecorded: () => done.push('recorded') },
    }),
  ).start();
  for (const event of events) actor.send(event);
  const { value, context } = actor.getSnapshot();
  return { value, source: context.source, problem: context.problem?.rule ?? null, done };
}

describe('whose frames are listed', () => {
  test('begins with the recording', () =>
    expect(given()).toEqual({ value: 'recorded', source: 'recorded', problem: null, done: [] }));
  test('opens a connection each time a source is chosen that has one', () =>
    expect(given(LIVE, { type: 'socket.opened' }, LIVE)).toMatchObject({ value: 'opening', done: ['open', 'open'] }));
  test('ends where the connection could not be opened, and says why', () =>
    expect(given(LIVE, REFUSED)).toMatchObject({ value: 'ended', source: 'live', problem: 'page.script' }));
  test('keeps a connection that refuses one wish', () =>
    expect(given(LIVE, { type: 'socket.opened' }, REFUSED)).toMatchObject({ value: 'open', problem: 'page.script' }));
  test('forgets the problem with the next choice', () =>
    expect(given(LIVE, REFUSED, RECORDED)).toEqual({
      value: 'recorded',
      source: 'recorded',
      problem: null,
      done: ['open', 'recorded'],
    }));
});

test('every state can be reached', () => {
  const events = [LIVE, RECORDED, REFUSED, { type: 'socket.opened' }, { type: 'socket.ended' }] as const;
  const reached = getShortestPaths(sessionMachine, { events, serializeState: ({ value }) => String(value) });
  expect(new Set(reached.map(({ state }) => state.value))).toEqual(new Set(Object.keys(sessionMachine.states)));
});
