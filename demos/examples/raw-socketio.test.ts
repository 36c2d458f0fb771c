import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { chromium } from '@playwright/test';
import { Server } from 'socket.io';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { createCompanion } from '#demos/server/companion.ts';
import { chromiumPath } from '#tools/chromium-path.ts';
import { closedAddress, python, type RunningServer, run, serve } from './run-example.ts';

const read = (file: string) => readFileSync(new URL(file, import.meta.url), 'utf8');
/** The ids are new in every session. */
const withoutIds = (text: string) => text.replaceAll(/"(s?id)":"[\w-]{20}"/g, '"$1":"…"');

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

  it('refuses a page of another origin', async () => {
    const ws = new WebSocket(`ws://${server.address}/socket.io/?EIO=4&transport=websocket`, {
      origin: 'http://evil.test',
    });
    const [error] = await once(ws, 'error');
    expect(String(error)).toContain('Unexpected server response: 400');
  });
});

describe('raw-socketio-browser.js', () => {
  it('has the session with the course’s own server that the lesson prints', async () => {
    const companion = await createCompanion();
    const browser = await chromium.launch({ executablePath: await chromiumPath(), args: ['--no-sandbox'] });
    try {
      const page = await browser.newPage();
      await page.goto(new URL('/healthz', companion.url).href);
      const log: string[] = [];
      page.on('console', (message) => message.type() === 'log' && log.push(`${message.text()}\n`));
      const closed = page.waitForEvent('console', (message) => /^\d{4}$/.test(message.text()));
      // As in the console: no Content-Security-Policy applies.
      await page.evaluate(read('raw-socketio-browser.js'));
      await closed;
      expect(withoutIds(log.join(''))).toBe(withoutIds(read('raw-socketio-browser.out')));
    } finally {
      await browser.close();
      await companion.close();
    }
  }, 30_000);
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
