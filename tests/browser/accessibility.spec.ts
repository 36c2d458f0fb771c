import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { HandshakeFigure } from './handshake-figure.ts';
import { FIGURE_PAGES, LAB, openAwake, PAGES } from './site.ts';

test.use({ servedBy: 'file host' });
test.describe.configure({ timeout: 90_000 });

/** The rules that axe finds broken, each with the elements it found. */
async function brokenRules(page: Page, only: readonly string[] = []): Promise<string[]> {
  const axe = new AxeBuilder({ page });
  if (only.length > 0) axe.withRules([...only]);
  const { violations } = await axe.analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(' | ')}`);
}

/** Every rule wide and light, then narrow and dark; and the colours of the two pairs that are left. */
const LOOKS = [
  { width: 1280, colorScheme: 'light', only: [] },
  { width: 1280, colorScheme: 'dark', only: ['color-contrast'] },
  { width: 360, colorScheme: 'dark', only: [] },
  { width: 360, colorScheme: 'light', only: ['color-contrast'] },
] as const;

for (const path of PAGES) {
  for (const { width, colorScheme, only } of LOOKS) {
    test(`${path} has no accessibility violation: ${width} px, ${colorScheme}`, async ({ page, complaints }) => {
      if (path === '/404.html') complaints.allow(/404/);
      await page.setViewportSize({ width, height: 800 });
      await page.emulateMedia({ colorScheme });
      await page.goto(path);
      expect(await brokenRules(page, only)).toEqual([]);
    });
  }
}

for (const { width, colorScheme } of [LOOKS[0], LOOKS[2]]) {
  test(`awake, edited and judged, the figure has no accessibility violation: ${width} px, ${colorScheme}`, async ({
    page,
  }) => {
    await page.setViewportSize({ width, height: 800 });
    await page.emulateMedia({ colorScheme });
    const I = new HandshakeFigure(page);
    await I.open(LAB);
    await test.step('awake', async () => expect(await brokenRules(page)).toEqual([]));
    await I.edit('response');
    await test.step('while I edit', async () => expect(await brokenRules(page)).toEqual([]));
    await I.breakIt('response.no-accept');
    await I.send();
    await expect(I.verdicts).toBeVisible();
    await test.step('with its verdicts', async () => expect(await brokenRules(page)).toEqual([]));
  });
}

test('a window made narrow after the figure woke leaves the statechart within reach of the keyboard', async ({
  page,
}) => {
  const I = new HandshakeFigure(page);
  await I.open(LAB);
  await page.setViewportSize({ width: 360, height: 800 });
  await expect(I.figure.locator('.chart')).toHaveAttribute('tabindex', '0', { timeout: 1000 });
});

interface Stop {
  readonly name: string;
  readonly marked: boolean;
}

/** What has the focus: its name, and whether anything about it shows that it has the focus. */
const focused = (page: Page): Promise<Stop | null> =>
  page.evaluate(() => {
    const element = document.activeElement;
    if (!element || element === document.body) return null;
    const looks = (): string => {
      const { outlineStyle, outlineWidth, boxShadow, backgroundColor, clip } = getComputedStyle(element);
      return [outlineStyle, outlineWidth, boxShadow, backgroundColor, clip].join();
    };
    const withFocus = looks();
    (element as HTMLElement).blur();
    const without = looks();
    (element as HTMLElement).focus({ preventScroll: true });
    const name = `${element.tagName} ${element.id || element.className} ${element.textContent?.trim().slice(0, 40)}`;
    return { name, marked: withFocus !== without };
  });

async function walk(page: Page): Promise<Stop[]> {
  const stops: Stop[] = [];
  await page.evaluate(() => scrollTo(0, 0));
  for (;;) {
    await page.keyboard.press('Tab');
    const stop = await focused(page);
    if (!stop) return stops;
    stops.push(stop);
    if (stops.length > 600) throw new Error(`Tab never leaves the page; last ${stop.name}`);
  }
}

/** Targets too small by WCAG 2.2 SC 2.5.8, with its exceptions: a link in a sentence; a circle of 24 px free of others. */
function tightTargets(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const LEAST = 24;
    const targets = [...document.querySelectorAll<HTMLElement>('a[href], button, input, summary, textarea')]
      .filter((each) => each.checkVisibility({ visibilityProperty: true }))
      .filter((each) => getComputedStyle(each).display !== 'inline')
      .map((each) => ({ each, box: (each.closest('label') ?? each).getBoundingClientRect() }));
    const isNear = (box: DOMRect, other: DOMRect): boolean => {
      const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
      const dx = Math.max(other.left - x, 0, x - other.right);
      const dy = Math.max(other.top - y, 0, y - other.bottom);
      return Math.hypot(dx, dy) < LEAST / 2;
    };
    return targets
      .filter(({ box }) => box.width < LEAST || box.height < LEAST)
      .filter(({ each, box }) => targets.some((other) => other.each !== each && isNear(box, other.box)))
      .map(({ each, box }) => `${box.width}×${box.height} ${each.textContent?.trim()}`);
  });
}

for (const path of FIGURE_PAGES) {
  test(`${path}: Tab reaches every control, and shows where it is`, async ({ page }) => {
    await openAwake(page, path);
    const stops = await walk(page);
    const controls = page.locator('a[href], button:enabled, textarea, summary, [role="tab"][tabindex="0"]');
    const reachable = await controls.evaluateAll(
      (all) =>
        all.filter((each) => (each as HTMLElement).tabIndex >= 0 && each.checkVisibility({ visibilityProperty: true }))
          .length,
    );
    expect(stops.length).toBeGreaterThanOrEqual(reachable);
    expect(stops.filter(({ marked }) => !marked).map(({ name }) => name)).toEqual([]);
  });

  test(`${path}: every target is 24 px high and wide, or stands apart from the others`, async ({ page }) => {
    await openAwake(page, path);
    expect(await tightTargets(page)).toEqual([]);
  });
}

test('on a phone the controls under the figure are 44 px high', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 800 });
  const I = new HandshakeFigure(page);
  await I.open(LAB);
  const heights = await I.figure
    .locator('.transport :is(button, a), .phases button, .choice button, .edits button')
    .evaluateAll((all) => all.map((each) => `${Math.round(each.getBoundingClientRect().height)} ${each.textContent}`));
  expect(heights.filter((each) => Number.parseInt(each, 10) < 44)).toEqual([]);
});
