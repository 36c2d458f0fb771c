import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { createActor, initialTransition, SimulatedClock, transition } from 'xstate';
import { getShortestPaths } from 'xstate/graph';
import { trailEntry } from '#demos/parts/statechart-light.ts';
import { CHECK_ORDER, type HandshakeEvent, handshakeMachine } from './handshake.machine.ts';

type EventType = HandshakeEvent['type'];

const EVENTS: readonly EventType[] = [
  'connect',
  'tcp.opened',
  'request.sent',
  'head.received',
  'head.unreadable',
  'check.passed',
  'check.failed',
  'connection.lost',
];

/** Where each state is left for; every other event leaves it as it is. RFC 6455 §4.1. */
const ALLOWED: Readonly<Record<string, Partial<Record<EventType, string>>>> = {
  editing: { connect: 'connecting' },
  connecting: { 'request.sent': 'awaitingResponse', 'connection.lost': 'failed' },
  awaitingResponse: {
    'head.received': 'validating.status',
    'head.unreadable': 'failed',
    'connection.lost': 'failed',
  },
  'validating.status': { 'check.passed': 'validating.upgrade', 'check.failed': 'failed' },
  'validating.upgrade': { 'check.passed': 'validating.connection', 'check.failed': 'failed' },
  'validating.connection': { 'check.passed': 'validating.accept', 'check.failed': 'failed' },
  'validating.accept': { 'check.passed': 'validating.extensions', 'check.failed': 'failed' },
  'validating.extensions': { 'check.passed': 'validating.protocol', 'check.failed': 'failed' },
  'validating.protocol': { 'check.passed': 'open', 'check.failed': 'failed' },
  open: {},
  failed: {},
};

const AWAITING: readonly EventType[] = ['connect', 'tcp.opened', 'request.sent'];
const RESPONDED: readonly EventType[] = [...AWAITING, 'head.received'];
const passes = (count: number): EventType[] => Array.from({ length: count }, () => 'check.passed');

/** The state and the effects asked for, in order, with no clock running. */
function run(...events: readonly EventType[]) {
  let [snapshot, actions] = initialTransition(handshakeMachine, {});
  const effects = [...actions];
  for (const type of events) {
    [snapshot, actions] = transition(handshakeMachine, snapshot, { type });
    effects.push(...actions);
  }
  return {
    snapshot,
    state: trailEntry(snapshot.value),
    effects: effects.map(({ type }) => type).filter((type) => !type.startsWith('xstate.')),
  };
}

const paths = getShortestPaths(handshakeMachine, { events: EVENTS.map((type) => ({ type })) });
const shortest = new Map(
  paths.map(({ state, steps }) => [
    trailEntry(state.value),
    steps.map(({ event }) => event.type).filter((type) => EVENTS.includes(type)),
  ]),
);

