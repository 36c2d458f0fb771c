import { AxeBuilder } from '@axe-core/playwright';
import { expect, test } from './fixtures.ts';
import { LifecycleFigure } from './lifecycle-figure.ts';

test('by keyboard I open the shutter and close it again', async ({ page }) => {
  const I = new LifecycleFigure(page);
  await I.open();
  await I.seeShutter(false);
  await I.shutter.focus();
  await page.keyboard.press('Space');
  await I.seeShutter(true);
  await expect(I.explanation).toContainText('a message nobody gets');
  await page.keyboard.press('Enter');
  await I.seeShutter(false);
  await expect(I.explanation).not.toContainText('a message nobody gets');
});

test('with reduced motion the shutter is open at once', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const I = new LifecycleFigure(page);
  await I.open();
  await I.shutter.click();
  expect(
    await I.covers()
      .first()
      .evaluate((cover) => getComputedStyle(cover).transitionDuration),
  ).toBe('0s');
  await I.seeShutter(true);
});

test('→ and ← step, and the slider says which moment it is', async ({ page }) => {
  const I = new LifecycleFigure(page);
  await I.open('#lifecycle?step=0');
  await expect(I.time).toHaveAttribute('aria-valuetext', /moment 1 \/ \d+: 0\.0 ms, new WebSocket\(\)/);
  await I.time.focus();
  await page.keyboard.press('ArrowRight');
  await expect(I.time).toHaveAttribute('aria-valuetext', /moment 2 /);
  await page.keyboard.press('ArrowLeft');
  await I.seeState('connecting.tcpHandshake');
  await page.keyboard.press('End');
  await I.seeState('closed.clean');
});

test('a link opens the same moment with the same shutter', async ({ page }) => {
  const I = new LifecycleFigure(page);
  await I.open('#lifecycle?step=4&shutter=open');
  await I.seeShutter(true);
  await I.seeState(/^open/);
  await I.shutter.click();
  await expect(page).toHaveURL(/#lifecycle\?step=4$/);
});

test('a word of the prose that names what lies beneath opens the shutter', async ({ page }) => {
  const I = new LifecycleFigure(page);
  await I.open();
  await page.evaluate(() =>
    document.dispatchEvent(
      new CustomEvent('figure:select', { detail: { figure: 'lifecycle', part: 'closing.closeReceived' } }),
    ),
  );
  await I.seeShutter(true);
  await expect(I.explanation).toContainText('closing.closeReceived');
});

for (const width of [1280, 360])
  for (const colorScheme of ['light', 'dark'] as const)
    test(`shut and open, the figure has no accessibility violation and stays inside the page: ${width} px, ${colorScheme}`, async ({
      page,
    }) => {
      await page.setViewportSize({ width, height: 800 });
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      const I = new LifecycleFigure(page);
      await I.open();
      for (const open of [false, true]) {
        await I.seeShutter(open);
        const { violations } = await new AxeBuilder({ page }).analyze();
        expect(
          violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(' | ')}`),
        ).toEqual([]);
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
        if (!open) await I.shutter.click();
      }
    });

test.describe('without script', () => {
  test.use({ javaScriptEnabled: false });
  test('every moment stands as a list, and nothing is covered', async ({ page }) => {
    await page.goto('/lab/lifecycle/');
    const moments = page.locator('figure#lifecycle .key-frames li');
    await expect(moments.first()).toContainText('new WebSocket()');
    await expect(moments.filter({ hasText: 'a message nobody gets' })).toHaveCount(1);
    for (const cover of await page.locator('figure#lifecycle .cover').all()) await expect(cover).toBeHidden();
    await expect(page.getByText(/^(?:open|close) the shutter$/)).toBeHidden();
  });
});
