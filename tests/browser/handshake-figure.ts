import { expect, type Locator, type Page } from '@playwright/test';
import { handshakeTexts } from '#content/figures/en/handshake.ts';
import type { HandshakeFaultId } from '#demos/protocol/faults-handshake.ts';

type Source = 'recorded' | 'live' | 'model';
type Side = 'request' | 'response';

/** What a reader does with the handshake figure. */
export class HandshakeFigure {
  readonly page: Page;
  readonly figure: Locator;
  readonly explanation: Locator;
  readonly verdicts: Locator;
  readonly notice: Locator;
  readonly problem: Locator;
  readonly editor: Locator;

  constructor(page: Page) {
    this.page = page;
    this.figure = page.locator('figure#handshake');
    this.explanation = this.figure.locator('.explain');
    this.verdicts = this.figure.locator('.verdicts');
    this.notice = this.figure.locator('.notice');
    this.problem = this.figure.getByRole('alert');
    this.editor = this.figure.getByRole('textbox');
  }

  /** Opens the figure at `address` and waits until script has taken it over. */
  async open(address: string): Promise<void> {
    await this.page.goto(address);
    await this.figure.scrollIntoViewIfNeeded();
    await this.seeAwake();
  }
  async seeAwake(): Promise<void> {
    await expect(this.figure).toHaveAttribute('data-state', /./);
  }

  button(name: string | RegExp): Locator {
    return this.figure.getByRole('button', { name, exact: typeof name === 'string' });
  }
  /** A control of the row under the figure, whose name ends with its key. */
  control(name: string): Locator {
    return this.figure.locator('.transport').getByRole('button', { name: new RegExp(`^${name}`) });
  }
  line(text: string): Locator {
    return this.figure.locator('.lines').getByRole('button', { name: text });
  }
  phase(name: string): Locator {
    return this.figure.getByRole('button', { name: new RegExp(`^\\d ${name}$`) });
  }

  state(): Promise<string | null> {
    return this.figure.getAttribute('data-state');
  }
  async seeState(state: string): Promise<void> {
    await expect(this.figure).toHaveAttribute('data-state', state);
  }
  async seeStep(step: number, of?: number): Promise<void> {
    await expect(this.explanation).toContainText(of ? `${step} of ${of}` : `${step} of `);
  }
  async seeSource(source: Source): Promise<void> {
    await expect(this.figure).toHaveAttribute('data-source', source);
    await expect(this.button(source)).toHaveAttribute('aria-pressed', 'true');
  }
  async seeStatus(words: string | RegExp): Promise<void> {
    // A lost companion is tried again after 2 s at first, then ever more seldom.
    await expect(this.figure.locator('.prov')).toHaveText(words, { timeout: 15_000 });
  }
  /** The run is over: the status names who spoke to whom. */
  async seeSettled(): Promise<void> {
    await expect(this.figure.locator('.prov')).not.toHaveText(handshakeTexts.ui.running);
  }

  async edit(side: Side): Promise<void> {
    await this.button(`edit the ${side}`).click();
    await expect(this.editor).toBeFocused();
  }
  async breakIt(fault: HandshakeFaultId): Promise<void> {
    await this.figure
      .getByRole('group', { name: handshakeTexts.ui.breakIt })
      .getByRole('button', { name: handshakeTexts.faults[fault], exact: true })
      .click();
  }
  async send(): Promise<void> {
    await this.button(/^send it/).click();
  }
  /** Opens the editor, breaks the head in a ready-made way, sends it, and waits for the verdicts. */
  async sendBroken(fault: HandshakeFaultId): Promise<void> {
    await this.edit(fault.startsWith('request') ? 'request' : 'response');
    await this.breakIt(fault);
    await this.send();
    await this.seeSettled();
    await expect(this.verdicts).toBeVisible();
  }

  /** What the RFC says of the bytes. */
  get byTheRfc(): Locator {
    return this.verdicts.locator(':scope > div').first();
  }
  /** What really happened to them. */
  get whatHappened(): Locator {
    return this.verdicts.locator(':scope > div').last();
  }
  hex(): Promise<string> {
    return this.explanation
      .locator('.hex i')
      .allTextContents()
      .then((pairs) => pairs.join(' '));
  }
}
