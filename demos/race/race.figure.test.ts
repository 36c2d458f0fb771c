import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { recordedCapture } from '#demos/capture/recording.ts';
import { RaceFigure } from './race.figure.svelte.ts';
import { readHash } from './race.hash.ts';
import { recordedRace } from './race.recorded.ts';

const recorded = recordedRace(
  recordedCapture(readFileSync(new URL('../../content/captures/race.json', import.meta.url), 'utf8'), 'race.json'),
  '',
);

test.each([
  ['part=sse', 'sse', null],
  ['part=bytes', 'polling', 'bytes'],
  ['lane=long-polling&part=staleness', 'long-polling', 'staleness'],
  ['part=door', 'polling', null],
])('a link with %s shows the lane %s and the measure %s', (query, lane, measure) => {
  const figure = new RaceFigure(recorded);
  figure.wake(false);
  figure.obey(readHash(new URLSearchParams(query)));
  expect([figure.lane, figure.measure]).toEqual([lane, measure]);
  figure.dispose();
});
