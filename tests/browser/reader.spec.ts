import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { LESSON } from './site.ts';

test.use({ servedBy: 'file host' });

const background = (page: Page): Promise<string> =>
  page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);

test('the colours I choose stay chosen on the next page', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'light' });
  await page.goto('/');
  const light = await background(page);
  const toggle = page.getByRole('button', { name: /^Colours/ });
  await toggle.click();
  await expect(toggle).toHaveText(/light/);
  await toggle.click();
  await expect(toggle).toHaveText(/dark/);
  await expect.poll(() => background(page)).not.toBe(light);
  const dark = await background(page);
  await page.goto('/glossary/');
  await expect(toggle).toHaveText(/dark/);
  expect(await background(page)).toBe(dark);
  await toggle.click();
  await expect(toggle).toHaveText(/system/);
  await expect.poll(() => background(page)).toBe(light);
});

test('"/" opens the search, which finds the lesson; Esc clears it and Esc closes it', async ({ page }) => {
  await page.goto('/glossary/');
  await page.keyboard.press('/');
  const dialog = page.getByRole('dialog', { name: 'Search' });
  const box = dialog.getByRole('searchbox', { name: 'Search the course' });
  await expect(box).toBeFocused();
  await page.keyboard.type('Sec-WebSocket-Accept');
  const hit = dialog.getByRole('link', { name: /^One GET, then no more HTTP/ });
  await expect(hit).toBeVisible();
  await expect(dialog.getByRole('status')).toHaveText(/place/);
  // The first empties the field, as the browser has it for every search field.
  await page.keyboard.press('Escape');
  await expect(box).toHaveValue('');
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await page.keyboard.press('/');
  await expect(box).toBeFocused();
  await page.keyboard.type('Sec-WebSocket-Accept');
  await expect(hit).toBeVisible();
  await hit.focus();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(LESSON));
});

test('without the network the search says that it did not load, and works once it is back', async ({
  page,
  context,
  complaints,
}) => {
  complaints.allow(/ERR_INTERNET_DISCONNECTED/);
  await page.goto('/glossary/');
  await context.setOffline(true);
  await page.keyboard.press('/');
  const dialog = page.getByRole('dialog', { name: 'Search' });
  await expect(dialog.getByRole('status')).toContainText('did not load');
  await page.keyboard.press('Escape');
  await context.setOffline(false);
  await page.keyboard.press('/');
  await dialog.getByRole('searchbox').fill('Sec-WebSocket-Accept');
  await expect(dialog.getByRole('status')).toHaveText(/place/);
});

test('the search page does the same without a dialog, and says when nothing is found', async ({ page }) => {
  await page.goto('/search/');
  const box = page.getByRole('searchbox');
  await expect(box).toBeFocused();
  await page.keyboard.type('xyzzyplugh');
  await expect(page.getByText('Nothing found.')).toBeVisible();
});

test('a lesson I open is begun, one I finish is read, and both can be forgotten', async ({ page }) => {
  const state = page.locator(`a.row[href="${LESSON}"]`);
  await page.goto('/');
  await expect(state).toContainText('not read yet');
  await page.goto(LESSON);
  await page.goto('/');
  await expect(state).toContainText('begun');
  await expect(page.locator('[data-progress-go-on]')).toHaveText(/^Go on with/);
  await page.goto(LESSON);
  await page.locator('[data-lesson-end]').scrollIntoViewIfNeeded();
  await expect.poll(() => page.evaluate(() => localStorage.getItem('progress'))).toContain('read');
  await page.goto('/');
  await expect(state).toContainText('(read)');
  await page.getByRole('button', { name: 'forget my progress' }).click();
  await expect(page.getByText('Progress forgotten.')).toBeVisible();
  await expect(state).toContainText('not read yet');
});

test('the questions come one at a time, and answering one gives the reason', async ({ page }) => {
  await page.goto(LESSON);
  const questions = page.locator('[data-quiz] form');
  await expect(questions.filter({ visible: true })).toHaveCount(1);
  const first = questions.first();
  await first.getByRole('radio').nth(1).focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('Enter');
  await expect(first.getByText('60 characters go in')).toBeVisible();
  await expect(first.getByRole('status')).toContainText('this');
  await first.getByRole('button', { name: 'next question' }).click();
  await expect(questions.nth(1).getByRole('radio').first()).toBeFocused();
});

test('code tabs move with the arrows and show one panel', async ({ page }) => {
  await page.goto(LESSON);
  const tabs = page.getByRole('tablist').first().getByRole('tab');
  await tabs.first().focus();
  await page.keyboard.press('ArrowRight');
  await expect(tabs.nth(1)).toBeFocused();
  await expect(tabs.nth(1)).toHaveAttribute('aria-selected', 'true');
  await expect(page.getByRole('tabpanel', { name: 'Node ws' })).toBeVisible();
  await expect(page.getByRole('tabpanel', { name: 'browser' })).toBeHidden();
});
