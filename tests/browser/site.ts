import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, type Page } from '@playwright/test';
import sirv from 'sirv';
import { pagesOf } from '#tools/page-weight.ts';

/** The built site under test. */
export const DIST = process.env['DIST'] ?? 'dist';

/** Every page of the built site as a path; `/404.html` is one. */
export const PAGES = await pagesOf(DIST);

/** Every lesson and every page of the lab: each holds figures. */
export const FIGURE_PAGES = PAGES.filter((path) => /^\/(?:lessons|lab)\/./.test(path));

/** The lesson and the lab page that hold the handshake figure. */
export const LESSON = '/lessons/upgrade-handshake/';
export const LAB = '/lab/handshake/';
/** The lesson on frames. */
export const FRAMES = '/lessons/frames/';

export interface StaticSite {
  readonly url: string;
  close(): Promise<void>;
}

/** A plain file host: the built site and nothing else, so a page on it finds no companion. */
export async function createFileHost(folder: string): Promise<StaticSite> {
  const server = createServer(
    sirv(folder, {
      etag: true,
      onNoMatch: (_request, response) => response.writeHead(404).end('404 Not Found'),
    }),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

/** Opens a page and brings every figure on it near the screen, so that all are awake. */
export async function openAwake(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await wakeAll(page);
}

/** Brings every figure of the page near the screen, and waits until script has taken each over. */
export async function wakeAll(page: Page): Promise<void> {
  for (const figure of await page.locator('astro-island figure[data-demo]').all()) {
    await figure.scrollIntoViewIfNeeded();
    await expect(figure).toHaveAttribute('data-state', /./);
  }
}

/** The sum of all layout shifts so far that no input of the reader explains. */
export const shiftSoFar = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const observer = new PerformanceObserver(() => {});
    observer.observe({ type: 'layout-shift', buffered: true });
    const entries = observer.takeRecords() as (PerformanceEntry & { value: number; hadRecentInput: boolean })[];
    observer.disconnect();
    return entries.filter(({ hadRecentInput }) => !hadRecentInput).reduce((sum, { value }) => sum + value, 0);
  });
