import { describe, expect, it } from 'vitest';
import { createActor, initialTransition, SimulatedClock, transition } from 'xstate';
import { getShortestPaths } from 'xstate/graph';
import {
  delayToNext,
  playbackEvent,
  SPEEDS,
  type StepperEvent,
  type StepperInput,
  stepperMachine,
} from './stepper.machine.ts';

const TIMES = [0, 1000, 3000, 3001];

/** The snapshot and the effects after these events, with no clock running. */
function afterEvents(input: StepperInput, ...events: StepperEvent[]) {
  let [snapshot, actions] = initialTransition(stepperMachine, input);
  for (const event of events) [snapshot, actions] = transition(stepperMachine, snapshot, event);
  const { index, count, speed } = snapshot.context;
  return { state: snapshot.value, index, count, speed, effects: actions.map(({ type }) => type) };
}

function started(input: StepperInput) {
  const clock = new SimulatedClock();
  const shown: number[] = [];
  const actor = createActor(
    stepperMachine.provide({ actions: { showStep: ({ context }) => void shown.push(context.index) } }),
    { input, clock },
  ).start();
  return { actor, clock, shown, at: () => [actor.getSnapshot().value, actor.getSnapshot().context.index] };
}

describe('stepping', () => {
  it('rests on the first step', () =>
    expect(afterEvents({ times: TIMES })).toMatchObject({ state: 'resting', index: 0 }));

  it('goes to the next step and shows it', () =>
    expect(afterEvents({ times: TIMES }, { type: 'step.next' })).toMatchObject({ index: 1, effects: ['showStep'] }));

  it('stays on the last step, and shows nothing again', () =>
    expect(afterEvents({ times: TIMES, index: 3 }, { type: 'step.next' })).toMatchObject({ index: 3, effects: [] }));

  it('stays on the first step when going back', () =>
    expect(afterEvents({ times: TIMES }, { type: 'step.back' })).toMatchObject({ index: 0, effects: [] }));

  it.each([
    [2, 2],
    [-1, 0],
    [99, 3],
    [Number.NaN, 0],
  ])('goes to step %d as step %d', (index, expected) =>
    expect(afterEvents({ times: TIMES }, { type: 'step.to', index }).index).toBe(expected),
  );

  it('pauses when the reader steps by hand', () =>
    expect(afterEvents({ times: TIMES }, { type: 'play' }, { type: 'step.next' })).toMatchObject({
      state: 'resting',
      index: 1,
    }));

  it('has no step to play when there is none', () =>
    expect(afterEvents({ times: [] }, { type: 'play' })).toMatchObject({ state: 'resting', index: 0, count: 0 }));
});

describe('steps that arrive while the reader looks', () => {
  const more = { type: 'steps.changed', times: [...TIMES, 4000] } as const;

  it('are followed when the reader was at the end', () =>
    expect(afterEvents({ times: TIMES, index: 3 }, more)).toMatchObject({ index: 4, count: 5 }));

  it('leave a reader in the past where they are', () =>
    expect(afterEvents({ times: TIMES, index: 1 }, more)).toMatchObject({ index: 1, count: 5 }));

  it('are followed from the very first', () => expect(afterEvents({ times: [] }, more)).toMatchObject({ index: 4 }));

  it('are played in turn while playing', () =>
    expect(afterEvents({ times: TIMES, index: 2 }, { type: 'play' }, more)).toMatchObject({
      state: 'playing',
      index: 2,
    }));

  it('move the reader back when there are fewer', () =>
    expect(afterEvents({ times: TIMES, index: 3 }, { type: 'steps.changed', times: [0] })).toMatchObject({ index: 0 }));
});

