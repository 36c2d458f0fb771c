import { expect, test } from 'vitest';
import { initialTransition, transition } from 'xstate';
import { getShortestPaths } from 'xstate/graph';
import { type DecoderEvent, decoderMachine } from './frames.machine.ts';

const EVENTS: readonly DecoderEvent[] = [
  { type: 'info.read', masked: true, length: 5 },
  { type: 'info.read', masked: false, length: 5 },
  { type: 'info.read', masked: true, length: 126 },
  { type: 'info.read', masked: false, length: 127 },
  { type: 'length.read', length: 126 },
  { type: 'key.read' },
  { type: 'payload.read' },
  { type: 'rule.broken', closeCode: 1002 },
  { type: 'next.frame' },
];

function run(...events: readonly DecoderEvent[]) {
  let [snapshot, actions] = initialTransition(decoderMachine);
  const effects: string[] = [];
  for (const event of events) {
    [snapshot, actions] = transition(decoderMachine, snapshot, event);
    effects.push(...actions.map(({ type }) => type).filter((type) => !type.startsWith('xstate.')));
  }
  return { state: snapshot.value, context: snapshot.context, effects };
}

const paths = getShortestPaths(decoderMachine, {
  events: [...EVENTS],
  serializeState: ({ value, context }) => `${String(value)} ${context.masked}`,
});
const reached = new Set(paths.map(({ state }) => String(state.value)));

test('every state is reached, by a path that keeps the order of the fields', () => {
  expect([...reached].sort()).toEqual(['deliver', 'failed', 'info', 'len16', 'len64', 'mask', 'payload']);
  const ORDER = ['info.read', 'length.read', 'key.read', 'payload.read'];
  for (const { steps } of paths) {
    const fields = steps.map(({ event }) => ORDER.indexOf(event.type)).filter((at) => at >= 0);
    const sameFrame = !steps.some(({ event }) => event.type === 'next.frame');
    if (sameFrame) expect(fields).toEqual([...fields].sort((a, b) => a - b));
  }
});

test('only two bytes, a length and a payload can break a rule', () => {
  const broken = { type: 'rule.broken', closeCode: 1002 } as const;
  for (const { state, steps } of paths) {
    const [next] = transition(decoderMachine, state, broken);
    const from = String(state.value);
    const expected = ['info', 'len16', 'len64', 'payload'].includes(from) ? 'failed' : from;
    expect(next.value, `${steps.length} steps to ${from}`).toBe(expected);
  }
});

test('what has failed reads nothing more (RFC 6455 §7.1.7)', () => {
  for (const event of EVENTS) expect(run({ type: 'rule.broken', closeCode: 1009 }, event).state).toBe('failed');
  expect(run({ type: 'rule.broken', closeCode: 1009 })).toMatchObject({
    context: { closeCode: 1009 },
    effects: ['failTheConnection'],
  });
});

test('126 leads to two more bytes of length, 127 to eight (RFC 6455 §5.2)', () => {
  expect(run({ type: 'info.read', masked: true, length: 126 }).state).toBe('len16');
  expect(run({ type: 'info.read', masked: true, length: 127 }).state).toBe('len64');
  expect(run({ type: 'info.read', masked: true, length: 125 }).state).toBe('mask');
  expect(run({ type: 'info.read', masked: false, length: 125 }).state).toBe('payload');
});

test('MASK is remembered over the bytes of length', () => {
  const length = { type: 'length.read', length: 200 } as const;
  expect(run({ type: 'info.read', masked: true, length: 126 }, length).state).toBe('mask');
  expect(run({ type: 'info.read', masked: false, length: 126 }, length).state).toBe('payload');
});

test('a frame is delivered once, and the next one begins at the beginning', () => {
  const hello: DecoderEvent[] = [
    { type: 'info.read', masked: true, length: 5 },
    { type: 'key.read' },
    { type: 'payload.read' },
  ];
  expect(run(...hello)).toMatchObject({ state: 'deliver', effects: ['deliver'] });
  expect(run(...hello, { type: 'next.frame' }).state).toBe('info');
});
