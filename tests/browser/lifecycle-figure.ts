import { expect, type Locator, type Page } from '@playwright/test';
import { lifecycleTexts } from '#content/figures/en/lifecycle.ts';
import type { ActId } from '#demos/lifecycle/lifecycle.acts.ts';

const { ui, acts } = lifecycleTexts;

/** What a reader does with the figure of a connection's life. */
export class LifecycleFigure {
  readonly page: Page;
  readonly figure: Locator;
  readonly shutter: Locator;
  readonly time: Locator;
  readonly knows: Locator;
  readonly explanation: Locator;

  constructor(page: Page) {
    this.page = page;
    this.figure = page.locator('figure#lifecycle');
    this.shutter = this.figure.getByRole('button', { name: /^(?:open|close) the shutter$/ });
    this.time = this.figure.getByRole('slider');
    this.knows = this.figure.getByRole('region', { name: ui.scriptKnows });
    this.explanation = this.figure.locator('.explain');
  }

  async open(hash = ''): Promise<void> {
    await this.page.goto(`/lab/lifecycle/${hash}`);
    await this.figure.scrollIntoViewIfNeeded();
    await expect(this.figure).toHaveAttribute('data-state', /./);
  }

  button(name: string): Locator {
    return this.figure.getByRole('button', { name, exact: true });
  }
  act(id: ActId): Locator {
    return this.button(acts[id].label);
  }
  /** A line of the ledger by what it says. */
  row(words: string | RegExp): Locator {
    return this.figure.locator('.ledger li').filter({ hasText: words });
  }
  /** The line of what script did or was told. */
  knownRow(words: string): Locator {
    const known = this.page.locator('.known').getByText(words, { exact: true });
    return this.figure.locator('.ledger li').filter({ has: known });
  }
  covers(): Locator {
    return this.figure.locator('.cover');
  }

  async seeState(state: string | RegExp): Promise<void> {
    await expect(this.figure).toHaveAttribute('data-state', state);
  }
  async seeSource(source: 'recorded' | 'live' | 'model'): Promise<void> {
    await expect(this.figure).toHaveAttribute('data-source', source);
    await expect(this.button(source)).toHaveAttribute('aria-pressed', 'true');
  }
  async seeReadyState(readyState: number): Promise<void> {
    await expect(this.knows.locator('.big')).toContainText(String(readyState));
  }
  async seeTold(...events: (string | RegExp)[]): Promise<void> {
    await expect(this.knows.getByRole('listitem')).toHaveText(events);
  }
  async seeShutter(open: boolean): Promise<void> {
    await expect(this.shutter).toHaveText(open ? 'close the shutter' : 'open the shutter');
    for (const cover of await this.covers().all()) await expect(cover).toBeVisible({ visible: !open });
  }
}
