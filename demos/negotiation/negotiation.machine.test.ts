import { describe, expect, test } from 'vitest';
import { createActor } from 'xstate';
import { getShortestPaths } from 'xstate/graph';
import { type NegotiationEvent, negotiationMachine } from './negotiation.machine.ts';

const opened = (protocol: string, extensions: string): NegotiationEvent => ({ type: 'opened', protocol, extensions });
const stateAfter = (...events: readonly NegotiationEvent[]) => {
  const actor = createActor(negotiationMachine).start();
  for (const event of events) actor.send(event);
  return actor.getSnapshot().value;
};
const ANSWERED = { type: 'response.passed' } as const;

describe('what was offered', () => {
  test('is agreed without compression where a subprotocol was taken', () =>
    expect(stateAfter(ANSWERED, opened('chat', ''))).toEqual({ agreed: 'plain' }));
  test('is agreed with compression where permessage-deflate was, whatever the subprotocol', () => {
    expect(stateAfter(ANSWERED, opened('', 'permessage-deflate'))).toEqual({ agreed: 'compressed' });
    expect(stateAfter(ANSWERED, opened('chat', 'permessage-deflate; server_max_window_bits=10'))).toEqual({
      agreed: 'compressed',
    });
  });
  test('is declined where nothing of it was taken, and that is no failure (RFC 6455 §9.1)', () =>
    expect(stateAfter(ANSWERED, opened('', ''))).toBe('declined'));
  test('comes to nothing where the client does not accept the answer', () =>
    expect(stateAfter(ANSWERED, { type: 'failed' })).toBe('failed'));
  test('comes to nothing without an answer where the constructor throws', () =>
    expect(stateAfter({ type: 'failed' })).toBe('failed'));
  test('is not agreed on before it was answered', () => expect(stateAfter(opened('chat', ''))).toBe('offering'));
});

test('every state can be reached', () => {
  const events = [ANSWERED, opened('', ''), opened('chat', ''), opened('', 'permessage-deflate'), { type: 'failed' }];
  const paths = getShortestPaths(negotiationMachine, { events: events as NegotiationEvent[] });
  expect(new Set(paths.map(({ state }) => JSON.stringify(state.value)))).toEqual(
    new Set(['"offering"', '"answered"', '{"agreed":"plain"}', '{"agreed":"compressed"}', '"declined"', '"failed"']),
  );
});
