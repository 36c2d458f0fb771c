import { expect, type Locator, type Page } from '@playwright/test';
import { closeTexts } from '#content/figures/en/close.ts';
import { closeCodesTexts } from '#content/figures/en/close-codes.ts';
import type { RunId } from '#demos/close/close.runs.ts';
import { fill } from '#demos/parts/fill.ts';

const { ui, runs } = closeTexts;

/** What a reader does with the close theatre. */
export class CloseFigure {
  readonly page: Page;
  readonly figure: Locator;
  readonly explanation: Locator;

  constructor(page: Page) {
    this.page = page;
    this.figure = page.locator('figure#close');
    this.explanation = this.figure.locator('.explain');
  }

  async open(hash = ''): Promise<void> {
    await this.page.goto(`/lab/close/${hash}`);
    await this.figure.scrollIntoViewIfNeeded();
    await expect(this.figure).toHaveAttribute('data-state', /./);
  }

  button(name: string): Locator {
    return this.figure.getByRole('button', { name, exact: true });
  }
  run(id: RunId): Locator {
    return this.button(runs[id].label);
  }
  /** A row by what it says. */
  row(said: string | RegExp): Locator {
    return this.figure.locator('.stage').getByRole('button', { name: said });
  }

  async seeSource(source: 'recorded' | 'live' | 'model'): Promise<void> {
    await expect(this.figure).toHaveAttribute('data-source', source);
  }
  /** What an end has been told in the end. */
  async seeTold(end: 'client' | 'server', told: string, clean: boolean): Promise<void> {
    const line = this.figure.locator(`.end.${end} .told`);
    await expect(line).toContainText(`${told} ${clean ? ui.clean : ui.unclean}`);
  }
}

/** What a reader does with the picker of close codes. */
export class CloseCodesFigure {
  readonly page: Page;
  readonly figure: Locator;
  readonly code: Locator;
  readonly result: Locator;

  constructor(page: Page) {
    this.page = page;
    this.figure = page.locator('figure#close-codes');
    this.code = this.figure.getByRole('textbox');
    this.result = this.figure.locator('.result');
  }

  async open(hash = ''): Promise<void> {
    await this.page.goto(`/lab/close-codes/${hash}`);
    await this.figure.scrollIntoViewIfNeeded();
    await expect(this.figure).toHaveAttribute('data-state', /./);
  }

  button(name: string): Locator {
    return this.figure.getByRole('button', { name, exact: true });
  }
  say(code: number): Locator {
    return this.button(fill(closeCodesTexts.ui.say, { code }));
  }
  receive(code: number): Locator {
    return this.button(fill(closeCodesTexts.ui.receive, { code }));
  }
}
