import { AxeBuilder } from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';

const LAB = '/lab/deflate/';

async function open(page: Page, hash = ''): Promise<Locator> {
  await page.goto(`${LAB}${hash}`);
  const figure = page.locator('figure#deflate');
  await figure.scrollIntoViewIfNeeded();
  await expect(figure).toHaveAttribute('data-state', /./);
  return figure;
}
const button = (figure: Locator, name: string | RegExp): Locator =>
  figure.getByRole('button', typeof name === 'string' ? { name, exact: true } : { name });
/** The bits that are being read. */
const now = (figure: Locator): Locator => figure.locator('.ribbon .run.now .bs');
const said = (figure: Locator): Locator => figure.locator('.explain strong');

test('I step through “Hello”, symbol by symbol, and the bits that are read are lit', async ({ page }) => {
  const figure = await open(page);
  await expect(said(figure)).toHaveText('Literal “H”.');
  await expect(now(figure)).toHaveText(['01111', '000']);
  await button(figure, /^step/).click();
  await expect(said(figure)).toHaveText('Literal “e”.');
  await page.keyboard.press('ArrowRight');
  await expect(said(figure)).toHaveText('Literal “l”.');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  await expect(figure).toHaveAttribute('data-state', 'reading.blockHeader');
  await expect(now(figure)).toHaveText(['010']);
});

