import { expect, type Locator, type Page } from '@playwright/test';
import { framesTexts } from '#content/figures/en/frames.ts';

const { ui } = framesTexts;
export const FRAMES_LAB = '/lab/frames/';

/** What a reader does with the frame inspector. */
export class FramesFigure {
  readonly page: Page;
  readonly figure: Locator;
  readonly rows: Locator;
  readonly verdict: Locator;
  readonly trial: Locator;
  readonly notice: Locator;
  readonly explanation: Locator;
  readonly hexField: Locator;

  constructor(page: Page) {
    this.page = page;
    this.figure = page.locator('figure#frames');
    this.rows = this.figure.locator('.wire button[data-row]');
    this.verdict = this.figure.locator('.verdict');
    this.trial = this.figure.locator('.really');
    this.notice = this.figure.locator('.notice');
    this.explanation = this.figure.locator('.explain');
    this.hexField = this.figure.getByLabel(ui.hexField);
  }

  /** Opens the figure at `address` and waits until script has taken it over. */
  async open(address = FRAMES_LAB): Promise<void> {
    await this.page.goto(address);
    await this.figure.scrollIntoViewIfNeeded();
    await this.seeState(/./);
    await this.button(ui.edit).click();
    await expect(this.hexField).toBeVisible();
  }
  /** Lays a frame on the bench through a link. */
  async lay(hex: string, from: 'client' | 'server' = 'client'): Promise<void> {
    await this.open(`${FRAMES_LAB}#frames?hex=${hex.replaceAll(' ', '')}&from=${from}`);
    await this.seeBytes(hex);
  }

  async seeState(state: string | RegExp): Promise<void> {
    await expect(this.figure).toHaveAttribute('data-state', state);
  }
  /** The whole frame, as the text field shows it. */
  async seeBytes(hex: string | RegExp): Promise<void> {
    await expect(this.hexField).toHaveValue(hex);
  }
  button(name: string | RegExp): Locator {
    return this.figure.getByRole('button', { name, exact: typeof name === 'string' });
  }
  control(name: string): Locator {
    return this.figure.locator('.transport').getByRole('button', { name: new RegExp(`^${name}`) });
  }
  bit(at: number): Locator {
    return this.figure.locator(`button[data-bit="${at}"]`);
  }
  field(name: string): Locator {
    return this.figure.locator('.fields').getByRole('button', { name: new RegExp(`^${name}`) });
  }
  policy(at: number): Locator {
    return this.figure.locator('.policies > div').nth(at);
  }

  /** Opens a connection of the reader's own. */
  async goLive(): Promise<void> {
    await this.button(ui.live).click();
    await expect(this.figure).toHaveAttribute('data-source', 'live');
    await expect(this.figure.getByLabel(ui.message, { exact: true }).last()).toBeVisible();
    await expect(this.button(ui.serverPing)).toHaveAttribute('aria-disabled', 'false');
  }
}
