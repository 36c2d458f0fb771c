import { describe, expect, test } from 'vitest';
import { createActor } from 'xstate';
import { getShortestPaths } from 'xstate/graph';
import { type DecoderEvent, decoderMachine } from './decoder.machine.ts';
import type { Ended } from './decoding.ts';
import type { Guess } from './settings.ts';

const guess: Guess = { form: 'hex', bytes: 7, from: 'server', handshake: false, deflate: 'off', packets: false };
const whole: Ended = { stop: null, broken: null, unread: 0, place: null, connections: [] };
const broken: Ended = { ...whole, broken: 0, unread: 3 };

const GIVEN = { type: 'input.given' } as const;
const RECOGNISED = { type: 'form.recognised', guess } as const;
const ended = (how: Ended) => ({ type: 'input.ended', ended: how }) as const;

function given(...events: readonly DecoderEvent[]) {
  const done: string[] = [];
  const note = (name: string) => () => void done.push(name);
  const actor = createActor(
    decoderMachine.provide({ actions: { startDecoding: note('start'), endDecoding: note('end') } }),
  ).start();
  for (const event of events) actor.send(event);
  return { state: actor.getSnapshot().value, context: actor.getSnapshot().context, done };
}

describe('an input', () => {
  test('is recognised, decoded and shown', () =>
    expect(given(GIVEN, RECOGNISED, { type: 'rows.decoded', done: 7 }, ended(whole))).toMatchObject({
      state: 'shown',
      context: { guess, done: 7, ended: whole },
      done: ['start'],
    }));
  test('that is broken stops, and keeps what was decoded', () =>
    expect(given(GIVEN, RECOGNISED, { type: 'rows.decoded', done: 4 }, ended(broken))).toMatchObject({
      state: 'stopped',
      context: { done: 4, ended: broken },
    }));
  test('of which nothing can be read stops before it is decoded', () =>
    expect(given(GIVEN, ended(whole)).state).toBe('stopped'));
  test('can be cancelled, and keeps what was decoded', () =>
    expect(given(GIVEN, RECOGNISED, { type: 'rows.decoded', done: 4 }, { type: 'decoding.cancelled' })).toMatchObject({
      state: 'stopped',
      context: { done: 4, cancelled: true },
      done: ['start', 'end'],
    }));
  test('stops where the decoder is lost', () => expect(given(GIVEN, { type: 'decoder.lost' }).state).toBe('stopped'));
  test('gives way to another at any time', () =>
    expect(given(GIVEN, RECOGNISED, GIVEN)).toMatchObject({
      state: 'recognising',
      context: { guess: null },
      done: ['start', 'start'],
    }));
  test('that is taken away leaves nothing', () =>
    expect(given(GIVEN, RECOGNISED, { type: 'input.cleared' })).toMatchObject({
      state: 'empty',
      done: ['start', 'end'],
    }));
});

test('every state can be reached', () => {
  const events = [
    GIVEN,
    { type: 'input.cleared' },
    RECOGNISED,
    ended(whole),
    ended(broken),
    { type: 'decoding.cancelled' },
  ] as const;
  const reached = getShortestPaths(decoderMachine, { events: [...events] }).map(({ state }) => state.value);
  expect(new Set(reached)).toEqual(new Set(Object.keys(decoderMachine.states)));
});
