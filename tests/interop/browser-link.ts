import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import { build } from 'vite';
import { vi } from 'vitest';
import type { CaptureEvent } from '#demos/capture/capture.ts';
import { recordedCapture } from '#demos/capture/recording.ts';
import type { Intent } from '#demos/link/link.ts';
import type { LiveLinkOptions } from '#demos/link/live.ts';
import { type Companion, type CompanionOptions, createCompanion } from '#demos/server/companion.ts';
import { chromiumPath } from '#tools/chromium-path.ts';

/** The site's own policy, but that its scripts are named by their hash. */
const POLICY =
  "default-src 'self'; connect-src 'self' ws://127.0.0.1:* ws://localhost:*; img-src 'self' data:; base-uri 'none'; form-action 'self'; object-src 'none'";
const HTML = `<!doctype html><meta charset="utf-8"><meta http-equiv="content-security-policy" content="${POLICY}"><title>a link</title><link rel="icon" href="data:,"><body><script type="module" src="/page.js"></script>`;

/** A live link in a real Chromium, against a real companion, driven from a test. */
export interface BrowserLink {
  readonly companion: Companion;
  /** Chromium's version. */
  readonly version: string;
  /** What Chromium wrote to its console. */
  readonly complaints: readonly string[];
  /** A new link in a new page. */
  open(options?: LiveLinkOptions): Promise<void>;
  /** The capture from nothing again, its sockets gone. */
  clear(): Promise<void>;
  /** All in one task of the page, one after the other. */
  do(...intents: readonly Intent[]): Promise<void>;
  events(): Promise<readonly CaptureEvent[]>;
  /** Resolves with the events once they satisfy `holds`. */
  until(holds: (events: readonly CaptureEvent[]) => boolean): Promise<readonly CaptureEvent[]>;
  /** As JSON. */
  status(): Promise<string>;
  /** How many documents the page holds besides its own. */
  frames(): Promise<number>;
  close(): Promise<void>;
}

export async function createBrowserLink(options: CompanionOptions = {}): Promise<BrowserLink> {
  const siteDir = await mkdtemp(join(tmpdir(), 'browser-link-'));
  await build({
    configFile: false,
    logLevel: 'error',
    build: {
      outDir: siteDir,
      emptyOutDir: false,
      minify: false,
      lib: {
        entry: fileURLToPath(new URL('./browser-link.page.ts', import.meta.url)),
        formats: ['es'],
        fileName: () => 'page.js',
      },
    },
  });
  await writeFile(join(siteDir, 'index.html'), HTML);
  const companion = await createCompanion({ ...options, siteDir });
  const browser = await chromium.launch({ executablePath: await chromiumPath() });
  const complaints: string[] = [];
  let page = await browser.newPage();

  const events = async () => recordedCapture(await page.evaluate(() => globalThis.captured())).events;
  return {
    companion,
    version: browser.version(),
    complaints,
    async open(linkOptions = {}) {
      await page.close();
      page = await browser.newPage();
      page.on('console', (message) => complaints.push(message.text()));
      await page.goto(companion.url);
      await page.waitForFunction('typeof openLink === "function"');
      await page.evaluate((given) => globalThis.openLink(given), linkOptions);
    },
    clear: () => page.evaluate(() => globalThis.clearLink()),
    do: (...intents) => page.evaluate((each) => globalThis.perform(each), intents),
    events,
    until: (holds) =>
      vi.waitUntil(
        async () => {
          const found = await events();
          return holds(found) && found;
        },
        { timeout: 10_000, interval: 20 },
      ),
    status: () => page.evaluate(() => globalThis.linkStatus()),
    frames: () => page.evaluate(() => document.querySelectorAll('iframe').length),
    async close() {
      await browser.close();
      await companion.close();
      await rm(siteDir, { recursive: true });
    },
  };
}
