import type { Page } from '@playwright/test';
import { poisonTexts } from '#content/figures/en/poison.ts';
import { expect, test } from './fixtures.ts';

const { ui, keys, tactics } = poisonTexts;
const LAB = '/lab/poison/';

test.use({ servedBy: 'file host' });

/** What a reader does with the attack. */
class PoisonFigure {
  readonly page: Page;
  readonly figure;
  readonly cache;
  readonly explanation;

  constructor(page: Page) {
    this.page = page;
    this.figure = page.locator('figure#poison');
    this.cache = this.figure.locator('.cache');
    this.explanation = this.figure.locator('.explain');
  }

  async open(address = LAB): Promise<void> {
    await this.page.goto(address);
    await this.figure.scrollIntoViewIfNeeded();
    await this.seeState(/./);
  }
  async seeState(state: string | RegExp): Promise<void> {
    await expect(this.figure).toHaveAttribute('data-state', state);
  }
  mode(mode: keyof typeof keys) {
    return this.figure.locator('.modes button').filter({ hasText: keys[mode].label });
  }
  button(name: string | RegExp) {
    return this.figure.getByRole('button', { name, exact: typeof name === 'string' });
  }
  async toTheEnd(): Promise<void> {
    await this.figure.locator('.ladder button').last().click();
  }
  async ask(event: 'figure:run' | 'figure:select', detail: Record<string, string>): Promise<void> {
    await this.page.evaluate(([type, what]) => document.dispatchEvent(new CustomEvent(type, { detail: what })), [
      event,
      { figure: 'poison', ...detail },
    ] as const);
  }
}

for (const [mode, poisoned] of [
  ['none', true],
  ['fixed', true],
  ['predictable', true],
  ['random', false],
] as const) {
  test(`seen to its end, the attack on "${keys[mode].label}" leaves the cache ${poisoned ? 'poisoned' : 'clean'}`, async ({
    page,
  }) => {
    const I = new PoisonFigure(page);
    await I.open();
    await expect(I.mode(mode)).toContainText(ui.untried);
    await I.mode(mode).click();
    await expect(I.mode(mode)).toHaveAttribute('aria-pressed', 'true');
    await I.toTheEnd();
    await I.seeState(poisoned ? 'victimServed' : 'originAsked');
    await expect(I.mode(mode)).toContainText(poisoned ? ui.poisoned : ui.clean);
    if (poisoned) await expect(I.cache).toContainText('victim.example/jquery.js/* from attacker.example */');
    else await expect(I.cache).toContainText(ui.cacheEmpty);
  });
}

test('with a key that can be predicted, all depends on what the script sends', async ({ page }) => {
  const I = new PoisonFigure(page);
  await I.open();
  await I.mode('predictable').click();
  await I.seeState('reading.sawRequest');
  await expect(I.figure.locator('.ascii i.taken').first()).toHaveText('G');
  await I.button(tactics['same-key']).click();
  await I.seeState('reading.passing');
  await expect(I.figure.locator('.taken')).toHaveCount(0);
  await I.button(tactics['next-key']).click();
  await I.seeState('reading.sawRequest');
  await I.button(ui.again).click();
  await I.seeState('reading.sawRequest');
});

test('a prediction’s run plays the attack from its first line', async ({ page }) => {
  const I = new PoisonFigure(page);
  await I.open();
  await I.ask('figure:run', { run: 'fixed-key' });
  await expect(I.button(/pause/)).toBeVisible();
  await I.seeState('victimServed');
});

test('← and → step, and a line of the ladder is a step too', async ({ page }) => {
  const I = new PoisonFigure(page);
  await I.open();
  await I.button(/^reset/).click();
  await expect(I.explanation).toContainText(poisonTexts.moments.connect.yes.title);
  await page.keyboard.press('ArrowRight');
  await expect(I.explanation).toContainText(poisonTexts.moments.accept.yes.title);
  await I.figure.locator('.ladder button').nth(3).click();
  await I.seeState('reading.cached');
});

test('a word of the prose goes to its moment, and a link back to it', async ({ page }) => {
  const I = new PoisonFigure(page);
  await I.open();
  await I.ask('figure:select', { part: 'cache' });
  await I.seeState('reading.cached');
  await expect(page).toHaveURL(/#poison\?keys=none&step=3&part=cache$/);
  await I.open(`${LAB}#poison?keys=random&step=7`);
  await I.seeState('originAsked');
  await expect(I.mode('random')).toHaveAttribute('aria-pressed', 'true');
});

test.describe('without script', () => {
  test.use({ javaScriptEnabled: false });
  test('the figure says how the attack ends for each way to choose keys', async ({ page }) => {
    await page.goto(LAB);
    const endings = page.locator('figure#poison .key-frames li');
    await expect(endings).toHaveCount(4);
    for (const at of [0, 1, 2]) await expect(endings.nth(at)).toContainText(ui.poisoned);
    await expect(endings.nth(3)).toContainText(ui.clean);
    await expect(endings.first()).toContainText('GET /jquery.js');
  });
});
