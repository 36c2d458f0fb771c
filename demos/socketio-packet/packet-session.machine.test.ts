import { describe, expect, test } from 'vitest';
import { initialTransition, transition } from 'xstate';
import { getShortestPaths } from 'xstate/graph';
import { type PacketSessionEvent, packetSessionMachine } from './packet-session.machine.ts';

const PROBLEM = { rule: 'page.script', found: 'nothing', expected: 'a script' };
const EVENTS: readonly PacketSessionEvent[] = [
  { type: 'source.recorded' },
  { type: 'source.live' },
  { type: 'bench.open' },
  { type: 'bench.close' },
  { type: 'draft.changed' },
  { type: 'draft.emit' },
  { type: 'run.settled' },
  { type: 'run.refused', problem: PROBLEM },
  { type: 'link.lost' },
];

function run(companion: boolean, ...events: readonly PacketSessionEvent['type'][]) {
  let [snapshot, actions] = initialTransition(packetSessionMachine, { companion });
  const effects = actions.map(({ type }) => type);
  for (const type of events) {
    const event = EVENTS.find((each) => each.type === type) as PacketSessionEvent;
    [snapshot, actions] = transition(packetSessionMachine, snapshot, event);
    effects.push(...actions.map((action) => action.type));
  }
  return {
    value: snapshot.value,
    context: snapshot.context,
    effects: effects.filter((type) => !type.startsWith('xstate.')),
  };
}

describe('what the reader does with the figure', () => {
  test('emitting from the editor leaves it open, and stops the run before', () => {
    const { value, effects } = run(true, 'bench.open', 'draft.emit', 'run.settled', 'draft.emit');
    expect(value).toEqual({ bench: 'open', bytes: { live: 'running' } });
    expect(effects).toEqual(['runDraft', 'stopRun', 'runDraft']);
  });

  test('a draft is the model’s until it is emitted, and closing the editor goes back to the recording', () => {
    expect(run(true, 'bench.open', 'draft.changed')).toMatchObject({
      value: { bench: 'open', bytes: 'model' },
      effects: ['showDraft'],
    });
    expect(run(true, 'bench.open', 'draft.changed', 'bench.close')).toMatchObject({
      value: { bench: 'closed', bytes: 'recorded' },
      effects: ['showDraft', 'showRecorded'],
    });
  });

  test('what was emitted stays when the editor closes', () => {
    expect(run(true, 'bench.open', 'draft.emit', 'run.settled', 'bench.close').value).toEqual({
      bench: 'closed',
      bytes: { live: 'settled' },
    });
  });

  test('a refusal is told, and taken back by the next thing done', () => {
    expect(run(true, 'source.live', 'run.refused').context.problem).toEqual(PROBLEM);
    expect(run(true, 'source.live', 'run.refused', 'source.recorded').context.problem).toBeNull();
  });

  test('without a companion nothing is ever live', () => {
    for (const { state } of getShortestPaths(packetSessionMachine, {
      input: { companion: false },
      events: [...EVENTS],
      serializeState: ({ value }) => JSON.stringify(value),
    }))
      expect(JSON.stringify(state.value)).not.toContain('live');
  });

  test('with one, every state is reached, and a run is followed only while it is shown', () => {
    const paths = getShortestPaths(packetSessionMachine, {
      input: { companion: true },
      events: [...EVENTS],
      serializeState: ({ value }) => JSON.stringify(value),
    });
    // Two of the bench, with each of recorded, model, running and settled.
    expect(new Set(paths.map(({ state }) => JSON.stringify(state.value))).size).toBe(8);
    for (const { state } of paths) {
      if (!JSON.stringify(state.value).includes('live')) continue;
      const [, actions] = transition(packetSessionMachine, state, { type: 'source.recorded' });
      expect(actions.map(({ type }) => type)).toContain('stopRun');
    }
  });
});
