import { afterEach, describe, expect, test } from 'vitest';
import { PoisonFigure } from './poison.figure.svelte.ts';
import { toldStories } from './poison.recorded.ts';

const [first] = toldStories();
const figures: PoisonFigure[] = [];
const awake = (): PoisonFigure => {
  if (!first) throw new Error('no story was told');
  const figure = new PoisonFigure(first);
  figure.wake();
  figures.push(figure);
  return figure;
};
afterEach(() => {
  for (const figure of figures.splice(0)) figure.dispose();
});

const kind = (figure: PoisonFigure) => figure.story.moments[figure.index]?.kind;

describe('the attack', () => {
  test('is first shown where the request passes', () => expect(kind(awake())).toBe('send'));

  test('on other keys is shown where it passes too, though it is another step', async () => {
    const figure = awake();
    const before = figure.index;
    await figure.attack({ keys: 'random', tactic: 'same-key' });
    expect([kind(figure), figure.index - before]).toEqual(['send', 2]);
  });

  test('made anew keeps the step', async () => {
    const figure = awake();
    await figure.attack({ keys: 'random', tactic: 'same-key' }, 6);
    expect(kind(figure)).toBe('ask');
  });

  test('is the last one asked for', async () => {
    const figure = awake();
    const [early, late] = await Promise.all([
      figure.attack({ keys: 'fixed', tactic: 'same-key' }),
      figure.attack({ keys: 'random', tactic: 'plain' }),
    ]);
    expect([early, late, figure.story.attack.keys]).toEqual([false, true, 'random']);
  });

  test('is noted once its outcome was seen', () => {
    const figure = awake();
    expect(figure.seen).toEqual({});
    figure.playback.go(figure.story.moments.length - 1);
    expect(figure.atEnd).toBe(true);
    figure.noteOutcome();
    expect(figure.seen).toEqual({ none: true });
  });
});

describe('the prose', () => {
  test.each([
    ['no-mask', 'none'],
    ['fixed-key', 'fixed'],
    ['predictable-key', 'predictable'],
    ['random-key', 'random'],
  ])('runs "%s" from the first moment on, with keys chosen "%s"', async (run, keys) => {
    const figure = awake();
    await figure.run(run);
    expect([figure.story.attack.keys, figure.index, figure.playback.playing]).toEqual([keys, 0, true]);
  });

  test.each([
    ['request', 'send'],
    ['cache', 'answer'],
    ['victim', 'served'],
  ] as const)('selects the %s where it comes about: %s', (part, moment) => {
    const figure = awake();
    figure.select(part);
    expect([figure.selected, kind(figure)]).toEqual([part, moment]);
  });
});
