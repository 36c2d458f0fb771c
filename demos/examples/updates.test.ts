import { readFileSync } from 'node:fs';
import { type Browser, chromium } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { chromiumPath } from '#tools/chromium-path.ts';
import { type RunningServer, run, serve } from './run-example.ts';

const read = (file: string) => readFileSync(new URL(file, import.meta.url), 'utf8');

test('keep-alive.mjs prints what the lesson prints: kept, a hundred polls share one connection (RFC 9112 §9.3)', async () => {
  expect(await run('keep-alive.mjs')).toEqual({ out: read('keep-alive.out'), err: '', code: 0 });
});

describe('updates-browser.js in Chromium', () => {
  let server: RunningServer;
  let browser: Browser;
  beforeAll(async () => {
    server = await serve('updates-server.mjs', '');
    browser = await chromium.launch({ executablePath: await chromiumPath() });
  });
  afterAll(async () => {
    await browser.close();
    await server.stop();
  });

  it.each(['byPolling', 'byEvents', 'bySocket'])('%s shows updates in order, and stops', async (way) => {
    const page = await browser.newPage();
    await page.goto(`http://${server.address}/`);
    const shown = await page.evaluate<
      number[]
    >(`import('/updates-browser.js').then(({ ${way}: begin }) => new Promise((resolve) => {
      const shown = [];
      const stop = begin((n) => {
        shown.push(n);
        if (shown.length !== 3) return;
        stop();
        resolve([...shown]);
      });
    }))`);
    const [first = 0] = shown;
    expect(shown).toEqual([first, first + 1, first + 2]);
    await page.close();
  });
});
