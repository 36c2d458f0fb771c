import { describe, expect, test } from 'vitest';
import { createActor } from 'xstate';
import { getShortestPaths } from 'xstate/graph';
import { createModelLink } from '#demos/link/model.ts';
import { seededBytes } from '#demos/link/random-bytes.ts';
import { fromHex, toHex, utf8Encode } from '#demos/protocol/bytes.ts';
import { applyMask } from '#demos/protocol/mask.ts';
import { maskMachine, statesOf } from './mask.machine.ts';
import { sentFrames } from './mask.story.ts';

describe('the frames sent', () => {
  const link = createModelLink({ randomBytes: seededBytes(4) });
  link.do({ kind: 'connect' });
  link.do({ kind: 'send', data: 'Hello' });
  link.do({ kind: 'send', data: 'x'.repeat(126) });
  link.do({ kind: 'send', data: Uint8Array.of(1, 2) });
  const frames = sentFrames(link.capture.get());

  test('are the client’s that the desk can hold, in order', () =>
    expect(frames.map(({ first, payload }) => [first, payload])).toEqual([
      [0x81, '48 65 6c 6c 6f'],
      [0x82, '01 02'],
    ]));

  test('are listed as they are on the wire', () => {
    for (const { key, masked, payload } of frames)
      expect(masked).toBe(toHex(applyMask(fromHex(payload), fromHex(key))));
    const sent = link.capture.get().events.flatMap((event) => (event.kind === 'bytes' ? [toHex(event.bytes)] : []));
    expect(sent).toContain(`81 85 ${frames[0]?.key} ${frames[0]?.masked}`);
  });

  test('each have an id of their own', () => expect(new Set(frames.map(({ id }) => id)).size).toBe(frames.length));
});

describe('masking', () => {
  test('goes round the four bytes of the key', () =>
    expect(statesOf(5)).toEqual(['xor.key0', 'xor.key1', 'xor.key2', 'xor.key3', 'xor.key0', 'xor.key1', 'done']));
  test('of an empty payload is done at once', () => expect(statesOf(0)).toEqual(['xor.key0', 'done']));
  test('begins the next frame with the key’s first byte, wherever the last one stopped', () => {
    const actor = createActor(maskMachine).start();
    for (const type of ['byte', 'byte', 'end', 'next.frame'] as const) actor.send({ type });
    expect(actor.getSnapshot().value).toEqual({ xor: 'key0' });
  });
  test('every state can be reached', () =>
    expect(new Set(getShortestPaths(maskMachine).map(({ state }) => JSON.stringify(state.value)))).toEqual(
      new Set([
        ...Object.keys(maskMachine.states.xor?.states ?? {}).map((name) => JSON.stringify({ xor: name })),
        '"done"',
      ]),
    ));
  test('is the same for a payload in UTF-8', () => expect(statesOf(utf8Encode('é').length)).toHaveLength(4));
});
