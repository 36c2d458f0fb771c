import { AxeBuilder } from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';

const LAB = '/lab/socketio-packet/';

async function open(page: Page, address = LAB): Promise<Locator> {
  await page.goto(address);
  const figure = page.locator('figure#socketio-packet');
  await figure.scrollIntoViewIfNeeded();
  await expect(figure).toHaveAttribute('data-state', /./);
  return figure;
}
const layer = (figure: Locator, name: string | RegExp): Locator =>
  figure.locator('.layer').filter({ hasText: name }).first();
const part = (figure: Locator, name: string): Locator =>
  figure.locator('table').getByRole('button', { name, exact: true });
const badge = (figure: Locator, name: string): Locator =>
  figure.locator('.choice').getByRole('button', { name, exact: true });
const call = (figure: Locator): Locator => figure.getByLabel('the event, as JavaScript');
const text = (figure: Locator): Locator => figure.getByLabel('the string, as it stands in the message');
async function edit(figure: Locator): Promise<void> {
  await figure.getByRole('button', { name: 'edit', exact: true }).click();
  await expect(call(figure)).toBeFocused();
}

test('I peel an event, layer by layer, by keyboard', async ({ page }) => {
  const figure = await open(page);
  await expect(part(figure, 'On the wire')).toHaveAttribute('aria-pressed', 'true');
  await figure.getByRole('button', { name: /^peel/ }).focus();
  for (const name of ['Mask', 'Frame', 'WebSocket message', 'Engine.IO', 'Socket.IO type', 'Ack id', 'Arguments']) {
    await page.keyboard.press('ArrowRight');
    await expect(part(figure, name)).toHaveAttribute('aria-pressed', 'true');
  }
  await expect(figure).toHaveAttribute('data-state', 'json');
  await page.keyboard.press('ArrowRight');
  await expect(figure).toHaveAttribute('data-state', 'done');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Shift+ArrowRight');
  await expect(figure.locator('.cols .lit')).toHaveCount(6);
});

test('a byte that I press lights up in every layer, and so does what it says', async ({ page }) => {
  const figure = await open(page);
  const cell = layer(figure, 'Engine.IO packet').locator('i').nth(8);
  await cell.click();
  await expect(part(figure, 'Ack id')).toHaveAttribute('aria-pressed', 'true');
  await expect(figure.locator('.cols .lit')).toHaveCount(6);
  await expect(layer(figure, 'Frame').locator('i').nth(8)).toHaveClass(/lit/);
});

test('live, a real event goes out, and its ack comes back, both peeled', async ({ page }) => {
  const figure = await open(page);
  await badge(figure, 'live').click();
  await expect(figure).toHaveAttribute('data-source', 'live');
  await expect(figure.locator('.log [aria-pressed="true"]')).toContainText('420["add",1,2]');
  await expect(figure.locator('.event code').last()).toHaveText('callback(3)');
  await expect(layer(figure, 'Socket.IO packet')).toContainText('EVENT, ack id 0');
});

test('live, attachments follow their event, each in a message of its own', async ({ page }) => {
  const figure = await open(page);
  await edit(figure);
  await call(figure).fill('"bin", Uint8Array.of(1, 2), { buf: Uint8Array.of(255) }');
  await expect(figure).toHaveAttribute('data-source', 'model');
  await expect(text(figure)).toHaveValue(
    '452-0["bin",{"_placeholder":true,"num":0},{"buf":{"_placeholder":true,"num":1}}]',
  );
  await figure.getByRole('button', { name: /^emit it/ }).click();
  await expect(figure).toHaveAttribute('data-source', 'live');
  await expect(figure.locator('.event code').last()).toContainText('callback({ got: 3');
  await expect(figure.locator('.next')).toHaveCount(3);
  await expect(call(figure)).toHaveValue('"bin", Uint8Array.of(1, 2), { buf: Uint8Array.of(255) }');
});

