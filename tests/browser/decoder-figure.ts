import type { Locator, Page } from '@playwright/test';
import { expect } from './fixtures.ts';

/** The decoder as a reader uses it. */
export class DecoderPage {
  readonly page: Page;
  readonly figure: Locator;
  readonly input: Locator;
  readonly list: Locator;
  readonly rows: Locator;
  readonly detail: Locator;

  constructor(page: Page) {
    this.page = page;
    this.figure = page.locator('figure#decoder');
    this.input = this.figure.getByLabel('Bytes: paste, type, or drop a file');
    this.list = this.figure.getByRole('listbox');
    this.rows = this.list.getByRole('option');
    this.detail = this.figure.getByRole('region', { name: 'The chosen row in full' });
  }

  async open(hash = ''): Promise<void> {
    await this.page.goto(`/lab/decoder/${hash}`);
    await expect(this.figure).toHaveAttribute('data-state', /./);
  }

  async give(text: string): Promise<void> {
    await this.input.fill(text);
    await this.seeState(/shown|stopped/);
  }

  /** A file from the reader's disk. */
  async openFile(name: string, content: string | Buffer): Promise<void> {
    const chooser = this.page.waitForEvent('filechooser');
    await this.figure.getByRole('button', { name: 'open a file' }).click();
    await (await chooser).setFiles({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(content) });
  }

  seeState(state: string | RegExp): Promise<void> {
    return expect(this.figure).toHaveAttribute('data-state', state);
  }

  /** The chosen row, which the list names though it may be anywhere in it. */
  get chosen(): Locator {
    return this.list.locator('[aria-selected="true"]');
  }
}
