import { expect, test } from '@playwright/test';
import { createScales, total } from '#tools/page-weight.ts';
import { DIST, PAGES } from './site.ts';

/** Bytes with gzip, as a static host sends them; `npm run measure` prints them for every page. */
const ON_LOAD = 90_000;
const AWAKE_SCRIPT = 60_000;

const scales = createScales(DIST, process.env['BASE']);
const heaviestFirst = (files: readonly { readonly path: string; readonly bytes: number }[]): string =>
  [...files]
    .sort((a, b) => b.bytes - a.bytes)
    .map(({ path, bytes }) => `${bytes} ${path}`)
    .join('\n');

for (const page of PAGES) {
  test(`${page} loads at most ${ON_LOAD / 1000} KB before a figure wakes`, async () => {
    const { onLoad } = await scales.weigh(page);
    expect(total(onLoad), heaviestFirst(onLoad)).toBeLessThanOrEqual(ON_LOAD);
  });

  test(`${page} has at most ${AWAKE_SCRIPT / 1000} KB of script with all figures awake`, async () => {
    const { awakeScripts } = await scales.weigh(page);
    expect(total(awakeScripts), heaviestFirst(awakeScripts)).toBeLessThanOrEqual(AWAKE_SCRIPT);
  });
}
