import { describe, expect, test } from 'vitest';
import { createActor } from 'xstate';
import { getShortestPaths } from 'xstate/graph';
import { type PeerClosingEvent, peerClosing, peerReadyState } from './peer-closing.machine.ts';
import { statePath } from './replay.ts';

const given = (...types: PeerClosingEvent['type'][]) => {
  const actor = createActor(peerClosing).start();
  for (const type of types) actor.send({ type });
  const snapshot = actor.getSnapshot();
  actor.stop();
  return `${statePath(snapshot)} ${peerReadyState(snapshot)}`;
};

describe('a server’s end', () => {
  test('answers a Close and ends TCP itself (RFC 6455 §5.5.1, §7.1.1)', () =>
    expect(given('close.received', 'close.answered')).toBe('closing.endingTcp 2'));
  test('ends TCP once its own Close is answered', () =>
    expect(given('close.called', 'close.received')).toBe('closing.endingTcp 2'));
  test('is clean where both Close frames have passed before TCP is closed (§7.1.4)', () =>
    expect(given('close.called', 'close.received', 'tcp.ended', 'tcp.closed')).toBe('closed.clean 3'));
  test('is abnormal where TCP ended before', () => {
    expect(given('tcp.ended', 'tcp.closed')).toBe('closed.abnormal 3');
    expect(given('close.called', 'tcp.closed')).toBe('closed.abnormal 3');
  });
  test('is open while the client’s Close waits unread', () =>
    expect(given('reading.paused', 'close.received')).toBe('open.paused 1'));
  test('needs no other Close where one waits that it reads after its own', () =>
    expect(given('reading.paused', 'close.received', 'close.called', 'reading.resumed')).toBe('closing.endingTcp 2'));
  test('answers what has waited when it reads on', () =>
    expect(given('reading.paused', 'close.received', 'reading.resumed')).toBe('closing.closeReceived 2'));
});

test('every state can be reached', () => {
  const events = [
    'close.called',
    'terminate.called',
    'reading.paused',
    'reading.resumed',
    'close.received',
    'close.answered',
    'tcp.ended',
    'tcp.closed',
  ] as const;
  const reached = new Set(
    getShortestPaths(peerClosing, { events: events.map((type) => ({ type })) }).map(({ state }) => statePath(state)),
  );
  const all = Object.entries(peerClosing.states).flatMap(([name, { states }]) =>
    Object.keys(states).map((inner) => `${name}.${inner}`),
  );
  expect([...reached].sort()).toEqual(all.sort());
});
