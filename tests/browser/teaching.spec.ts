import { AxeBuilder } from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { FRAMES, LESSON } from './site.ts';

test.use({ servedBy: 'file host' });

const predictions = (page: Page): Locator => page.locator('form.predict');

async function predict(form: Locator, option: number): Promise<void> {
  await form.getByRole('radio').nth(option).focus();
  await form.page().keyboard.press('Space');
  await form.page().keyboard.press('Enter');
}

/** How much of the window's height an element covers. */
const covered = (element: Locator): Promise<number> =>
  element.evaluate((box) => {
    const { top, bottom } = box.getBoundingClientRect();
    return (Math.min(bottom, innerHeight) - Math.max(top, 0)) / innerHeight;
  });

test.describe('a prediction', () => {
  test('gives no reason before I commit', async ({ page }) => {
    await page.goto(FRAMES);
    const form = predictions(page).first();
    await form.getByRole('radio').first().check();
    await expect(form.locator('.reason').filter({ visible: true })).toHaveCount(0);
  });

  test('that is wrong is met by its own reason, the right one’s, and the figure’s run, in view', async ({ page }) => {
    await page.goto(FRAMES);
    const form = predictions(page).first();
    await predict(form, 0);
    await expect(form.locator('.reason').filter({ visible: true })).toHaveCount(2);
    await expect(form.getByRole('status')).toContainText('The figure shows it');
    const figure = page.locator('figure#frames');
    // The two bytes of é are on the bench, masked.
    await expect(figure.getByText('8 bytes on the wire')).toBeVisible();
    await expect.poll(() => covered(figure)).toBeGreaterThan(0.6);
    await expect(form.getByRole('radio').first()).toBeFocused();
  });

  test('far below its figure offers a way back, until it is in sight again', async ({ page }) => {
    await page.goto(FRAMES);
    const form = predictions(page).nth(1);
    const back = form.getByRole('button', { name: 'back to the question' });
    await predict(form, 0);
    await expect(form).not.toBeInViewport();
    await back.click();
    await expect(form).toBeInViewport();
    await expect(back).toHaveCount(0);
    await expect(form.getByRole('radio').first()).toBeFocused();
  });

  test('can be changed, and the first one is remembered on the next visit', async ({ page }) => {
    await page.goto(FRAMES);
    const form = predictions(page).nth(1);
    await predict(form, 1);
    await predict(form, 2);
    await expect(form.locator('.is-wrong')).toHaveCount(0);
    await expect(form.locator('.reason').filter({ visible: true })).toHaveCount(1);
    await page.reload();
    await expect(form.getByText('you first said b')).toBeVisible();
    await expect(predictions(page).first().getByText('not scored')).toBeVisible();
    await expect(form.locator('.reason').filter({ visible: true })).toHaveCount(0);
  });

  test('at 360 px has a hint that is not squeezed', async ({ page }) => {
    await page.setViewportSize({ width: 360, height: 800 });
    await page.goto(FRAMES);
    const hint = predictions(page).nth(1).locator('[data-hint]');
    expect((await hint.boundingBox())?.width).toBeGreaterThanOrEqual(170);
  });
});

test.describe('the questions', () => {
  test('give a score at the end, which the course map keeps, and can be repeated', async ({ page }) => {
    await page.goto(FRAMES);
    const forms = page.locator('[data-quiz] form');
    const total = await forms.count();
    for (let i = 0; i < total; i++) {
      const form = forms.nth(i);
      await expect(form.getByRole('button', { name: /next question|start again/ })).toBeHidden();
      const right = form.locator('[data-right] input');
      const wrong = form.locator('.option:not([data-right]) input').first();
      // The first is answered wrongly, and then rightly.
      if (i === 0) await wrong.check();
      else await right.check();
      await page.keyboard.press('Enter');
      if (i === 0) {
        await right.check();
        await page.keyboard.press('Enter');
        await expect(form.getByRole('status')).toContainText('✓ this');
      }
      if (i < total - 1) await form.getByRole('button', { name: 'next question' }).click();
    }
    const last = forms.nth(total - 1);
    await expect(last.getByRole('status')).toContainText(`${total - 1}/${total} right at the first try.`);
    await last.getByRole('button', { name: 'start again' }).click();
    await expect(forms.first().getByRole('radio').first()).toBeFocused();
    await expect(forms.first().getByRole('radio', { checked: true })).toHaveCount(0);
    await expect(forms.first().getByRole('status')).toHaveText('Choose one.');
    await page.goto('/');
    await expect(page.locator(`a.row[href="${FRAMES}"]`)).toContainText(`questions ${total - 1}/${total}`);
  });
});

