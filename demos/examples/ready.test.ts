import { readFileSync } from 'node:fs';
import { type Browser, chromium } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { chromiumPath } from '#tools/chromium-path.ts';
import { python, type RunningServer, run, serve } from './run-example.ts';

const read = (file: string) => readFileSync(new URL(file, import.meta.url), 'utf8');
const output = (file: string) => read(file.replace(/\.\w+$/, '.out'));

const CLIENTS = ['ready-client.mjs', ...(python ? ['ready_client.py'] : [])];

let server: RunningServer;
beforeAll(async () => {
  server = await serve('echo-server.mjs', 'http://ready.test');
});
afterAll(() => server.stop());

test.each(CLIENTS)('%s prints what the lesson prints', async (client) => {
  const { out, err, code } = await run(client, `ws://${server.address}`);
  expect({ out, err, code }).toEqual({ out: output(client), err: '', code: 0 });
});

describe('in Chromium', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath: await chromiumPath(),
      // As in echo-browser.test.ts: a page that is not from loopback, whose socket is.
      args: [
        '--no-sandbox',
        '--disable-features=LocalNetworkAccessChecks,LocalNetworkAccessChecksWebSockets',
        `--host-resolver-rules=MAP ready.test:80 ${server.address}`,
      ],
    });
  }, 30_000);
  afterAll(() => browser.close());

  /** A page of ready.test, and what its script logs. */
  async function blank() {
    const page = await browser.newPage();
    await page.route('http://ready.test/', (route) =>
      route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>ready</title>' }),
    );
    await page.goto('http://ready.test/');
    const log: string[] = [];
    page.on('console', (message) => message.type() === 'log' && log.push(`${message.text()}\n`));
    return { page, log };
  }
  const functions = read('ready-browser.js').split('\nconst ws')[0] ?? '';

  it('ready-browser.js prints what the lesson prints', async () => {
    const { page, log } = await blank();
    const closed = page.waitForEvent('console', (message) => message.text().startsWith('close'));
    await page.addScriptTag({ content: read('ready-browser.js') });
    await closed;
    expect(log.join('')).toBe(output('ready-browser.js'));
  });

  it('opened() resolves for a socket that is already open, although its event is past', async () => {
    const { page } = await blank();
    await page.addScriptTag({ content: functions });
    const state = await page.evaluate(`(async () => {
      const ws = new WebSocket('/ws/echo');
      await new Promise((resolve) => { ws.onopen = resolve; });
      return (await opened(ws)).readyState;
    })()`);
    expect(state).toBe(1);
  });

  it.each([
    ['while it connects', 'ws.close()'],
    ['when it is closed already', 'ws.close(); await new Promise((resolve) => { ws.onclose = resolve; })'],
  ])('opened() rejects a socket that script closes %s', async (_, close) => {
    const { page } = await blank();
    await page.addScriptTag({ content: functions });
    const message = await page.evaluate(`(async () => {
      const ws = new WebSocket('/ws/echo');
      ${close};
      return opened(ws).catch(({ message }) => message);
    })()`);
    expect(message).toBe('closed before it opened');
  });
});
