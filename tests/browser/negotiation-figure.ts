import { expect, type Locator, type Page } from '@playwright/test';
import { negotiationTexts } from '#content/figures/en/negotiation.ts';
import type { RunId } from '#demos/negotiation/negotiation.runs.ts';

const { ui, runs } = negotiationTexts;

/** What a reader does with the figure of a negotiation. */
export class NegotiationFigure {
  readonly page: Page;
  readonly figure: Locator;
  readonly protocols: Locator;
  readonly lines: Locator;

  constructor(page: Page) {
    this.page = page;
    this.figure = page.locator('figure#negotiation');
    this.protocols = this.figure.getByLabel(ui.offerSubprotocols);
    this.lines = this.figure.getByLabel(ui.lines);
  }

  async open(hash = ''): Promise<void> {
    await this.page.goto(`/lab/negotiation/${hash}`);
    await this.figure.scrollIntoViewIfNeeded();
    await expect(this.figure).toHaveAttribute('data-state', /./);
  }

  /** Opens the fields of both sides. */
  async write(): Promise<void> {
    await this.button(ui.yours).click();
    await expect(this.protocols).toBeVisible();
  }
  button(name: string): Locator {
    return this.figure.getByRole('button', { name, exact: true });
  }
  async pick(run: RunId): Promise<void> {
    await this.button(runs[run]).click();
  }
  /** A line of the answer by its value. */
  answered(value: string): Locator {
    return this.figure.locator('.head.down b').getByText(value, { exact: true });
  }
  verdict(who: string | RegExp): Locator {
    return this.figure
      .locator('.row')
      .filter({ has: this.page.locator('dt').getByText(who) })
      .locator('dd');
  }
  agreed(label: string): Locator {
    return this.figure.getByRole('row', { name: label }).last();
  }
  async seeState(state: string): Promise<void> {
    await expect(this.figure).toHaveAttribute('data-state', state);
  }
  async seeSource(source: 'recorded' | 'live' | 'model'): Promise<void> {
    await expect(this.figure).toHaveAttribute('data-source', source);
  }
}
