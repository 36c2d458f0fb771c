import { AxeBuilder } from '@axe-core/playwright';
import { framesTexts } from '#content/figures/en/frames.ts';
import { expect, test } from './fixtures.ts';
import { FRAMES_LAB, FramesFigure } from './frames-figure.ts';

test.use({ servedBy: 'file host' });
test.describe.configure({ timeout: 90_000 });

const BROKEN = 'c1 85 37 fa 21 3d 7f 9f 4d 51 58';

for (const width of [1280, 360])
  for (const colorScheme of ['light', 'dark'] as const)
    test(`awake and broken, the figure has no accessibility violation: ${width} px, ${colorScheme}`, async ({
      page,
    }) => {
      await page.setViewportSize({ width, height: 800 });
      await page.emulateMedia({ colorScheme });
      const I = new FramesFigure(page);
      await I.lay(BROKEN);
      await I.button(framesTexts.ui.sendRaw).click();
      await expect(I.trial).toContainText('1002');
      const { violations } = await new AxeBuilder({ page }).include('figure#frames').analyze();
      expect(
        violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(' | ')}`),
      ).toEqual([]);
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(overflow).toBe(0);
    });

test.describe('without script', () => {
  test.use({ javaScriptEnabled: false });
  test('the recorded frames, and the fields of the first, are told whole', async ({ page }) => {
    await page.goto(FRAMES_LAB);
    const figure = page.locator('figure#frames');
    await expect(figure).toHaveAttribute('data-source', 'recorded');
    const rows = figure.locator('.wire tbody tr');
    expect(await rows.count()).toBeGreaterThan(15);
    for (const row of await rows.all()) await expect(row).toBeVisible();
    await expect(figure.locator('.fields > li')).toHaveCount(7);
    for (const field of await figure.locator('.fields > li').all()) await expect(field).toBeVisible();
    for (const control of ['.transport', '.hexfield', '.build', '.trial'])
      await expect(figure.locator(control)).toBeHidden();
  });
});
