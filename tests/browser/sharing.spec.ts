import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Download, Locator, Page } from '@playwright/test';
import { commonWords } from '#content/figures/en/common.ts';
import { decodeCapture } from '#demos/capture/json.ts';
import { expect, test } from './fixtures.ts';
import { DIST, FIGURE_PAGES, PAGES } from './site.ts';

/** What every figure offers for sharing: the same, in the same words and order, at the end of its controls. */

test.use({ servedBy: 'file host' });

const { copyLink, exportJson, exportPcapng, openAlone, notSaved } = commonWords;
/** Nothing passes on a wire in these. */
const WITHOUT_CAPTURE = ['poison', 'close-codes'];

const offers = new RegExp(`(?<=>)(?:${copyLink}|${exportJson}|${exportPcapng}|${openAlone})(?=<)`, 'g');
const opens = new RegExp(`href="([^"]+)"[^>]*>${openAlone}<`);

/** The figures of a page that have controls, as HTML. */
async function figuresOf(page: string): Promise<readonly { readonly demo: string; readonly html: string }[]> {
  const html = await readFile(path.join(DIST, page, 'index.html'), 'utf8');
  return [...html.matchAll(/<figure[^>]* data-demo="([\w-]+)".*?<\/figure>/gs)]
    .map(([figure, demo = '']) => ({ demo, html: figure }))
    .filter(({ html: figure }) => figure.includes('class="ctl'));
}

for (const page of FIGURE_PAGES) {
  test(`${page}: every figure can be linked to, saved and opened alone`, async () => {
    const isLab = page.startsWith('/lab/');
    for (const { demo, html } of await figuresOf(page)) {
      expect([demo, ...(html.match(offers) ?? [])]).toEqual([
        demo,
        copyLink,
        ...(WITHOUT_CAPTURE.includes(demo) ? [] : [exportJson, exportPcapng]),
        ...(isLab ? [] : [openAlone]),
      ]);
      if (isLab) continue;
      const alone = opens.exec(html)?.[1] ?? '';
      expect(PAGES).toContain(alone);
      expect((await figuresOf(alone)).map((figure) => figure.demo)).toEqual([demo]);
    }
  });
}

async function open(page: Page, demo: string): Promise<Locator> {
  await page.goto(`/lab/${demo}/`);
  const figure = page.locator(`figure#${demo}`);
  await expect(figure).toHaveAttribute('data-state', /./);
  return figure;
}
const button = (figure: Locator, name: string): Locator => figure.getByRole('button', { name, exact: true });

async function saved(page: Page, figure: Locator, name: string): Promise<{ download: Download; bytes: Buffer }> {
  const [download] = await Promise.all([page.waitForEvent('download'), button(figure, name).click()]);
  return { download, bytes: await readFile(await download.path()) };
}

test('each experiment of the raw client saves the recording it shows', async ({ page }) => {
  const figure = await open(page, 'socketio-raw');
  for (const [tab, recording] of [
    ['io(), plain server', 'socketio-plain-server'],
    ['plain client, Socket.IO server', 'socketio-raw'],
  ] as const) {
    await button(figure, tab).click();
    const { download, bytes } = await saved(page, figure, exportJson);
    expect(download.suggestedFilename()).toBe('socketio-raw.json');
    expect(decodeCapture(bytes.toString())).toEqual(
      decodeCapture(await readFile(`content/captures/${recording}.json`, 'utf8')),
    );
  }
});

test('a packet’s recording is saved as pcapng', async ({ page }) => {
  const figure = await open(page, 'socketio-packet');
  const { download, bytes } = await saved(page, figure, exportPcapng);
  expect(download.suggestedFilename()).toBe('socketio-packet.pcapng');
  expect(bytes.subarray(0, 4).toString('hex')).toBe('0a0d0d0a');
});

test('a recording that does not load is said so, and may be asked for again', async ({ page, complaints }) => {
  complaints.allow(/404/);
  const figure = await open(page, 'close');
  await page.route(/close\.[\w-]+\.json$/, (route) => route.fulfill({ status: 404, body: '404 Not Found' }));
  await button(figure, exportJson).click();
  await expect(figure.locator('.notice')).toHaveText(notSaved);
  await page.unrouteAll();
  await saved(page, figure, exportJson);
});
