import type { Locator, Page } from '@playwright/test';
import { framesTexts } from '#content/figures/en/frames.ts';
import { expect, test } from './fixtures.ts';
import { FramesFigure } from './frames-figure.ts';

const { ui } = framesTexts;

/** A hand on the keyboard and no mouse; it counts what it pressed. */
class Keyboard {
  presses = 0;
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  async press(key: string): Promise<void> {
    this.presses += 1;
    await this.#page.keyboard.press(key);
  }

  /** Tab, as often as it takes. */
  async tabTo(target: Locator, most = 60): Promise<void> {
    for (let tabs = 0; tabs < most; tabs += 1) {
      if (await target.evaluate((element) => element === document.activeElement)) return;
      await this.press('Tab');
    }
    throw new Error(`${most} times Tab, and ${target} has no focus`);
  }

  async type(text: string): Promise<void> {
    this.presses += text.length;
    await this.#page.keyboard.type(text);
  }
}

test('a newcomer comes from the home page to the frame of a message of their own, by keyboard alone', async ({
  page,
}) => {
  const hand = new Keyboard(page);
  await page.goto('/');
  await hand.tabTo(page.getByRole('link', { name: 'lab', exact: true }).first());
  await hand.press('Enter');

  await expect(page).toHaveURL(/\/lab\/$/);
  await hand.tabTo(page.getByRole('link', { name: /Frame inspector/ }));
  await hand.press('Enter');

  await expect(page).toHaveURL(/\/lab\/frames\/$/);
  const I = new FramesFigure(page);
  await I.seeState(/./);
  await hand.tabTo(I.button(ui.live));
  await hand.press('Enter');
  await hand.tabTo(I.figure.getByRole('textbox', { name: ui.message }));
  await hand.press('Control+a');
  await hand.type('My own');
  await hand.press('Enter');

  await expect(I.rows).toHaveCount(2);
  await hand.tabTo(I.rows.first());
  await hand.press('Enter');
  // FIN and text; masked, and six bytes long.
  await expect(async () => {
    const bits = await Promise.all(Array.from({ length: 16 }, (_, at) => I.bit(at).innerText()));
    expect(bits.map((bit) => bit.match(/[01]/)?.[0]).join('')).toBe('1000000110000110');
  }).toPass();
  expect(hand.presses).toBeLessThan(80);
});
