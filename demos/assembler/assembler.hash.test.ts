import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sameCards } from './assembler.card.ts';
import { hashCards, readCards, readHash } from './assembler.hash.ts';
import { RUNS } from './assembler.runs.ts';
import { anyTimeline } from './test-timelines.ts';

const read = (query: string) => readHash(new URLSearchParams(query));

describe('a link to a timeline', () => {
  test('carries each frame’s first byte and its payload in the clear', () => {
    expect(hashCards(RUNS['split-euro'])).toBe('01e282.80ac');
    expect(sameCards(readCards('01e282.80ac') ?? [], RUNS['split-euro'])).toBe(true);
  });

  test('gives back every timeline', () =>
    fc.assert(fc.property(anyTimeline, (cards) => sameCards(readCards(hashCards(cards)) ?? [], cards))));

  test('names a run, a sender, a receiver, a frame and a part', () =>
    expect(read('run=bad-utf8&from=server&policy=rfc&at=1&part=answer')).toEqual({
      run: 'bad-utf8',
      from: 'server',
      policy: 'rfc',
      at: 1,
      part: 'answer',
    }));

  test.each(['cards=8', 'cards=zz', 'cards=', 'run=other', 'from=nobody', 'at=-1', 'policy=mine', 'part=door'])(
    'leaves out what makes no sense: %s',
    (query) => expect(read(query)).toEqual({}),
  );

  test('holds no more cards, and none longer, than the timeline', () => {
    expect(readCards(Array(25).fill('89').join('.'))).toBeNull();
    expect(readCards(`81${'00'.repeat(2049)}`)).toBeNull();
  });
});
