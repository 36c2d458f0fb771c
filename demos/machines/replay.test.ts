import { describe, expect, test } from 'vitest';
import { assign, raise, setup } from 'xstate';
import type { CaptureEvent } from '#demos/capture/capture.ts';
import { latin1Encode } from '#demos/protocol/bytes.ts';
import { replay, statePath, type ToMachineEvents } from './replay.ts';

type Events =
  | { readonly type: 'request' }
  | { readonly type: 'response'; readonly status: number }
  | { readonly type: 'gone' };

const machine = setup({
  types: {
    events: {} as Events,
    context: {} as { patience: number; refusals: number },
    input: {} as { patience: number },
  },
  delays: { patience: ({ context }) => context.patience },
  actions: {
    giveUp: () => {
      throw new Error('an effect was performed');
    },
    announce: () => {
      throw new Error('an effect was performed');
    },
    count: assign({ refusals: ({ context }) => context.refusals + 1 }),
  },
}).createMachine({
  id: 'asking',
  context: ({ input }) => ({ patience: input.patience, refusals: 0 }),
  initial: 'idle',
  states: {
    idle: { on: { request: 'waiting' } },
    waiting: {
      initial: 'fresh',
      after: { patience: { target: 'tired', actions: 'giveUp' } },
      on: { response: { target: 'answered', actions: 'announce' }, gone: 'idle' },
      states: { fresh: { after: { 10: 'stale' } }, stale: {} },
    },
    tired: { entry: 'count', after: { 5: 'idle' } },
    answered: {},
  },
});

const toEvents: ToMachineEvents<typeof machine> = (event, { units }) => [
  ...units.flatMap((unit): Events[] => {
    if (unit.field === 'http.request') return [{ type: 'request' }];
    const status = unit.children[0]?.children[1]?.value;
    return unit.field === 'http.response' && typeof status === 'number' ? [{ type: 'response', status }] : [];
  }),
  ...(event.kind === 'closed' ? [{ type: 'gone' } as const] : []),
];

const wire = (
  id: number,
  at: number,
  direction: 'client-to-server' | 'server-to-client',
  text: string,
): CaptureEvent => ({
  id: `server:${id}`,
  at,
  connection: 'c1',
  kind: 'bytes',
  direction,
  offset: 0,
  bytes: latin1Encode(text),
});
const request = wire(0, 100, 'client-to-server', 'GET / HTTP/1.1\r\n\r\n');
const response = (at: number) => wire(1, at, 'server-to-client', 'HTTP/1.1 204 No Content\r\n\r\n');
const closed = (at: number): CaptureEvent => ({ id: 'server:2', at, connection: 'c1', kind: 'closed' });

const trace = (events: readonly CaptureEvent[], until?: number) =>
  replay(machine, events, toEvents, { input: { patience: 50 }, until }).map(({ at, event, state, effects }) =>
    `${at} ${event?.type ?? 'start'} ${state} ${effects.join()}`.trim(),
  );

describe('replay', () => {
  test('gives a machine what the capture shows, at the capture’s times', () => {
    expect(trace([request, response(104)])).toEqual([
      '100 start idle',
      '100 request waiting.fresh',
      '104 response answered announce',
    ]);
  });

  test('a delay runs out between two events, at its own time', () => {
    expect(trace([request, response(120)])).toEqual([
      '100 start idle',
      '100 request waiting.fresh',
      '110 xstate.after.10.asking.waiting.fresh waiting.stale',
      '120 response answered announce',
    ]);
  });

  test('a delay set by a delay counts from there, and a late answer changes nothing', () => {
    expect(trace([request, response(200)])).toEqual([
      '100 start idle',
      '100 request waiting.fresh',
      '110 xstate.after.10.asking.waiting.fresh waiting.stale',
      '150 xstate.after.patience.asking.waiting tired giveUp',
      '155 xstate.after.5.asking.tired idle',
      '200 response idle',
    ]);
  });

  test('a delay that is left behind never runs out', () => {
    expect(trace([request, closed(105)], 1000)).toEqual([
      '100 start idle',
      '100 request waiting.fresh',
      '105 gone idle',
    ]);
  });

  test('time passes until it is told to stop', () => {
    expect(trace([request], 149)).toHaveLength(3);
    expect(trace([request], 150)).toHaveLength(4);
  });

  test('time does not run backwards where clocks do', () => {
    expect(trace([request, response(90)])).toEqual([
      '100 start idle',
      '100 request waiting.fresh',
      '100 response answered announce',
    ]);
  });

  test('each step knows the event that caused it, and the whole snapshot', () => {
    const steps = replay(machine, [request, response(200)], toEvents, { input: { patience: 50 } });
    expect(steps.map(({ cause }) => cause?.id ?? null)).toEqual([null, 'server:0', null, null, null, 'server:1']);
    expect(steps.at(-1)?.snapshot.context.refusals).toBe(1);
  });

  test('events that a machine raises later to itself are delays as well', () => {
    const echo = setup({ types: { events: {} as { type: 'go' } | { type: 'done' } } }).createMachine({
      initial: 'a',
      states: {
        a: { on: { go: { target: 'b', actions: raise({ type: 'done' }, { delay: 7 }) } } },
        b: { on: { done: 'c' } },
        c: {},
      },
    });
    const steps = replay(echo, [request], () => [{ type: 'go' } as const], { until: 200 });
    expect(steps.map(({ at, state }) => `${at} ${state}`)).toEqual(['100 a', '100 b', '107 c']);
  });
});

test('the path of a parallel state names each region', () => {
  const value = { open: { path: 'alive', outgoing: { buffered: 'full' } } };
  expect(statePath({ value })).toBe('open.path.alive open.outgoing.buffered.full');
  expect(statePath({ value: 'idle' })).toBe('idle');
});
