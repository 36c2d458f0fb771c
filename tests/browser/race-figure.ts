import { expect, type Locator, type Page } from '@playwright/test';
import { raceTexts } from '#content/figures/en/race.ts';
import type { LaneId } from '#demos/race/race.lanes.ts';
import { LADDERS, type RaceSettings } from '#demos/race/race.settings.ts';

const { ui, lanes, settings } = raceTexts;

/** What a reader does with the race. */
export class RaceFigure {
  readonly page: Page;
  readonly figure: Locator;
  readonly runLive: Locator;
  readonly verdict: Locator;
  readonly moment: Locator;

  constructor(page: Page) {
    this.page = page;
    this.figure = page.locator('figure#race');
    this.runLive = this.figure.getByRole('button', { name: ui.runLive });
    this.verdict = this.figure.locator('.verdict');
    this.moment = this.figure.locator('.moment');
  }

  async open(hash = ''): Promise<void> {
    await this.page.goto(`/lab/race/${hash}`);
    await this.figure.scrollIntoViewIfNeeded();
    await expect(this.figure).toHaveAttribute('data-state', /./);
  }

  slider(name: keyof RaceSettings): Locator {
    return this.figure.getByRole('slider', { name: settings[name] });
  }
  async set(name: keyof RaceSettings, value: number): Promise<void> {
    await this.slider(name).fill(String(LADDERS[name].indexOf(value)));
  }
  lane(lane: LaneId): Locator {
    return this.figure.getByRole('button', { name: new RegExp(`^${lanes[lane].name}`) });
  }
  /** A lane's cell in the table. */
  cell(lane: LaneId, column: string): Locator {
    const row = this.figure
      .getByRole('row')
      .filter({ has: this.page.getByRole('rowheader', { name: lanes[lane].name, exact: true }) });
    return row.locator(`td.${column}`);
  }

  /** As a word or a prediction of the prose does. */
  async ask(type: 'figure:select' | 'figure:run', detail: Readonly<Record<string, string>>): Promise<void> {
    await this.page.evaluate(
      ([name, given]) => document.dispatchEvent(new CustomEvent(name, { detail: { figure: 'race', ...given } })),
      [type, detail] as const,
    );
  }

  async seeSource(source: 'recorded' | 'live' | 'model'): Promise<void> {
    await expect(this.figure).toHaveAttribute('data-source', source);
  }
}