test.describe('a term', () => {
  const term = (page: Page): Locator => page.getByRole('button', { name: 'fail the connection' });
  const meaning = (page: Page): Locator => page.locator('#term-fail-the-connection');

  test('unfolds its meaning by keyboard, and Esc folds it and gives the focus back', async ({ page }) => {
    await page.goto(FRAMES);
    await term(page).focus();
    await page.keyboard.press('Enter');
    await expect(meaning(page)).toBeVisible();
    await page.keyboard.press('Tab');
    await expect(meaning(page).getByRole('link')).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(meaning(page)).toBeHidden();
    await expect(term(page)).toBeFocused();
  });

  test('leads to its line in the glossary, which leads back', async ({ page }) => {
    await page.goto(FRAMES);
    await term(page).click();
    await meaning(page).getByRole('link').click();
    await expect(page.locator('div:target dt')).toHaveText('fail the connection');
    await page.locator('div:target').getByRole('link', { name: 'L03' }).click();
    await expect(page).toHaveURL(new RegExp(FRAMES));
  });

  test('keeps its meaning beside it and inside a window of 360 px', async ({ page }) => {
    await page.setViewportSize({ width: 360, height: 800 });
    await page.goto(FRAMES);
    for (const one of await page.locator('.term').all()) {
      await one.scrollIntoViewIfNeeded();
      await one.click();
      const open = page.locator('.meaning:popover-open');
      const [note, word] = [await open.boundingBox(), await one.boundingBox()];
      expect(note?.x).toBeGreaterThanOrEqual(0);
      expect((note?.x ?? 0) + (note?.width ?? 999)).toBeLessThanOrEqual(360);
      const gap = Math.min(
        Math.abs((note?.y ?? 0) - (word?.y ?? 0) - (word?.height ?? 0)),
        Math.abs((word?.y ?? 0) - (note?.y ?? 0) - (note?.height ?? 0)),
      );
      expect(gap).toBeLessThan(24);
      await page.keyboard.press('Escape');
    }
  });

  test('is plain words on paper', async ({ page }) => {
    await page.goto(FRAMES);
    await page.emulateMedia({ media: 'print' });
    await expect(term(page)).toBeVisible();
    await expect(meaning(page)).toBeHidden();
    await expect(term(page)).toHaveCSS('text-decoration-line', 'none');
  });
});

test.describe('what can be reproduced', () => {
  test('unfolds the commands and what they print, and copies them', async ({ page, context }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.goto(LESSON);
    const sum = page.locator('details.reproduce').first();
    await sum.locator('summary').focus();
    await page.keyboard.press('Enter');
    await expect(sum.getByText('s3pPLMBiTxaQ9kYGzzhZRbK+xOo=')).toBeVisible();
    await sum.getByRole('button', { name: 'copy' }).click();
    await expect(sum.getByRole('status')).toHaveText('Copied.');
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toContain('| openssl dgst -sha1 -binary | openssl base64');
    expect(copied).not.toContain('#!');
  });
});

