import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { chromium } from '@playwright/test';
import { Server } from 'socket.io';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumPath } from '#tools/chromium-path.ts';
import { closedAddress, python, type RunningServer, run, serve } from './run-example.ts';

const read = (file: string) => readFileSync(new URL(file, import.meta.url), 'utf8');
/** Session ids are new in every session: 20 characters, of which the last four count connections. */
const withoutIds = (text: string) => text.replaceAll(/"sid":"[\w-]{20}"/g, '"sid":"…"');

const CLIENTS = ['raw-socketio.mjs', ...(python ? ['raw_socketio.py'] : [])];

describe('socketio-server.mjs', () => {
  let server: RunningServer;
  beforeAll(async () => {
    server = await serve('socketio-server.mjs', 'http://course.test');
  });
  afterAll(() => server.stop());

  it.each(CLIENTS)('has the session with %s that the lesson prints', async (client) => {
    const { out, err, code } = await run(client, `ws://${server.address}`);
    expect({ out: withoutIds(out), err, code }).toEqual({
      out: withoutIds(read('raw-socketio.out')),
      err: '',
      code: 0,
    });
  });

  it.each([
    ['course.test', withoutIds(read('raw-socketio.out'))],
    // An unclean close, of which script learns no reason.
    ['evil.test', '1006\n'],
  ])(
    'has this session with raw-socketio-browser.js on a page of %s',
    async (host, session) => {
      const browser = await chromium.launch({
        executablePath: await chromiumPath(),
        // The page is handed to Chromium rather than served from loopback, so it would refuse it a loopback socket.
        args: [
          '--no-sandbox',
          '--disable-features=LocalNetworkAccessChecks,LocalNetworkAccessChecksWebSockets',
          `--host-resolver-rules=MAP ${host}:80 ${server.address}`,
        ],
      });
      try {
        const page = await browser.newPage();
        await page.route(`http://${host}/`, (route) =>
          route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>raw</title>' }),
        );
        await page.goto(`http://${host}/`);
        const log: string[] = [];
        page.on('console', (message) => message.type() === 'log' && log.push(`${message.text()}\n`));
        const closed = page.waitForEvent('console', (message) => /^\d{4}$/.test(message.text()));
        await page.addScriptTag({ content: read('raw-socketio-browser.js') });
        await closed;
        expect(withoutIds(log.join(''))).toBe(session);
      } finally {
        await browser.close();
      }
    },
    30_000,
  );
});

describe.each(CLIENTS)('%s', (client) => {
  it('answers a ping, so that its session goes on', async () => {
    const http = createServer();
    const io = new Server(http, { serveClient: false, pingInterval: 50 });
    // Acknowledges once the pong has come.
    io.on('connection', (socket) =>
      socket.on('echo', (value: unknown, acknowledge: (value: unknown) => void) =>
        socket.conn.on('packet', ({ type }) => type === 'pong' && acknowledge(value)),
      ),
    );
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
    try {
      const address = http.address();
      if (address === null || typeof address === 'string') throw new Error('a TCP server has a port');
      const { out, code } = await run(client, `ws://127.0.0.1:${address.port}`);
      expect(out).toContain('\n← 2\n→ 3\n← 430["Hello"]\n');
      expect(code).toBe(0);
    } finally {
      await io.close();
    }
  });

  it('says why it cannot connect, and fails', async () => {
    const { err, code } = await run(client, `ws://${await closedAddress()}`);
    expect(err).toMatch(/ECONNREFUSED|ConnectionRefusedError/);
    expect(code).toBe(1);
  });
});

describe('socketio-parser.mjs', () => {
  it('prints what the lesson prints', async () => {
    const { out, err } = await run('socketio-parser.mjs');
    expect({ out, err }).toEqual({ out: read('socketio-parser.out'), err: '' });
  });
});
