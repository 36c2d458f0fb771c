import { expect, type Locator, type Page } from '@playwright/test';
import { assemblerTexts } from '#content/figures/en/assembler.ts';

const { ui } = assemblerTexts;
export const ASSEMBLER_LAB = '/lab/assembler/';

/** What a reader does with the assembler. */
export class AssemblerPage {
  readonly page: Page;
  readonly figure: Locator;
  readonly cards: Locator;
  readonly came: Locator;
  readonly notice: Locator;

  constructor(page: Page) {
    this.page = page;
    this.figure = page.locator('figure#assembler');
    this.cards = this.figure.locator('.card');
    this.came = this.figure.locator('.came');
    this.notice = this.figure.locator('.notice');
  }

  /** Opens the figure at `address` and waits until script has taken it over. */
  async open(address = ASSEMBLER_LAB): Promise<void> {
    await this.page.goto(address);
    await this.figure.scrollIntoViewIfNeeded();
    await this.seeState(/./);
  }
  async seeState(state: string | RegExp): Promise<void> {
    await expect(this.figure).toHaveAttribute('data-state', state);
  }
  async seeSource(source: 'recorded' | 'live' | 'model'): Promise<void> {
    await expect(this.figure).toHaveAttribute('data-source', source);
  }
  /** The frames' names, in order. */
  async seeOrder(...names: readonly string[]): Promise<void> {
    await expect(this.cards.locator('.op')).toHaveText([...names]);
  }
  button(name: string | RegExp): Locator {
    return this.figure.getByRole('button', { name, exact: typeof name === 'string' });
  }
  column(place: number): Locator {
    return this.figure.locator('.line ol > li').nth(place - 1);
  }
  answers(): Locator {
    return this.came.locator('ol > li');
  }
  async run(name: keyof typeof assemblerTexts.runs): Promise<void> {
    await this.button(assemblerTexts.runs[name]).click();
  }
  async send(): Promise<void> {
    await this.figure.locator('.way .send').click();
    await expect(this.came).toContainText(/Then it ended|stayed open|This is what/);
  }
}

export { ui as assemblerUi };
