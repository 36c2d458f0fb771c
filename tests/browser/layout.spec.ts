import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { HandshakeFigure } from './handshake-figure.ts';
import { LAB, LESSON, PAGES, shiftSoFar } from './site.ts';

test.use({ servedBy: 'file host' });

/** How far the page can be scrolled to the right. */
const overflow = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

test('no page scrolls sideways, from the narrowest phone to a desk', async ({ page, complaints }) => {
  complaints.allow(/404/);
  for (const path of PAGES) {
    await page.goto(path);
    for (const width of [360, 390, 768, 1280]) {
      await test.step(`${path} at ${width} px`, async () => {
        await page.setViewportSize({ width, height: 800 });
        expect(await overflow(page)).toBe(0);
      });
    }
  }
});

test('the home page does not scroll sideways on a desk at 400 % (WCAG 2.2, 1.4.10)', async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 640 });
  await page.goto('/');
  expect(await overflow(page)).toBe(0);
});

test('with forced colours the phase we are in is still told from the others', async ({ page }) => {
  await page.emulateMedia({ forcedColors: 'active' });
  await page.goto(LAB);
  const looks = (phase: string) =>
    page
      .locator(`.phases ${phase}`)
      .first()
      .evaluate((button) => {
        const { color, backgroundColor, forcedColorAdjust } = getComputedStyle(button);
        return { color, backgroundColor, forcedColorAdjust };
      });
  const now = await looks('[aria-current]');
  // Forced, its text would lie on a plate of its own colour.
  expect(now.forcedColorAdjust).toBe('none');
  expect(now.color).not.toBe(now.backgroundColor);
});

test('the figure never makes the page scroll sideways: awake, edited, judged', async ({ page }) => {
  const I = new HandshakeFigure(page);
  await I.open(LAB);
  for (const width of [360, 390, 768, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    expect(await overflow(page)).toBe(0);
    await I.edit('response');
    expect(await overflow(page)).toBe(0);
    await I.breakIt('response.wrong-accept');
    await I.send();
    await expect(I.verdicts).toBeVisible();
    expect(await overflow(page)).toBe(0);
  }
});

for (const width of [390, 1280]) {
  test(`nothing moves while the figure wakes and is stepped through, at ${width} px`, async ({ page }) => {
    await page.setViewportSize({ width, height: 800 });
    let wake = (): void => {};
    const asleep = new Promise<void>((resolve) => {
      wake = resolve;
    });
    await page.route(/\/_astro\/Handshake\.[^/]+\.js$/, async (route) => {
      await asleep;
      await route.continue();
    });
    const I = new HandshakeFigure(page);
    await page.goto(LESSON);
    // The text's own font may come late, and is another matter.
    await page.evaluate(async () => void (await document.fonts.ready));
    await I.figure.scrollIntoViewIfNeeded();
    const before = await shiftSoFar(page);
    wake();
    await I.seeAwake();
    await I.control('reset').click();
    for (let step = 1; step < 13; step += 1) {
      await I.seeStep(step);
      await page.keyboard.press('ArrowRight');
    }
    await I.seeStep(13);
    expect((await shiftSoFar(page)) - before).toBeLessThanOrEqual(0.01);
  });

  test(`nothing moves while the first screen wakes, at ${width} px`, async ({ page }) => {
    await page.setViewportSize({ width, height: 800 });
    await page.goto('/');
    await expect(page.locator('astro-island:has(#first-light)')).not.toHaveAttribute('ssr');
    expect(await shiftSoFar(page)).toBeLessThanOrEqual(0.01);
  });
}

test('in print every key frame is listed and no control is', async ({ page }) => {
  const I = new HandshakeFigure(page);
  await I.open(LESSON);
  await page.emulateMedia({ media: 'print' });
  const frames = I.figure.locator('.key-frames li');
  await expect(frames).toHaveCount(13);
  for (const frame of await frames.all()) await expect(frame).toBeVisible();
  for (const control of ['.transport', '.phases', '.edits']) await expect(I.figure.locator(control)).toBeHidden();
  await expect(page.getByRole('navigation').filter({ visible: true })).toHaveCount(0);
});
