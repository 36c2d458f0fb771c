import { describe, expect, test } from 'vitest';
import { initialTransition, transition } from 'xstate';
import { getShortestPaths } from 'xstate/graph';
import { type DecoderEvent, packetDecoderMachine } from './packet-decoder.machine.ts';

const EVENTS: readonly DecoderEvent[] = [
  { type: 'type.read', binary: false },
  { type: 'type.read', binary: true },
  { type: 'attachments.read', count: 1 },
  { type: 'attachments.read', count: 2 },
  { type: 'namespace.read' },
  { type: 'namespace.absent' },
  { type: 'id.read' },
  { type: 'id.absent' },
  { type: 'json.read' },
  { type: 'json.absent' },
  { type: 'attachment.received' },
  { type: 'text.received' },
  { type: 'broken' },
];
/** Which events move each state on (Socket.IO v5 §Format); every other leaves it as it is. */
const MOVES: Readonly<Record<string, readonly DecoderEvent['type'][]>> = {
  type: ['type.read', 'broken'],
  attachments: ['attachments.read', 'broken'],
  namespace: ['namespace.read', 'namespace.absent', 'broken'],
  ackId: ['id.read', 'id.absent', 'broken'],
  json: ['json.read', 'json.absent', 'broken'],
  awaitingAttachments: ['attachment.received', 'text.received', 'broken'],
  done: [],
  error: [],
};

const paths = getShortestPaths(packetDecoderMachine, { events: [...EVENTS] });

function run(...events: readonly DecoderEvent[]) {
  let [snapshot, actions] = initialTransition(packetDecoderMachine);
  const effects = [...actions];
  for (const event of events) {
    [snapshot, actions] = transition(packetDecoderMachine, snapshot, event);
    effects.push(...actions);
  }
  return { snapshot, handedOver: effects.filter(({ type }) => type === 'handOver').length };
}

describe('the decoder', () => {
  test('reaches every state', () => {
    expect(new Set(paths.map(({ state }) => state.value))).toEqual(new Set(Object.keys(MOVES)));
  });

  test('on every path: is moved by the events of its state and no other, and hands over once, when done', () => {
    for (const { state, steps } of paths) {
      const events = steps
        .map(({ event }) => event)
        .filter((event): event is DecoderEvent => !event.type.startsWith('xstate'));
      const { snapshot, handedOver } = run(...events);
      expect(snapshot.value).toBe(state.value);
      expect(handedOver).toBe(snapshot.value === 'done' ? 1 : 0);
      for (const event of EVENTS) {
        const [next] = transition(packetDecoderMachine, snapshot, event);
        const counted = next.context.awaited !== snapshot.context.awaited;
        expect(next.value !== snapshot.value || counted).toBe(
          MOVES[String(state.value)]?.includes(event.type) ?? false,
        );
      }
    }
  });

  test('awaits as many attachments as were announced', () => {
    const event: DecoderEvent[] = [
      { type: 'type.read', binary: true },
      { type: 'attachments.read', count: 2 },
      { type: 'namespace.absent' },
      { type: 'id.absent' },
      { type: 'json.read' },
    ];
    expect(run(...event, { type: 'attachment.received' }).snapshot.value).toBe('awaitingAttachments');
    expect(run(...event, { type: 'attachment.received' }, { type: 'attachment.received' }).snapshot.value).toBe('done');
    expect(run(...event, { type: 'text.received' }).snapshot.value).toBe('error');
  });
});