describe('delayToNext', () => {
  const context = { times: TIMES, count: 4, speed: 1 } as const;

  it('is the gap of the capture', () => expect(delayToNext({ ...context, index: 0 })).toBe(1000));
  it('is divided by the speed', () => expect(delayToNext({ ...context, index: 0, speed: 0.25 })).toBe(4000));
  it('is long enough to see', () => expect(delayToNext({ ...context, index: 2 })).toBe(800));
  it('is at least 120 ms at any speed', () => expect(delayToNext({ ...context, index: 2, speed: 10 })).toBe(120));
  it('is at most 8 s at any speed', () => expect(delayToNext({ ...context, index: 1, speed: 0.1 })).toBe(8000));
  it('survives clocks that disagree', () => expect(delayToNext({ ...context, times: [5, 0], index: 0 })).toBe(800));
});

describe('playing', () => {
  it('shows each step after its own delay and rests on the last', () => {
    const { actor, clock, at, shown } = started({ times: TIMES });
    actor.send({ type: 'play' });
    clock.increment(999);
    expect(at()).toEqual(['playing', 0]);
    clock.increment(1);
    expect(at()).toEqual(['playing', 1]);
    clock.increment(2000);
    expect(at()).toEqual(['playing', 2]);
    clock.increment(800);
    expect(at()).toEqual(['resting', 3]);
    expect(shown).toEqual([1, 2, 3]);
  });

  it('starts again from the first step when it was at the last', () => {
    const { actor, at } = started({ times: TIMES, index: 3 });
    actor.send({ type: 'play' });
    expect(at()).toEqual(['playing', 0]);
  });

  it('stops its clock on pause', () => {
    const { actor, clock, at } = started({ times: TIMES });
    actor.send({ type: 'play' });
    actor.send({ type: 'pause' });
    clock.increment(60_000);
    expect(at()).toEqual(['resting', 0]);
  });

  it('waits anew when the speed changes', () => {
    const { actor, clock, at } = started({ times: TIMES });
    actor.send({ type: 'play' });
    clock.increment(900);
    actor.send({ type: 'speed.set', speed: 2 });
    clock.increment(499);
    expect(at()).toEqual(['playing', 0]);
    clock.increment(1);
    expect(at()).toEqual(['playing', 1]);
  });
});

describe('every state there is', () => {
  const events: StepperEvent[] = [
    { type: 'step.next' },
    { type: 'step.back' },
    { type: 'step.to', index: 2 },
    { type: 'play' },
    { type: 'pause' },
    { type: 'reset' },
    { type: 'speed.set', speed: 10 },
    { type: 'speed.set', speed: 1 },
    { type: 'steps.changed', times: [0, 1, 2, 3] },
    { type: 'steps.changed', times: [0] },
  ];
  const paths = getShortestPaths(stepperMachine, { input: { times: [0, 1, 2] }, events });

  it('is reached by some path', () => {
    const reached = new Set(paths.map(({ state }) => `${state.value} ${state.context.index}`));
    expect([...reached].sort()).toEqual([
      ...['playing 0', 'playing 1', 'playing 2'],
      ...['resting 0', 'resting 1', 'resting 2', 'resting 3'],
    ]);
  });

  it('shows a step that exists', () => {
    for (const { state } of paths) expect(state.context.index).toBeLessThan(Math.max(1, state.context.count));
  });
});

describe('the controls', () => {
  it('pause what plays, and play what rests', () => {
    const { actor } = started({ times: TIMES });
    expect(playbackEvent('toggle', actor.getSnapshot())).toEqual({ type: 'play' });
    actor.send({ type: 'play' });
    expect(playbackEvent('toggle', actor.getSnapshot())).toEqual({ type: 'pause' });
  });

  it('go round the speeds, one a press', () => {
    const { actor } = started({ times: TIMES, speed: SPEEDS[0] });
    const speeds = SPEEDS.map(() => {
      actor.send(playbackEvent('speed', actor.getSnapshot()));
      return actor.getSnapshot().context.speed;
    });
    expect(speeds).toEqual([...SPEEDS.slice(1), SPEEDS[0]]);
  });

  it.each([
    ['back', 0],
    ['next', 2],
    ['reset', 0],
  ] as const)('%s goes to step %d from step 1', (act, index) => {
    const { actor } = started({ times: TIMES, index: 1 });
    actor.send(playbackEvent(act, actor.getSnapshot()));
    expect(actor.getSnapshot().context.index).toBe(index);
  });
});
