import { describe, expect, test } from 'vitest';
import { createActor } from 'xstate';
import { statePath } from '#demos/machines/replay.ts';
import { fromHex } from '#demos/protocol/bytes.ts';
import { STRICTNESS, type Strictness } from '#demos/protocol/policy.ts';
import { type AssemblerEvent, assemblerMachine } from './assembler.machine.ts';

const text = (hex: string, fin = true): AssemblerEvent => ({ type: 'data', opcode: 1, fin, payload: fromHex(hex) });
const more = (hex: string, fin = true): AssemblerEvent => ({ type: 'continuation', fin, payload: fromHex(hex) });
const ping = (length: number, fin = true): AssemblerEvent => ({
  type: 'control',
  opcode: 9,
  fin,
  payload: new Uint8Array(length),
});
const close = (breaks: number | null = null): AssemblerEvent => ({
  type: 'close',
  breaks,
  fin: true,
  payload: new Uint8Array(),
});

function given(events: readonly AssemblerEvent[], strictness: Partial<Strictness> = {}) {
  const effects: string[] = [];
  const note = (name: string) => () => void effects.push(name);
  const machine = assemblerMachine.provide({
    actions: {
      deliver: note('deliver'),
      answerPing: note('pong'),
      answerClose: note('close'),
      failTheConnection: note('fail'),
    },
  });
  const actor = createActor(machine, { input: { ...STRICTNESS.rfc, ...strictness } }).start();
  for (const event of events) actor.send(event);
  const snapshot = actor.getSnapshot();
  return {
    state: statePath(snapshot),
    closeCode: snapshot.context.closeCode,
    effects,
    over: snapshot.status === 'done',
  };
}

describe('a receiver (RFC 6455 §5.4)', () => {
  test('is in a message from a first frame without FIN to a continuation with it', () => {
    expect(given([text('48', false)]).state).toBe('open.inMessage');
    expect(given([text('48', false), more('65', false)]).state).toBe('open.inMessage');
    expect(given([text('48', false), more('65')])).toMatchObject({
      state: 'open.between',
      closeCode: null,
      effects: ['deliver'],
    });
  });

  test('answers a ping before it delivers the message that the ping stands in', () =>
    expect(given([text('48', false), ping(0), more('65')]).effects).toEqual(['pong', 'deliver']));

  test('holds half a character, and fails on it only where the message ends', () => {
    expect(given([text('e2 82', false), more('ac')]).effects).toEqual(['deliver']);
    expect(given([text('e2 82', false), more('')])).toMatchObject({ state: 'failed', closeCode: 1007 });
  });

  test.each<[string, readonly AssemblerEvent[], number | null]>([
    ['a continuation from nowhere', [more('6c')], 1002],
    ['a message inside another', [text('48', false), text('42')], 1002],
    ['a ping of 126 bytes', [ping(126)], 1002],
    ['a fragmented ping', [ping(0, false)], 1002],
    ['a reserved opcode', [{ type: 'reserved' }], 1002],
    ['a Close that breaks a rule', [close(1007)], 1007],
    ['bytes that are not UTF-8', [text('c3 28', false)], 1007],
    ['data after a Close', [close(), text('48')], null],
  ])('fails on %s', (_, events, code) => expect(given(events)).toMatchObject({ state: 'failed', closeCode: code }));

  test('fails with 1009 on a message longer than it takes', () =>
    expect(given([text('48 65', false), more('6c')], { messageLimit: 2 })).toMatchObject({
      state: 'failed',
      closeCode: 1009,
    }));

  test('like ws waits with UTF-8 until the message is whole, and reads nothing after a Close', () => {
    expect(given([text('c3 28', false)], STRICTNESS.ws).state).toBe('open.inMessage');
    expect(given([text('c3 28', false), more('')], STRICTNESS.ws).closeCode).toBe(1007);
    expect(given([close(), text('48')], STRICTNESS.ws).state).toBe('closing');
  });

  test('is over once it has failed', () => expect(given([more('6c')]).over).toBe(true));
});