test.describe('progress', () => {
  const said = (page: Page): Locator => page.locator('[data-progress-keep]').getByRole('status');
  const bring = (page: Page, text: string): Promise<void> =>
    page.locator('[data-progress-keep] input').setInputFiles({
      name: 'progress.json',
      mimeType: 'application/json',
      buffer: Buffer.from(text),
    });

  test('goes into a file, and from there into another browser without losing what is there', async ({
    page,
    browser,
    baseURL,
  }) => {
    await page.goto(FRAMES);
    await predict(predictions(page).nth(1), 1);
    await page.goto('/');
    const saved = page.waitForEvent('download');
    await page.getByRole('button', { name: 'save it as a file' }).click();
    const download = await saved;
    expect(download.suggestedFilename()).toBe('switching-protocols-progress.json');

    const other = await (await browser.newContext({ baseURL })).newPage();
    await other.goto(LESSON);
    await other.goto('/');
    await other.locator('[data-progress-keep] input').setInputFiles(await download.path());
    await expect(said(other)).toContainText('Brought in.');
    await expect(other.locator(`a.row[href="${FRAMES}"]`)).toContainText('begun');
    await expect(other.locator(`a.row[href="${LESSON}"]`)).toContainText('begun');
    await other.goto(FRAMES);
    await expect(other.getByText('you first said b')).toBeVisible();
    await other.context().close();
  });

  test('a file that is not progress is refused with the reason, and changes nothing', async ({ page }) => {
    await page.goto(FRAMES);
    await page.goto('/');
    await bring(page, 'Dear diary');
    await expect(said(page)).toHaveText('Not taken: the file is not JSON.');
    await bring(page, '{"lessons":{"frames":"read"}}');
    await expect(said(page)).toHaveText('Not taken: the file was not saved by this course.');
    await expect(page.locator(`a.row[href="${FRAMES}"]`)).toContainText('begun');
  });

  test('once forgotten it is gone, with what was answered', async ({ page }) => {
    await page.goto(FRAMES);
    await predict(predictions(page).nth(1), 1);
    await page.goto('/');
    await bring(page, '{"format":"switching-protocols progress","version":1,"answers":{"frames/quiz":"3/4"}}');
    await expect(page.locator(`a.row[href="${FRAMES}"]`)).toContainText('questions 3/4');
    await page.getByRole('button', { name: 'forget my progress' }).click();
    await expect(said(page)).toHaveText('Progress forgotten.');
    await expect(page.locator(`a.row[href="${FRAMES}"]`)).toContainText('not read yet');
    await expect(page.locator(`a.row[href="${FRAMES}"]`)).not.toContainText('questions 3/4', { useInnerText: true });
    await page.goto(FRAMES);
    await expect(predictions(page).nth(1).getByText('not scored')).toBeVisible();
  });
});

test.describe('without script', () => {
  test.use({ javaScriptEnabled: false });

  test('a term still unfolds, and what can be reproduced too, without a button that does nothing', async ({ page }) => {
    await page.goto(FRAMES);
    await page.getByRole('button', { name: 'fail the connection' }).click();
    await expect(page.locator('#term-fail-the-connection')).toBeVisible();
    const frame = page.locator('details.reproduce').first();
    await frame.locator('summary').click();
    await expect(frame.getByText('81 85 37 fa 21 3d')).toBeVisible();
    await expect(frame.locator('button')).toBeHidden();
  });
});

for (const [width, colorScheme] of [
  [1280, 'light'],
  [360, 'dark'],
] as const) {
  test(`unfolded, the teaching parts have no accessibility violation: ${width} px, ${colorScheme}`, async ({
    page,
  }) => {
    await page.setViewportSize({ width, height: 800 });
    await page.emulateMedia({ colorScheme });
    await page.goto(FRAMES);
    await predict(predictions(page).nth(1), 0);
    await page.locator('details.reproduce summary').first().click();
    await page.getByRole('button', { name: 'fail the connection' }).click();
    await expect(page.locator('.meaning:popover-open')).toBeVisible();
    const axe = new AxeBuilder({ page }).include('.predict').include('.reproduce').include('.term').include('.meaning');
    const { violations } = await axe.analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`)).toEqual([]);
  });
}
