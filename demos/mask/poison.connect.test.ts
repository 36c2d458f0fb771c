import { describe, expect, test } from 'vitest';
import { poisonTexts } from '#content/figures/en/poison.ts';
import { seededBytes } from '#demos/link/random-bytes.ts';
import { BEST_TACTIC, KEY_MODES, type KeyMode } from './attack.keys.ts';
import { connectPoison, momentOf, type PoisonPart } from './poison.connect.ts';
import { storyOf } from './poison.story.ts';

const shown = (keys: KeyMode, part: PoisonPart) => {
  const story = storyOf({ keys, tactic: BEST_TACTIC[keys] }, seededBytes(1));
  return connectPoison(story, momentOf(story, part), poisonTexts);
};

describe('what the figure shows of the request', () => {
  test('is the frame’s bytes eight to a line, those lit that the proxy takes for HTTP', () => {
    const { dump, bytes, taken } = shown('none', 'request');
    const [first] = dump;
    expect(first?.offset).toBe('0000');
    expect(first?.bytes.map(({ pair }) => pair).join(' ')).toBe('82 31 47 45 54 20 2f 6a');
    expect(first?.bytes.map(({ character }) => character).join('')).toBe('·1GET /j');
    expect(first?.bytes.map(({ taken }) => taken)).toEqual([false, false, true, true, true, true, true, true]);
    expect([bytes, taken]).toEqual([51, 49]);
  });

  test('names the fields of a masked frame', () => {
    const { dump } = shown('fixed', 'request');
    expect(dump[0]?.bytes.map(({ field }) => field)).toEqual([
      'first',
      'header',
      'key',
      'key',
      'key',
      'key',
      'payload',
      'payload',
    ]);
  });

  test('with a random key is lit nowhere, and says so', () => {
    const { taken, explanation, moment } = shown('random', 'request');
    expect([taken, moment.saw, moment.state]).toEqual([0, null, 'reading.passing']);
    expect(explanation.says).toContain('finds no request in these 55 bytes');
  });
});

test('the cache fills in the moment of the answer, and only where a request was seen', () => {
  const kept = (keys: KeyMode) => shown(keys, 'cache').moment.cache;
  const entry = [{ url: 'victim.example/jquery.js', says: '/* from attacker.example */' }];
  expect(KEY_MODES.map(kept)).toEqual([entry, entry, entry, []]);
});

test('the ladder marks where the proxy is deceived, and what never reaches a server', () => {
  const { rows } = shown('none', 'victim');
  expect(rows.map(({ deceived }) => deceived)).toEqual([false, false, true, true, true, true]);
  expect(rows.map(({ reachesServer }) => reachesServer)).toEqual([true, true, true, true, false, false]);
  expect(shown('random', 'victim').rows.every(({ deceived, reachesServer }) => !deceived && reachesServer)).toBe(true);
});

test('no text keeps a name that was to be filled in', () => {
  for (const keys of KEY_MODES) {
    const story = storyOf({ keys, tactic: BEST_TACTIC[keys] }, seededBytes(1));
    story.moments.forEach((_, index) => {
      const { rows, explanation } = connectPoison(story, index, poisonTexts);
      expect(JSON.stringify([rows, explanation])).not.toMatch(/\{\w+\}/);
    });
  }
});

test('a moment that is not there is our own mistake', () => {
  const story = storyOf({ keys: 'none', tactic: 'plain' }, seededBytes(1));
  expect(() => connectPoison(story, 6, poisonTexts)).toThrow(RangeError);
});
