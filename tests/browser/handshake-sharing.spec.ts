import { readFile } from 'node:fs/promises';
import type { Download, Page } from '@playwright/test';
import { decodeCapture } from '#demos/capture/json.ts';
import { toHex } from '#demos/protocol/bytes.ts';
import { expect, test } from './fixtures.ts';
import { HandshakeFigure } from './handshake-figure.ts';
import { LAB } from './site.ts';

test.use({ servedBy: 'file host' });

async function saved(page: Page, act: () => Promise<void>): Promise<{ download: Download; bytes: Uint8Array }> {
  const [download] = await Promise.all([page.waitForEvent('download'), act()]);
  return { download, bytes: await readFile(await download.path()) };
}

test('a copied link opens the figure at the same step with the same part chosen', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const I = new HandshakeFigure(page);
  await I.open(LAB);
  await I.phase('response').click();
  await I.line('Connection: Upgrade').last().click();
  await I.control('copy link').click();
  await expect(I.notice).toHaveText('Link copied: it opens the figure as it stands here.');
  const link = await page.evaluate(() => navigator.clipboard.readText());

  await page.goto('about:blank');
  await I.open(link);
  await I.seeStep(4, 13);
  await expect(I.line('Connection: Upgrade').last()).toHaveAttribute('aria-pressed', 'true');
});

test('a link with an edited head fills the editor, and what I never typed is not sent', async ({ page }) => {
  const I = new HandshakeFigure(page);
  const draft = 'GET /from-a-link HTTP/1.1\nHost: example.test';
  await I.open(`${LAB}#handshake?side=request&draft=${encodeURIComponent(draft)}`);
  await expect(I.editor).toHaveValue(draft);
  await I.seeSource('recorded');
  await expect(I.verdicts).toHaveCount(0);
});

test('opening the page does not change its address', async ({ page }) => {
  const I = new HandshakeFigure(page);
  await I.open(LAB);
  expect(new URL(page.url()).hash).toBe('');
  await I.control('step').click();
  await expect.poll(() => new URL(page.url()).hash).toBe('#handshake?step=8');
});

test('the capture saved as JSON is the capture shown', async ({ page }) => {
  const I = new HandshakeFigure(page);
  await I.open(LAB);
  const { download, bytes } = await saved(page, () => I.control('save JSON').click());
  expect(download.suggestedFilename()).toBe('handshake.json');
  const decoded = decodeCapture(new TextDecoder().decode(bytes));
  const recorded = decodeCapture(await readFile('content/captures/handshake.json', 'utf8'));
  expect(decoded.kind).toBe('capture');
  expect(decoded).toEqual(recorded);
});

test('the capture saved as pcapng begins with a Section Header Block', async ({ page }) => {
  const I = new HandshakeFigure(page);
  await I.open(LAB);
  const { download, bytes } = await saved(page, () => I.control('save pcapng').click());
  expect(download.suggestedFilename()).toBe('handshake.pcapng');
  expect(toHex(bytes.subarray(0, 4))).toBe('0a 0d 0d 0a');
});
