import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { FIGURE_PAGES, openAwake, shiftSoFar, wakeAll } from './site.ts';

/** What holds of every figure, on every page that has one. */

test.use({ servedBy: 'file host' });

const FIGURE = 'figure[data-demo]';
/** Pairs of hex digits; some figures part them by space, some by style. */
const BYTES = /(?:[0-9a-f]{2}\s?){4}/;

/** Tab, once: what has the focus then, and whether a sticky row lies over its middle. Null past the last stop. */
async function tabOn(page: Page): Promise<{ name: string; isCovered: boolean } | null> {
  await page.keyboard.press('Tab');
  return page.evaluate(() => {
    const focused = document.activeElement;
    if (!focused || focused === document.body) return null;
    const { left, top, width, height } = focused.getBoundingClientRect();
    let over = document.elementFromPoint(left + width / 2, top + height / 2);
    while (over && getComputedStyle(over).position !== 'sticky') over = over.parentElement;
    const name = (focused.getAttribute('aria-label') ?? focused.textContent ?? '').trim();
    return { name, isCovered: over !== null && !over.contains(focused) && !focused.contains(over) };
  });
}

for (const path of FIGURE_PAGES) {
  for (const width of [390, 1280]) {
    test(`${path}: nothing moves while its figures wake, at ${width} px`, async ({ page }) => {
      await page.setViewportSize({ width, height: 800 });
      await page.goto(path);
      // The text's own font may come late, and is another matter.
      await page.evaluate(async () => void (await document.fonts.ready));
      const before = await shiftSoFar(page);
      await wakeAll(page);
      expect((await shiftSoFar(page)) - before).toBeLessThanOrEqual(0.001);
    });
  }

  test(`${path}: awake, nothing makes the page scroll sideways at 360 px`, async ({ page }) => {
    await page.setViewportSize({ width: 360, height: 800 });
    await openAwake(page, path);
    const widths = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
    expect(widths[0]).toBeLessThanOrEqual(widths[1] ?? 0);
  });

  test(`${path}: awake, a finger hits what it means to: targets of 24 px, or with that room (WCAG 2.2, 2.5.8)`, async ({
    page,
  }) => {
    for (const width of [412, 1280]) {
      await page.setViewportSize({ width, height: 800 });
      await openAwake(page, path);
      // What scrolls under a row that stays on the screen can be scrolled out from under it.
      await page.evaluate(() => {
        for (const element of document.querySelectorAll<HTMLElement>('body *'))
          if (getComputedStyle(element).position === 'sticky') element.style.position = 'static';
      });
      const { violations } = await new AxeBuilder({ page }).options({ runOnly: ['target-size'] }).analyze();
      expect(violations.flatMap(({ nodes }) => nodes.map(({ target }) => target.join(' ')))).toEqual([]);
    }
  });

  test(`${path}: what the keyboard reaches does not stand behind a row that stays (WCAG 2.2, 2.4.11)`, async ({
    page,
  }) => {
    await page.setViewportSize({ width: 412, height: 800 });
    await openAwake(page, path);
    await page.evaluate(() => scrollTo(0, 0));
    const covered: string[] = [];
    let reached = 0;
    for (let step = await tabOn(page); step !== null; step = await tabOn(page)) {
      reached++;
      if (step.isCovered) covered.push(step.name);
    }
    expect(reached).toBeGreaterThan(20);
    expect(covered).toEqual([]);
  });

  test(`${path}: on paper a figure has bytes and no control`, async ({ page }) => {
    await openAwake(page, path);
    await page.emulateMedia({ media: 'print' });
    for (const figure of await page.locator(FIGURE).all()) {
      await expect(figure).toContainText(BYTES);
      await expect(figure.locator('.ctl').filter({ visible: true })).toHaveCount(0);
    }
  });

  test.describe('without script', () => {
    test.use({ javaScriptEnabled: false });

    test(`${path}: a figure has bytes, its caption, and no button to press`, async ({ page }) => {
      await page.goto(path);
      const figures = await page.locator(FIGURE).all();
      expect(figures.length).toBeGreaterThan(0);
      for (const figure of figures) {
        await expect(figure).toContainText(BYTES);
        await expect(figure.locator('figcaption')).toBeVisible();
        await expect(figure.locator('.ctl button').filter({ visible: true })).toHaveCount(0);
      }
    });
  });
}
