import type { Page } from '@playwright/test';
import { maskTexts } from '#content/figures/en/mask.ts';
import { expect, test } from './fixtures.ts';

const { ui } = maskTexts;
const LAB = '/lab/mask/';

/** What a reader does with the XOR desk. */
class MaskFigure {
  readonly page: Page;
  readonly figure;
  readonly rows;
  readonly wire;
  readonly explanation;

  constructor(page: Page) {
    this.page = page;
    this.figure = page.locator('figure#mask');
    this.rows = this.figure.locator('.sent li button');
    this.wire = this.figure.locator('.wire i');
    this.explanation = this.figure.locator('.explain');
  }

  async open(address = LAB): Promise<void> {
    await this.page.goto(address);
    await this.figure.scrollIntoViewIfNeeded();
    await expect(this.figure).toHaveAttribute('data-state', /./);
  }
  button(name: string | RegExp) {
    return this.figure.getByRole('button', { name, exact: typeof name === 'string' });
  }
  async seeWire(hex: string | RegExp): Promise<void> {
    await expect(async () => expect((await this.wire.allInnerTexts()).join(' ')).toMatch(hex)).toPass();
  }
  async ask(event: 'figure:run' | 'figure:select', detail: Record<string, string>): Promise<void> {
    await this.page.evaluate(([type, what]) => document.dispatchEvent(new CustomEvent(type, { detail: what })), [
      event,
      { figure: 'mask', ...detail },
    ] as const);
  }
}

test('the same message twice leaves my own browser under two keys', async ({ page }) => {
  const I = new MaskFigure(page);
  await I.open();
  await I.ask('figure:run', { run: 'hello' });
  await expect(I.figure).toHaveAttribute('data-source', 'live');
  await expect(I.rows).toHaveCount(2);
  await I.seeWire(/^81 85( [0-9a-f]{2}){9}$/);
  await expect(I.figure.locator('.pair')).toContainText('carry the same 5 bytes. Their keys are');
  const keys = await I.rows.locator('.t-key').allInnerTexts();
  expect(keys[0]).not.toBe(keys[1]);
});

test('a message of mine lands on the desk, and the desk takes it back to what I typed', async ({ page }) => {
  const I = new MaskFigure(page);
  await I.open();
  await I.button(ui.live).click();
  await expect(I.button(/^send/)).toHaveAttribute('aria-disabled', 'false');
  await I.figure.locator('#mask-message').fill('Hi');
  await page.keyboard.press('Enter');
  await expect(I.rows).toHaveCount(1);
  await I.button(ui.unmask).click();
  await I.button(/^step/).click();
  await page.keyboard.press('ArrowRight');
  const made = I.figure.locator('tr.ascii td');
  await expect(made).toHaveText(['H', 'i']);
  await expect(I.explanation).toContainText('Byte 1');
  await page.keyboard.press('ArrowRight');
  await expect(I.figure).toHaveAttribute('data-state', 'done');
  await expect(I.explanation).toContainText(maskTexts.stages.unmasked.title);
});

test('the model masks with the desk’s key once I have chosen one', async ({ page }) => {
  const I = new MaskFigure(page);
  await I.open();
  await I.button(ui.zeroKey).click();
  await I.button(ui.model).click();
  await expect(I.button(/^send/)).toHaveAttribute('aria-disabled', 'false');
  await I.button(/^send/).click();
  await I.button(/^send/).click();
  await expect(I.rows).toHaveCount(2);
  await I.seeWire('81 85 00 00 00 00 48 65 6c 6c 6f');
  await expect(I.figure.locator('.pair')).toContainText('under the same key, 00 00 00 00');
});

test('what is no key is named, and stays as it was typed', async ({ page }) => {
  const I = new MaskFigure(page);
  await I.open();
  await I.button(ui.edit).click();
  const key = I.figure.getByLabel(ui.keyHex);
  await key.fill('37 fa 2x');
  await expect(I.figure.getByRole('alert')).toContainText('Character 8, “x”, is no hex digit');
  await key.fill('37 fa 21');
  await expect(I.figure.getByRole('alert')).toHaveText('Found 3 bytes, expected 4: a masking key has 32 bits.');
  await I.seeWire('81 85 c9 e4 c1 d9 81 81 ad b5 a6');
  await key.fill('37 fa 21 3d');
  await expect(I.figure.getByRole('alert')).toHaveCount(0);
  await I.seeWire('81 85 37 fa 21 3d 7f 9f 4d 51 58');
  await I.figure.getByLabel(ui.payloadText).fill('x'.repeat(126));
  await expect(I.figure.getByRole('alert')).toContainText('Found 126 bytes, expected at most 125');
  await I.button(ui.restore).click();
  await I.seeWire('81 85 c9 e4 c1 d9 81 81 ad b5 a6');
});

test('a link opens the desk as it stood', async ({ page }) => {
  const I = new MaskFigure(page);
  await I.open(`${LAB}#mask?payload=4865&key=37fa213d&way=unmask&step=1`);
  await I.seeWire('81 82 37 fa 21 3d 7f 9f');
  await expect(I.button(ui.unmask)).toHaveAttribute('aria-pressed', 'true');
  await expect(I.explanation).toContainText('7f ⊕ 37 = 48');
  await I.button(/^step/).click();
  await expect(page).toHaveURL(/#mask\?payload=4865&key=37fa213d&way=unmask&step=2$/);
});

test('a word of the prose selects its part in every place', async ({ page }) => {
  const I = new MaskFigure(page);
  await I.open();
  await I.ask('figure:select', { part: 'key' });
  await expect(I.explanation).toContainText(maskTexts.parts.key.title);
  await expect(I.figure.locator('.wire i.lit')).toHaveText(['c9', 'e4', 'c1', 'd9']);
  await expect(I.figure.locator('tr.sel th')).toContainText(ui.key);
});

test('a companion that does not come ends the wish for my own frames, and can be asked again', async ({ page }) => {
  await page.routeWebSocket(/\/ws\/tap/, (socket) => socket.close());
  const I = new MaskFigure(page);
  await I.open();
  await I.button(ui.live).click();
  await expect(I.figure.locator('.prov')).toHaveText(ui.lost);
  await expect(I.button(ui.connectAgain)).toBeVisible();
});

test.describe('without a companion', () => {
  test.use({ servedBy: 'file host' });
  test('the recording holds the same word twice', async ({ page }) => {
    const I = new MaskFigure(page);
    await I.open();
    await I.ask('figure:run', { run: 'hello' });
    await expect(I.figure).toHaveAttribute('data-source', 'recorded');
    await expect(I.figure.locator('.pair')).toContainText('carry the same 5 bytes');
  });
});
