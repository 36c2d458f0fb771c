import { AxeBuilder } from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';

const LESSON = '/lessons/socketio-is-not-websocket/';

async function open(page: Page): Promise<Locator> {
  await page.goto(LESSON);
  const figure = page.locator('figure#socketio-raw');
  await figure.scrollIntoViewIfNeeded();
  await expect(figure).toHaveAttribute('data-state', /./);
  return figure;
}
const button = (figure: Locator, name: string): Locator => figure.getByRole('button', { name, exact: true });

test('a plain WebSocket of mine is greeted with an open packet, and I join by hand', async ({ page }) => {
  const figure = await open(page);
  await button(figure, 'run it').click();
  await expect(figure).toHaveAttribute('data-state', 'engineOpen');
  await expect(figure.locator('li.down').nth(1)).toContainText('0{"sid":');
  await button(figure, '40').click();
  await expect(figure).toHaveAttribute('data-state', 'connected');
  await button(figure, '420["echo","Hello"]').click();
  await expect(figure.locator('li.down').filter({ hasText: '430["Hello"]' })).toBeVisible();
});

test('what is no packet ends my connection', async ({ page }) => {
  const figure = await open(page);
  await button(figure, 'run it').click();
  await expect(figure).toHaveAttribute('data-state', 'engineOpen');
  await figure.getByLabel('send a text message').fill('hello there');
  await button(figure, 'send').click();
  await expect(figure).toHaveAttribute('data-state', 'closed');
  await expect(figure.locator('li.script').last()).toContainText('close 1005');
});

test('a real Socket.IO client waits in vain at a plain server', async ({ page }) => {
  const figure = await open(page);
  await button(figure, 'io(), plain server').click();
  await button(figure, 'run it').click();
  await expect(figure).toHaveAttribute('data-state', 'awaitingOpen');
  await expect(figure).toHaveAttribute('data-state', 'closed');
  await expect(figure.locator('li.script')).toContainText(['connect_error: timeout']);
});

test('the raw client answers packet by packet, as its lines say', async ({ page }) => {
  const figure = await open(page);
  await button(figure, 'the raw client').click();
  await button(figure, 'run it').click();
  for (const answer of ['40', '420["echo","Hello"]']) {
    await button(figure, 'let it answer').click();
    await expect(figure.locator('li.up').last()).toContainText(answer);
    await expect(figure.locator('.notice')).toContainText('this packet before it');
  }
  // It does nothing about the greeting; then comes the ack, and it closes.
  await expect(figure.locator('li.down').filter({ hasText: '430' })).toBeVisible();
  await button(figure, 'let it answer').click();
  await button(figure, 'let it answer').click();
  await expect(figure).toHaveAttribute('data-state', 'closed');
  await expect(figure.locator('li.script').last()).toContainText('close 1000');
});

for (const [width, colorScheme] of [
  [1280, 'light'],
  [360, 'dark'],
] as const)
  test(`each experiment has no accessibility violation: ${width} px, ${colorScheme}`, async ({ page }) => {
    await page.setViewportSize({ width, height: 800 });
    await page.emulateMedia({ colorScheme });
    const figure = await open(page);
    for (const name of ['plain client, Socket.IO server', 'io(), plain server', 'the raw client']) {
      await button(figure, name).click();
      const { violations } = await new AxeBuilder({ page }).include('#socketio-raw').analyze();
      expect(
        violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(' | ')}`),
      ).toEqual([]);
    }
  });