describe('states', () => {
  it('are these, each reached by the fewest events', () => {
    expect(Object.fromEntries(shortest)).toEqual({
      editing: [],
      connecting: ['connect'],
      awaitingResponse: ['connect', 'request.sent'],
      'validating.status': ['connect', 'request.sent', 'head.received'],
      'validating.upgrade': ['connect', 'request.sent', 'head.received', ...passes(1)],
      'validating.connection': ['connect', 'request.sent', 'head.received', ...passes(2)],
      'validating.accept': ['connect', 'request.sent', 'head.received', ...passes(3)],
      'validating.extensions': ['connect', 'request.sent', 'head.received', ...passes(4)],
      'validating.protocol': ['connect', 'request.sent', 'head.received', ...passes(5)],
      open: ['connect', 'request.sent', 'head.received', ...passes(6)],
      failed: ['connect', 'connection.lost'],
    });
  });

  it('validate in the order of RFC 6455 §4.1, and open only after the sixth check', () => {
    expect(CHECK_ORDER.map((_, i) => run(...RESPONDED, ...passes(i)).state)).toEqual(
      CHECK_ORDER.map((check) => `validating.${check}`),
    );
    expect(run(...RESPONDED, ...passes(6)).state).toBe('open');
  });

  test.each([...shortest])('%s is left by no event but its own', (state, path) => {
    const before = run(...path).snapshot;
    for (const type of EVENTS) {
      const [next, effects] = transition(handshakeMachine, before, { type });
      const target = ALLOWED[state]?.[type];
      expect(trailEntry(next.value), `${state} + ${type}`).toBe(target ?? state);
      if (target === undefined) expect(effects, `${state} + ${type}`).toEqual([]);
    }
  });

  it('end in open or failed: nothing happens to a handshake twice', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...EVENTS)), (events) => {
        const { snapshot, effects } = run(...events);
        const ended = effects.filter((effect) => effect === 'fireOpen' || effect === 'failTheConnection');
        expect(ended).toHaveLength(snapshot.status === 'done' ? 1 : 0);
        expect(effects.filter((effect) => effect === 'dial').length).toBeLessThanOrEqual(1);
        expect(effects.filter((effect) => effect === 'sendRequest').length).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe('effects', () => {
  it('of a handshake that succeeds', () =>
    expect(run(...RESPONDED, ...passes(6)).effects).toEqual(['dial', 'sendRequest', 'fireOpen']));

  it('of a TCP connection that never opens', () =>
    expect(run('connect', 'connection.lost').effects).toEqual(['dial', 'failTheConnection']));

  it('of a connection lost before the response', () =>
    expect(run(...AWAITING, 'connection.lost').effects).toEqual(['dial', 'sendRequest', 'failTheConnection']));

  it('of a response that is no HTTP', () =>
    expect(run(...AWAITING, 'head.unreadable').effects).toEqual(['dial', 'sendRequest', 'failTheConnection']));

  test.each(CHECK_ORDER.map((check, i) => [check, i] as const))('of a failed check of the %s', (_, i) =>
    expect(run(...RESPONDED, ...passes(i), 'check.failed').effects).toEqual([
      'dial',
      'sendRequest',
      'failTheConnection',
    ]),
  );
});

describe('the handshake timeout', () => {
  function started(handshakeTimeout?: number) {
    const clock = new SimulatedClock();
    const effects: string[] = [];
    const actor = createActor(
      handshakeMachine.provide({
        actions: {
          fireOpen: () => void effects.push('fireOpen'),
          failTheConnection: () => void effects.push('failTheConnection'),
        },
      }),
      { clock, input: handshakeTimeout === undefined ? {} : { handshakeTimeout } },
    ).start();
    return {
      clock,
      effects,
      send: (...types: readonly EventType[]) => {
        for (const type of types) actor.send({ type });
      },
      state: () => trailEntry(actor.getSnapshot().value),
    };
  }

  it('runs out at 240 s and not a millisecond before', () => {
    const { clock, effects, send, state } = started();
    send(...AWAITING);
    clock.increment(239_999);
    expect([state(), effects]).toEqual(['awaitingResponse', []]);
    clock.increment(1);
    expect([state(), effects]).toEqual(['failed', ['failTheConnection']]);
  });

  it('counts from the request, not from the dialling', () => {
    const { clock, send, state } = started();
    send('connect');
    clock.increment(200_000);
    send('tcp.opened', 'request.sent');
    clock.increment(239_999);
    expect(state()).toBe('awaitingResponse');
    clock.increment(1);
    expect(state()).toBe('failed');
  });

  test.each<[string, readonly EventType[]]>([
    ['editing', []],
    ['connecting', ['connect', 'tcp.opened']],
    ['validating.status', RESPONDED],
    ['validating.protocol', [...RESPONDED, ...passes(5)]],
    ['open', [...RESPONDED, ...passes(6)]],
  ])('does not run in %s', (expected, events) => {
    const { clock, effects, send, state } = started();
    send(...events);
    const before = [...effects];
    clock.increment(1_000_000);
    expect([state(), effects]).toEqual([expected, before]);
  });

  it('is another client’s where it is told', () => {
    const { clock, send, state } = started(10_000);
    send(...AWAITING);
    clock.increment(9_999);
    expect(state()).toBe('awaitingResponse');
    clock.increment(1);
    expect(state()).toBe('failed');
  });
});
