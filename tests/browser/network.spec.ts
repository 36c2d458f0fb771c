import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { HandshakeFigure } from './handshake-figure.ts';
import { LAB, LESSON, PAGES } from './site.ts';

const FIGURE_SCRIPT = /\/_astro\/(?:Handshake|Score|client|live|model)\.[^/]+\.js$/;

/** The scripts a page has asked for, by path. */
function listenForScripts(page: Page): string[] {
  const scripts: string[] = [];
  page.on('request', (request) => {
    if (request.resourceType() === 'script') scripts.push(new URL(request.url()).pathname);
  });
  return scripts;
}
const ofFigures = (scripts: readonly string[]): string[] => scripts.filter((path) => FIGURE_SCRIPT.test(path));

test.describe('a short window at the top of the lesson', () => {
  test.use({ servedBy: 'file host', viewport: { width: 1280, height: 300 } });

  test('asks for no figure’s script until the figure is near', async ({ page }) => {
    const scripts = listenForScripts(page);
    const I = new HandshakeFigure(page);
    await page.goto(LESSON, { waitUntil: 'networkidle' });
    expect(ofFigures(scripts)).toEqual([]);
    await expect(I.figure).not.toHaveAttribute('data-state');
    await I.figure.scrollIntoViewIfNeeded();
    await I.seeAwake();
    expect(ofFigures(scripts)).not.toEqual([]);
  });

  test('a figure named by the address wakes at once', async ({ page }) => {
    const I = new HandshakeFigure(page);
    await page.goto(`${LESSON}#handshake?step=3`);
    await I.seeAwake();
    await I.seeStep(4, 13);
    await expect(I.figure).toBeInViewport();
  });

  test('a figure that cannot be fetched stays as it is, and wakes once it can be', async ({
    page,
    context,
    complaints,
  }) => {
    complaints.allow(/ERR_INTERNET_DISCONNECTED|Error hydrating/);
    const I = new HandshakeFigure(page);
    await page.goto(LESSON, { waitUntil: 'networkidle' });
    await context.setOffline(true);
    const failed = page.waitForEvent('requestfailed', (request) => request.url().endsWith('.json'));
    await I.figure.scrollIntoViewIfNeeded();
    await failed;
    await expect(I.figure).not.toHaveAttribute('data-state');
    await context.setOffline(false);
    await I.seeAwake();
  });

  test('a prediction runs its figure though the figure was never near', async ({ page }) => {
    const I = new HandshakeFigure(page);
    await page.goto(LESSON, { waitUntil: 'networkidle' });
    await expect(I.figure).not.toHaveAttribute('data-state');
    await page.evaluate(() => {
      const form = document.querySelector<HTMLFormElement>('form[data-run]');
      form?.querySelector('input')?.click();
      form?.requestSubmit();
    });
    await I.seeSource('model');
  });
});

test('no page breaks its own content security policy or asks another host for anything', async ({
  page,
  complaints,
}) => {
  complaints.allow(/404/);
  for (const path of PAGES) {
    await test.step(path, async () => {
      const answer = await page.goto(path);
      await expect(page.locator('meta[http-equiv="content-security-policy"]')).toHaveCount(1);
      expect(answer?.headers()['content-security-policy']).toContain("frame-ancestors 'none'");
      expect(answer?.headers()['x-content-type-options']).toBe('nosniff');
      expect(answer?.headers()['server-timing']).toContain('companion');
    });
  }
});

test.describe('on a file host', () => {
  test.use({ servedBy: 'file host' });

  test('no page opens a socket', async ({ page, complaints }) => {
    complaints.allow(/404/);
    const sockets: string[] = [];
    page.on('websocket', (socket) => sockets.push(socket.url()));
    for (const path of PAGES) await page.goto(path, { waitUntil: 'networkidle' });
    await new HandshakeFigure(page).open(LAB);
    expect(sockets).toEqual([]);
  });
});