test('the second “Hello” is one letter and an arrow into the first', async ({ page }) => {
  const figure = await open(page);
  await button(figure, /^→ 5 → 5 B/).click();
  await button(figure, /^step/).click();
  await expect(said(figure)).toHaveText('4 bytes from 5 back, in an earlier message.');
  await expect(figure.locator('.text .arcs path:not(.old)')).toHaveCount(2);
  await expect(figure.locator('.two .text .src')).toHaveText(['e', 'l', 'l', 'o']);
  await expect(page).toHaveURL(/#deflate\?message=2&step=2$/);
});

test('a bit that I turn over stops the reading where it is wrong; what came before stays, and I can take it back', async ({
  page,
}) => {
  const figure = await open(page);
  // BTYPE 01 becomes 11, which is reserved (RFC 1951 §3.2.3).
  await figure.locator('button[data-bit="2"]').click();
  await expect(figure).toHaveAttribute('data-state', 'failed');
  await expect(said(figure)).toHaveText('A block’s type is 00, 01 or 10.');
  await expect(figure.locator('.ribbon .run.guilty .bs')).toHaveText('11');
  await expect(figure.locator('button[data-bit="2"]')).toBeFocused();
  await button(figure, 'undo').click();
  await expect(figure.locator('.ribbon .run.guilty')).toHaveCount(0);
  await expect(button(figure, 'as it was')).toHaveAttribute('aria-disabled', 'true');
});

test('bits are within reach of the arrow keys, and Enter turns one over', async ({ page }) => {
  const figure = await open(page);
  await figure.locator('button[data-bit="0"]').focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowDown');
  await expect(figure.locator('button[data-bit="9"]')).toBeFocused();
  const before = await figure.locator('button[data-bit="9"]').textContent();
  await page.keyboard.press('Enter');
  await expect(figure.locator('button[data-bit="9"]')).not.toHaveText(before ?? '');
  await expect(figure.locator('button[data-bit="9"]')).toBeFocused();
});

test('I paste a payload of my own; what is no hex is named and stays', async ({ page }) => {
  const figure = await open(page);
  await button(figure, 'paste your own bytes').click();
  const field = figure.getByLabel('A compressed payload, as hex');
  await field.fill('00 05 00 fa ff 48 65 6c 6c 6f 00');
  await expect(figure.locator('.two .text')).toHaveAccessibleName('What comes out: Hello');
  await field.fill('00 05 0g');
  await expect(figure.getByRole('alert')).toContainText('“g”');
  await expect(field).toHaveValue('00 05 0g');
});

test('a model’s messages are compressed in the page; other terms say them again', async ({ page }) => {
  const figure = await open(page);
  await button(figure, 'model').click();
  await expect(figure).toHaveAttribute('data-source', 'model');
  await button(figure, /^send/).click();
  await expect(button(figure, /^→ 5 → 5 B/)).toHaveAttribute('aria-pressed', 'true');
  await figure.getByLabel('context takeover').uncheck();
  await expect(figure.locator('.talk .head').first()).toContainText('client_no_context_takeover');
  await expect(button(figure, /^→ 5 → 7 B/)).toHaveCount(2);
  await figure.getByLabel('blocks').selectOption('stored (level 0)');
  await expect(button(figure, /^→ 5 → 11 B/)).toHaveCount(2);
  await expect(figure.locator('.bits .ribbon')).toContainText('LEN 5');
});

test('my own browser’s message is opened, and what ws compressed stands beside it', async ({ page }) => {
  const figure = await open(page);
  await button(figure, 'live').click();
  await expect(figure).toHaveAttribute('data-source', 'live');
  await expect(button(figure, /^← 5 → 7 B/)).toHaveCount(1);
  await button(figure, /^send/).click();
  await expect(button(figure, /^→ 5 → 5 B/)).toHaveAttribute('aria-pressed', 'true');
  await button(figure, /^← 5 → 5 B/).click();
  await expect(figure.locator('.line .frame')).toContainText('← c1 05');
  await button(figure, /^step/).click();
  await expect(said(figure)).toHaveText('4 bytes from 5 back, in an earlier message.');
});

test('a window of 9 bits is agreed on by my browser', async ({ page }) => {
  const figure = await open(page);
  await button(figure, 'live').click();
  // A socket that is closed while it connects is complained about in the console.
  await expect(button(figure, /^← 5 → 7 B/)).toHaveCount(1);
  await figure.getByLabel('window').first().selectOption('9');
  await expect(figure.locator('.talk .head').first()).toContainText('client_max_window_bits=9');
  await expect(figure.locator('.memory')).toContainText('130 KiB');
});

test('a link with bytes of my own opens them, window and step', async ({ page }) => {
  const figure = await open(page, '#deflate?hex=f200110000&window=48656c6c6f&step=2');
  await expect(said(figure)).toHaveText('4 bytes from 5 back, in an earlier message.');
});

test('a link with broken bytes shows where they break', async ({ page }) => {
  const figure = await open(page, '#deflate?hex=f200110000&step=9');
  await expect(figure).toHaveAttribute('data-state', 'failed');
  await expect(figure.locator('.stop')).toHaveText(
    'Reading stops at bit 2, in byte 2. What came out before it stands: 1 B.',
  );
});

test('a word of the prose leads to the nearest message that has what it names', async ({ page }) => {
  const figure = await open(page);
  const select = (part: string) =>
    page.evaluate((detail) => document.dispatchEvent(new CustomEvent('figure:select', { detail })), {
      figure: 'deflate',
      part,
    });
  await select('pair');
  await expect(said(figure)).toContainText('4 bytes from 5 back');
  await select('end-of-block');
  await expect(said(figure)).toHaveText('End of block.');
  await select('tail');
  await expect(said(figure)).toHaveText('An empty stored block ends the message.');
  await select('rsv1');
  await expect(figure.locator('.line .frame')).toHaveClass(/lit/);
});

test('a word pressed while the figure still sleeps is obeyed: the address names its part', async ({ page }) => {
  const figure = await open(page, '#deflate?part=window');
  await expect(said(figure)).toHaveText('4 bytes from 5 back, in an earlier message.');
  await expect(figure).toContainText('this is the nearest message that does.');
  await button(figure, /^step/).click();
  await expect(figure).not.toContainText('this is the nearest message that does.');
});

for (const [width, colorScheme] of [
  [1280, 'light'],
  [360, 'dark'],
] as const)
  test(`broken and with its fields open the figure has no accessibility violation: ${width} px, ${colorScheme}`, async ({
    page,
  }) => {
    test.setTimeout(180_000);
    await page.setViewportSize({ width, height: 800 });
    await page.emulateMedia({ colorScheme });
    const figure = await open(page);
    await button(figure, 'model').click();
    await button(figure, /^send/).click();
    await figure.locator('button[data-bit="2"]').click();
    await expect(figure).toHaveAttribute('data-state', 'failed');
    await button(figure, 'paste your own bytes').click();
    await expect(figure.getByLabel('A compressed payload, as hex')).toBeVisible();
    const { violations } = await new AxeBuilder({ page }).include('#deflate').analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.target.join(' ')}`)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  });

test.describe('without script', () => {
  test.use({ servedBy: 'file host', javaScriptEnabled: false });

  test('two messages are taken apart on paper, with their arcs', async ({ page }) => {
    await page.goto(LAB);
    const frames = page.locator('#deflate .key-frames');
    await expect(frames.locator('.still')).toHaveCount(2);
    await expect(frames.locator('li')).toHaveCount(10 + 7);
    await expect(frames.locator('.ribbon').first()).toBeVisible();
    await expect(frames.locator('.arcs path')).toHaveCount(1);
    await expect(page.locator('#deflate .transport')).toBeHidden();
  });
});
