import { expect, type Locator, type Page } from '@playwright/test';

export interface OverheardHandshake {
  readonly request: readonly string[];
  readonly response: readonly string[];
}

interface HandshakeHeard {
  readonly response: { readonly requestHeadersText?: string; readonly headersText?: string };
}

const linesOf = (head: string): string[] => head.split('\r\n').filter(Boolean);

/** What a reader does on the home page. */
export class Home {
  readonly #page: Page;
  readonly headline: Locator;
  readonly badge: Locator;

  constructor(page: Page) {
    this.#page = page;
    this.headline = page.getByRole('heading', { level: 1 });
    this.badge = page.locator('#first-light .badge');
  }

  /** Listens, through the browser's own instruments, to every handshake that this page makes. */
  overhearHandshakes(): Promise<HandshakeHeard[]> {
    const heard: HandshakeHeard[] = [];
    return this.#page
      .context()
      .newCDPSession(this.#page)
      .then(async (session) => {
        session.on('Network.webSocketHandshakeResponseReceived', (event) => heard.push(event));
        await session.send('Network.enable');
        return heard;
      });
  }

  /** The handshake of the demo socket, as the browser says it was; the tap id struck out, as the companion does. */
  async echoHandshake(heard: Promise<readonly HandshakeHeard[]>): Promise<OverheardHandshake> {
    const all = await heard;
    const echo = all.find(({ response }) => response.requestHeadersText?.includes('/ws/echo'))?.response;
    const host = new URL(this.#page.url()).host;
    const request = (echo?.requestHeadersText ?? '')
      // The instruments print the whole URL where the wire has a path.
      .replace(`GET ws://${host}/`, 'GET /')
      .replace(/tap=[\w-]+/, (tap) => `tap=${'x'.repeat(tap.length - 4)}`);
    return { request: linesOf(request), response: linesOf(echo?.headersText ?? '') };
  }

  button(name: string): Locator {
    return this.#page.locator('#first-light').getByRole('button', { name });
  }

  press(name: string): Promise<void> {
    return this.button(name).click();
  }

  async seeSource(source: 'live' | 'recorded'): Promise<void> {
    await expect(this.#page.locator('#first-light')).toHaveAttribute('data-source', source);
    await expect(this.badge).toHaveText(source);
  }

  /** Script has taken the figure over. */
  async seeAwake(): Promise<void> {
    await expect(this.#page.locator('astro-island:has(#first-light)')).not.toHaveAttribute('ssr');
  }

  seeStatus(words: string | RegExp): Promise<void> {
    return expect(this.#page.locator('#first-light .prov')).toHaveText(words, { timeout: 15_000 });
  }

  requestLines(): Promise<string[]> {
    return this.#page.locator('#first-light .said:not(.reply) .x').allTextContents();
  }
  responseLines(): Promise<string[]> {
    return this.#page.locator('#first-light .said.reply .x').allTextContents();
  }
  key(): Promise<string> {
    return this.#valueOf(this.requestLines(), 'Sec-WebSocket-Key');
  }
  accept(): Promise<string> {
    return this.#valueOf(this.responseLines(), 'Sec-WebSocket-Accept');
  }
  async frames(): Promise<string[]> {
    const runs = await this.#page.locator('#first-light .first .hex').all();
    return Promise.all(runs.map(async (run) => (await run.locator('i').allTextContents()).join(' ')));
  }

  async #valueOf(lines: Promise<readonly string[]>, name: string): Promise<string> {
    const line = (await lines).find((each) => each.startsWith(`${name}: `)) ?? '';
    return line.slice(name.length + 2);
  }
}
