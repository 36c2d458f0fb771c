import { AxeBuilder } from '@axe-core/playwright';
import { assemblerTexts } from '#content/figures/en/assembler.ts';
import { AssemblerPage, assemblerUi as ui } from './assembler-figure.ts';
import { expect, test } from './fixtures.ts';

test.describe.configure({ timeout: 90_000 });

test('a ping between two fragments, really sent: the pong comes first, then the message', async ({ page }) => {
  const I = new AssemblerPage(page);
  await I.open();
  await I.send();
  await I.seeSource('live');
  await expect(I.answers()).toHaveText(['← pong “now?”', '← text “Hello”']);
  await expect(I.came).toContainText(ui.asOwed);
  await expect(I.column(2).locator('.answer')).toHaveText('← pong “now?”');
});

test('by keyboard a card is taken up, moved, put back, and moved again; the link tells the order', async ({ page }) => {
  const I = new AssemblerPage(page);
  await I.open();
  await I.cards.nth(1).focus();
  await page.keyboard.press('Space');
  await expect(I.notice).toContainText('ping taken up, place 2 of 3');
  await page.keyboard.press('ArrowRight');
  await I.seeOrder('text', 'continuation', 'ping');
  await expect(I.cards.nth(2)).toBeFocused();
  await page.keyboard.press('Escape');
  await I.seeOrder('text', 'ping', 'continuation');
  await expect(I.cards.nth(1)).toBeFocused();
  await page.keyboard.press('Enter');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Enter');
  await I.seeOrder('ping', 'text', 'continuation');
  await I.seeSource('model');
  await expect(page).toHaveURL(/#assembler\?cards=896e6f773f\.0148656c\.806c6f/);
  await I.button(ui.undo).click();
  await I.seeOrder('text', 'ping', 'continuation');
  await I.seeSource('recorded');
});

test('by pointer a card is dragged to another place', async ({ page }) => {
  const I = new AssemblerPage(page);
  await I.open();
  const [from, to] = [await I.cards.nth(0).boundingBox(), await I.cards.nth(2).boundingBox()];
  if (!from || !to) throw new Error('no cards');
  await page.mouse.move(from.x + 40, from.y + 40);
  await page.mouse.down();
  await page.mouse.move(from.x + 80, from.y + 40, { steps: 4 });
  await page.mouse.move(to.x + to.width - 10, to.y + 40, { steps: 8 });
  await page.mouse.up();
  await I.seeOrder('ping', 'continuation', 'text');
  await I.seeState('failed');
  await expect(I.column(2)).toHaveClass(/guilty/);
});

for (const [run, code] of [
  ['interleaved', '1002'],
  ['orphan-continuation', '1002'],
  ['bad-utf8', '1007'],
  ['long-ping', '1002'],
] as const)
  test(`${run}, really sent, is refused with ${code}, and the frame that broke the rule is marked`, async ({
    page,
  }) => {
    const I = new AssemblerPage(page);
    await I.open();
    await I.run(run);
    await I.seeState('failed');
    await I.send();
    await I.seeSource('live');
    await expect(I.answers().last()).toHaveText(`← close ${code}`);
    await expect(I.figure.locator('li.guilty')).toHaveCount(1);
    await expect(I.came).toContainText(ui.endedTcp);
    await expect(I.came).toContainText(ui.asOwed);
  });

test('half a € is kept until the rest comes', async ({ page }) => {
  const I = new AssemblerPage(page);
  await I.open();
  await I.run('split-euro');
  await expect(I.column(1).locator('.message')).toHaveText('e2 82 · 2 of 3');
  await expect(I.column(2).locator('.message')).toHaveText('“€”');
});

test('given to this browser, two messages at once fail its connection: script hears an error and 1006', async ({
  page,
  complaints,
}) => {
  complaints.allow(/WebSocket connection/);
  const I = new AssemblerPage(page);
  await I.open();
  await I.run('interleaved');
  await I.button(ui.fromServer).click();
  await I.send();
  await I.seeSource('live');
  await expect(I.answers()).toHaveText(['→ close 1002', 'error', 'close 1006']);
});

test('a frame is edited in place, and what cannot be read stays as it was typed', async ({ page }) => {
  const I = new AssemblerPage(page);
  await I.open();
  await I.cards.nth(0).click();
  await I.button(ui.edit).click();
  const payload = I.figure.locator('#assembler-payload');
  await payload.fill('Good');
  await expect(I.cards.nth(0).locator('.pay')).toHaveText('“Good”');
  await I.figure.getByLabel(ui.payloadAs).selectOption('hex');
  await payload.fill('e2 8');
  await expect(I.figure.getByRole('alert')).toContainText('half a byte');
  await expect(payload).toHaveValue('e2 8');
  await payload.fill('e2 82');
  await expect(I.column(1).locator('.message')).toContainText('2 of 3');
  await I.figure.getByRole('checkbox', { name: 'FIN' }).check();
  await I.seeState('failed');
});

test('words and predictions of the prose reach the figure', async ({ page }) => {
  const I = new AssemblerPage(page);
  await I.open();
  await page.evaluate(() =>
    document.dispatchEvent(new CustomEvent('figure:select', { detail: { figure: 'assembler', part: 'ping' } })),
  );
  await expect(I.column(2)).toHaveClass(/part/);
  await expect(I.figure.locator('.explain')).toContainText(assemblerTexts.parts.ping.title);
  await page.evaluate(() =>
    document.dispatchEvent(new CustomEvent('figure:run', { detail: { figure: 'assembler', run: 'bad-utf8' } })),
  );
  await I.seeSource('live');
  await expect(I.answers()).toHaveText(['← close 1007']);
});

test('a link lays its frames at its place, and sends nothing', async ({ page }) => {
  const I = new AssemblerPage(page);
  await I.open('/lab/assembler/#assembler?cards=01e282.80ac&from=server&at=1&policy=rfc');
  await I.seeOrder('text', 'continuation');
  await I.seeState('open.inMessage');
  await I.seeSource('model');
  await expect(I.button(ui.fromServer)).toHaveAttribute('aria-pressed', 'true');
});

for (const width of [1280, 390])
  test(`nothing for axe to say at ${width}, with a broken timeline and the editor open`, async ({ page }) => {
    await page.setViewportSize({ width, height: 900 });
    const I = new AssemblerPage(page);
    await I.open('/lab/assembler/#assembler?run=bad-utf8');
    await I.button(ui.edit).click();
    await expect(I.figure.locator('#assembler-payload')).toBeVisible();
    const { violations } = await new AxeBuilder({ page }).include('figure#assembler').analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 90))}`)).toEqual([]);
  });

test.describe('without script', () => {
  test.use({ javaScriptEnabled: false });
  test('every recorded timeline is told, with what was answered', async ({ page }) => {
    await page.goto('/lab/assembler/');
    const rows = page.locator('figure#assembler .key-frames li');
    await expect(rows).toHaveCount(7);
    await expect(rows.nth(1)).toContainText('pong “now?”, text “Hello”');
    await expect(rows.nth(5)).toContainText('close 1007');
    for (const row of await rows.all()) await expect(row).toBeVisible();
  });
});
