import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { recordedCapture } from '#demos/capture/recording.ts';
import { recordedStories } from './close.recorded.ts';
import { RUN_IDS } from './close.runs.ts';
import { scoreOf } from './close.score.ts';
import { modelStory } from './test-stories.ts';

const file = new URL('../../content/captures/close.json', import.meta.url);
const recording = recordedCapture(readFileSync(file, 'utf8'), 'close');
const recorded = recordedStories(recording);

const closes = (score: ReturnType<typeof scoreOf>) =>
  score.shots.filter(({ what }) => what.kind === 'frame' && what.close !== null);

describe('the picture', () => {
  test('of both at once has two Close frames that cross', () => {
    const [first, second] = closes(scoreOf(recorded.both));
    // One leaves before the other arrives, both ways round.
    expect(first && second && first.from < second.to && second.from < first.to).toBe(true);
  });

  test.each(['close', 'code', 'server-first'] as const)(
    'of "%s" has an answer that leaves after the Close has come',
    (run) => {
      const [first, second] = closes(scoreOf(recorded[run]));
      expect(first?.to).toBeLessThanOrEqual(second?.from ?? 0);
    },
  );

  test('ties each end’s code to the Close that it received, never to its own', () => {
    const { ties, shots } = scoreOf(recorded.both);
    expect(ties.map(({ end, origin }) => [end, origin])).toEqual([
      ['client', 'frame'],
      ['server', 'frame'],
    ]);
    for (const { end, from } of ties) {
      const shot = shots.find(({ to }) => to === from);
      expect(shot?.what.direction).toBe(end === 'client' ? 'server-to-client' : 'client-to-server');
    }
  });

  test('has a ring where the code stands for none: 1005, and 1006', () => {
    expect(scoreOf(recorded.close).ties.map(({ origin }) => origin)).toEqual(['empty', 'empty']);
    expect(scoreOf(recorded.terminate).ties.map(({ origin }) => origin)).toEqual(['none', 'none']);
    expect(scoreOf(recorded.violation).ties.map(({ end, origin }) => `${end} ${origin}`)).toEqual([
      'client none',
      'server frame',
    ]);
  });

  test('has TIME_WAIT beside whoever ended TCP first (RFC 6455 §7.1.1)', () => {
    expect(scoreOf(recorded.code).timeWait?.end).toBe('server');
    expect(scoreOf(recorded.linger).timeWait?.end).toBe('client');
    expect(scoreOf(modelStory('no-answer')).timeWait).toBeNull();
  });

  test('breaks its axis where nothing happens for a second', () => {
    expect(scoreOf(modelStory('no-answer')).silences).toEqual([{ row: 4, ms: expect.closeTo(60_000, -2) }]);
    expect(scoreOf(modelStory('code')).silences).toEqual([]);
  });

  test.each(RUN_IDS)('of "%s" lies within its rows, and readyState never falls', (run) => {
    const { rows, shots, stretches, ties } = scoreOf(modelStory(run));
    for (const { from, to } of [...shots, ...stretches, ...ties]) {
      expect(from).toBeGreaterThanOrEqual(0);
      expect(to).toBeLessThanOrEqual(rows);
      expect(from).toBeLessThanOrEqual(to);
    }
    for (const end of ['client', 'server'] as const) {
      const states = stretches.filter((each) => each.end === end).map(({ readyState }) => readyState);
      expect(states).toEqual([...states].sort());
    }
  });
});
