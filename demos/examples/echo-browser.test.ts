import { readFileSync } from 'node:fs';
import { type Browser, chromium } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumPath } from '#tools/chromium-path.ts';
import { python, type RunningServer, serve } from './run-example.ts';

const read = (file: string) => readFileSync(new URL(file, import.meta.url), 'utf8');
const SERVERS = {
  ws: 'echo-server.mjs',
  hand: 'handshake-by-hand.mjs',
  ...(python ? { python: 'echo_server.py' } : {}),
};
const NAMES = Object.keys(SERVERS);

/** What a page of this host logs when it runs echo-browser.js, up to the close event, and what Chromium adds for developers. */
async function print(browser: Browser, host: string): Promise<{ log: string; error: string }> {
  const page = await browser.newPage();
  try {
    const log: string[] = [];
    const error: string[] = [];
    await page.route(`http://${host}/`, (route) =>
      route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>echo</title>' }),
    );
    await page.goto(`http://${host}/`);
    page.on('console', (message) => (message.type() === 'log' ? log : error).push(`${message.text()}\n`));
    const closed = page.waitForEvent('console', (message) => /^\d{4} (true|false)$/.test(message.text()));
    await page.addScriptTag({ content: read('echo-browser.js') });
    await closed;
    return { log: log.join(''), error: error.join('') };
  } finally {
    await page.close();
  }
}

describe('echo-browser.js in Chromium', () => {
  const servers: RunningServer[] = [];
  let browser: Browser;

  beforeAll(async () => {
    const maps: string[] = [];
    for (const [name, file] of Object.entries(SERVERS)) {
      const server = await serve(file, `http://${name}.test`);
      servers.push(server);
      maps.push(`MAP ${name}.test:80 ${server.address}`, `MAP ${name}.evil.test:80 ${server.address}`);
    }
    browser = await chromium.launch({
      executablePath: await chromiumPath(),
      // The pages are handed to Chromium rather than served from loopback, so it would refuse them a loopback socket.
      args: [
        '--no-sandbox',
        '--disable-features=LocalNetworkAccessChecks,LocalNetworkAccessChecksWebSockets',
        `--host-resolver-rules=${maps.join(',')}`,
      ],
    });
  }, 30_000);

  afterAll(async () => {
    await browser.close();
    await Promise.all(servers.map((server) => server.stop()));
  });

  it.each(NAMES)('%s: prints Hello and a clean 1000 on a page of an allowed origin', async (name) => {
    expect(await print(browser, `${name}.test`)).toEqual({ log: read('echo-browser.out'), error: '' });
  });

  it.each(NAMES)('%s: prints error and an unclean 1006 on a page of another origin', async (name) => {
    const { log, error } = await print(browser, `${name}.evil.test`);
    expect(log).toBe('error\n1006 false\n');
    expect(error).toContain('Unexpected response code: 403');
  });
});
