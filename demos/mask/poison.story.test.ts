import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { seededBytes } from '#demos/link/random-bytes.ts';
import { fromHex, latin1Decode } from '#demos/protocol/bytes.ts';
import { createFrameDecoder } from '#demos/protocol/frame-decoder.ts';
import { BEST_TACTIC, KEY_MODES, type KeyMode, keysOf, nextKey, TACTICS, type Tactic } from './attack.keys.ts';
import { type Attack, type MomentKind, storyOf } from './poison.story.ts';

const REQUEST = 'GET /jquery.js HTTP/1.1\r\nHost: victim.example\r\n\r\n';
const told = (keys: KeyMode, tactic: Tactic = BEST_TACTIC[keys], seed = 1) =>
  storyOf({ keys, tactic }, seededBytes(seed));
const moment = (attack: Attack, kind: MomentKind) => {
  const found = told(attack.keys, attack.tactic).moments.find((each) => each.kind === kind);
  if (!found) throw new Error(`no moment ${kind}`);
  return found;
};

describe('the attack', () => {
  test.each([
    ['none', 'plain', true],
    ['fixed', 'plain', false],
    ['fixed', 'same-key', true],
    ['fixed', 'next-key', false],
    ['predictable', 'plain', false],
    ['predictable', 'same-key', false],
    ['predictable', 'next-key', true],
    ['random', 'plain', false],
    ['random', 'same-key', false],
    ['random', 'next-key', false],
  ] as const)('on keys chosen "%s" with tactic "%s" poisons the cache: %s', (keys, tactic, poisoned) =>
    expect(told(keys, tactic).poisoned).toBe(poisoned),
  );

  test('succeeds exactly where the key that script expects is the key of the frame', () =>
    fc.assert(
      fc.property(fc.constantFrom(...KEY_MODES), fc.constantFrom(...TACTICS), fc.nat(), (keys, tactic, seed) => {
        const story = told(keys, tactic, seed);
        const send = story.moments.find(({ kind }) => kind === 'send');
        expect(story.poisoned).toBe(send?.key === send?.expected);
      }),
    ));

  test('puts the request itself on the wire where script XORed it with the right key', () => {
    const { hex, given } = moment({ keys: 'fixed', tactic: 'same-key' }, 'send');
    expect(hex.slice(0, 12)).toBe('82b137fa213d');
    expect(latin1Decode(fromHex(hex.slice(12)))).toBe(REQUEST);
    // What script sent was nothing that anybody could read: G ⊕ 37, E ⊕ fa, T ⊕ 21, space ⊕ 3d.
    expect(given?.slice(0, 8)).toBe('70bf751d');
  });

  test('without masking sends a frame that no server takes', () => {
    const { hex } = moment({ keys: 'none', tactic: 'plain' }, 'send');
    const decoder = createFrameDecoder({ from: 'client', policy: 'rfc', deflate: false });
    decoder.push(fromHex(hex));
    expect(decoder.failure?.rule).toBe('frame.mask-required');
  });

  test('has a first frame, whose key the server reports, wherever there are keys', () => {
    const kinds = (keys: KeyMode) => told(keys).moments.map(({ kind }) => kind);
    expect(kinds('none')).toEqual(['connect', 'accept', 'send', 'answer', 'ask', 'served']);
    expect(kinds('random')).toEqual(['connect', 'accept', 'probe', 'report', 'send', 'answer', 'ask', 'served']);
    const { moments } = told('random');
    expect(moments[3]?.hex).toBe(`8204${moments[2]?.key?.replaceAll(' ', '')}`);
  });

  test('reaches the right script where nothing is kept, and its own where it is', () => {
    const served = (keys: KeyMode) => latin1Decode(fromHex(told(keys).moments.at(-1)?.hex ?? ''));
    expect(served('none')).toContain('/* from attacker.example */');
    expect(served('random')).toContain('/* from victim.example */');
  });
});

describe('the frames of every story', () => {
  test('are what a WebSocket decoder reads back as what script sent, but for the unmasked ones', () =>
    fc.assert(
      fc.property(fc.constantFrom('fixed', 'predictable', 'random'), fc.nat(), (keys, seed) => {
        const decoder = createFrameDecoder({ from: 'client', policy: 'rfc', deflate: false });
        for (const { kind, hex, given } of told(keys, 'plain', seed).moments) {
          if (kind !== 'probe' && kind !== 'send') continue;
          expect(decoder.push(fromHex(hex))).toMatchObject([{ kind: 'frame', payload: fromHex(given ?? '') }]);
        }
      }),
    ));
});

describe('keys', () => {
  test('chosen "fixed" are always the same', () => {
    const next = keysOf('fixed', seededBytes(1));
    expect(next()).toEqual(next());
  });
  test('chosen "predictable" count, past the highest too', () => {
    expect(nextKey(fromHex('00 00 00 ff'))).toEqual(fromHex('00 00 01 00'));
    expect(nextKey(fromHex('ff ff ff ff'))).toEqual(fromHex('00 00 00 00'));
    const next = keysOf('predictable', seededBytes(1));
    expect(nextKey(next() ?? new Uint8Array(4))).toEqual(next());
  });
  test('chosen "random" are what the randomness gives', () =>
    expect(keysOf('random', () => fromHex('01 02 03 04'))()).toEqual(fromHex('01 02 03 04')));
});