test('I edit the event, and the bytes follow; I edit the string, and the event follows', async ({ page }) => {
  const figure = await open(page);
  await edit(figure);
  await call(figure).fill('"hi", { a: 1 }');
  await figure.getByLabel('ask for an ack').uncheck();
  await figure.getByRole('textbox', { name: 'namespace' }).fill('/admin');
  await expect(text(figure)).toHaveValue('42/admin,["hi",{"a":1}]');
  await text(figure).fill('427["yo",null]');
  await expect(call(figure)).toHaveValue('"yo", null');
  await expect(figure.getByRole('textbox', { name: 'namespace' })).toHaveValue('/');
  await expect(figure.getByLabel('ask for an ack')).toBeChecked();
  await expect(figure.locator('.event code').first()).toHaveText('socket.emit("yo", null, (…) => …)');
  await expect(figure.locator('.prov')).toHaveText('computed by the codec, not sent');
});

test('what cannot be read is marked at its place, and nothing that I typed is lost', async ({ page }) => {
  const figure = await open(page);
  await edit(figure);
  await call(figure).fill('"add", 1, {a: 2 b}');
  await expect(figure.locator('.wrong pre')).toHaveText(`"add", 1, {a: 2 b}\n${' '.repeat(16)}^`);
  await expect(figure.getByRole('alert')).toContainText('Found b; expected a comma or }.');
  await text(figure).fill('42{"a":1}');
  await expect(figure.locator('.wrong pre')).toContainText('^');
  await expect(figure.locator('.wrong p')).toContainText('an object');
  await expect(call(figure)).toHaveValue('"add", 1, {a: 2 b}');
  await expect(figure.locator('.layer')).toHaveCount(6);
});

test('I see what JSON loses: what was sent, and what arrives', async ({ page }) => {
  const figure = await open(page);
  await edit(figure);
  await call(figure).fill('"d", new Date(0), NaN, new Map([["a", 1]]), { u: undefined }');
  const losses = figure.locator('.losses');
  await expect(losses).toContainText('"1970-01-01T00:00:00.000Z"');
  await expect(losses.locator('dt')).toHaveText(['1', '2', '3', '4.u']);
});

test('a link brings back what I typed', async ({ page, context }) => {
  const figure = await open(page);
  await edit(figure);
  await call(figure).fill('"é", [1]');
  await expect(page).toHaveURL(/call=/);
  const other = await context.newPage();
  const again = await open(other, page.url());
  await expect(call(again)).toHaveValue('"é", [1]');
  await expect(again).toHaveAttribute('data-source', 'model');
});

for (const [width, colorScheme] of [
  [1280, 'light'],
  [1280, 'dark'],
  [360, 'dark'],
  [360, 'light'],
] as const)
  test(`awake and edited it has no accessibility violation: ${width} px, ${colorScheme}`, async ({ page }) => {
    // The page is read through twice, which takes its time on a busy machine.
    test.setTimeout(180_000);
    await page.setViewportSize({ width, height: 800 });
    await page.emulateMedia({ colorScheme });
    const figure = await open(page);
    const broken = async () =>
      (await new AxeBuilder({ page }).analyze()).violations.map(
        ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(' | ')}`,
      );
    expect(await broken()).toEqual([]);
    await figure.locator('.log').getByRole('button').filter({ hasText: '452-1' }).click();
    await edit(figure);
    await call(figure).fill('"d", new Date(0), }');
    await expect(figure.getByRole('alert')).toBeVisible();
    expect(await broken()).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  });

test.describe('without script', () => {
  test.use({ javaScriptEnabled: false, servedBy: 'file host' });
  test('every layer and what it says is there, and nothing to press that does nothing', async ({ page }) => {
    await page.goto(LAB);
    const figure = page.locator('figure#socketio-packet');
    await expect(figure.locator('.layer')).toHaveCount(11);
    await expect(figure.locator('table tbody tr')).toHaveCount(8);
    await expect(figure.locator('.transport')).toBeHidden();
    await expect(figure).toContainText('9 of 20 are envelope');
  });
});
