import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer, type ViteDevServer } from 'vite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { PATHS } from '#demos/capture/side-channel.ts';
import type { Companion } from './companion.ts';
import { exchange, HANDSHAKE, handshakeStatus, head, openPage, statusOf, webSocketUrl } from './test-client.ts';
import { companionPlugin } from './vite-plugin.ts';

let folder: string;
let vite: ViteDevServer;
let dev: Companion;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'companion-vite-'));
  await writeFile(join(folder, 'index.html'), '<!doctype html><title>Editing</title>');
  vite = await createServer({
    root: folder,
    configFile: false,
    logLevel: 'silent',
    server: { host: '127.0.0.1', port: 0 },
    plugins: [companionPlugin()],
  });
  await vite.listen();
  const bound = vite.httpServer?.address() as AddressInfo | null;
  const port = bound?.port ?? 0;
  const ports = { main: port, strict: null, responder: null };
  dev = { url: `http://127.0.0.1:${port}`, ports, close: () => vite.close() };
});
afterAll(async () => {
  await vite.close();
  await rm(folder, { recursive: true });
});

const hot = (origin: string) =>
  new WebSocket(`${webSocketUrl(dev)}/?token=${vite.config.webSocketToken}`, 'vite-hmr', { origin });

test('a page has its tap on the development server’s own port', async () => {
  const page = await openPage(dev);
  const socket = new WebSocket(page.url(PATHS.echo), { origin: dev.url });
  socket.on('open', () => socket.send('Hello'));
  socket.on('message', () => socket.close());
  await page.untilClosed(1);
  expect(page.stream('1', 'server-to-client')).toContain('Hello');
  await page.close();
});

test('pages are served, and say that they have a companion', async () => {
  const response = await fetch(`${dev.url}/`, { headers: { Accept: 'text/html' } });
  expect(await response.text()).toContain('<title>Editing</title>');
  expect(response.headers.get('Server-Timing')).toBe('companion');
});

test('Vite’s own socket for hot updates works as before', async () => {
  const socket = hot(dev.url);
  const first = await new Promise<string>((resolve) => socket.on('message', (data) => resolve(String(data))));
  expect(JSON.parse(first)).toEqual({ type: 'connected' });
  socket.terminate();
});

test('the Host and Origin rules hold here as well', async () => {
  const get = (host: string) => exchange(dev.ports.main, head('GET / HTTP/1.1', { Host: host, Connection: 'close' }));
  // Vite has a rule of its own for names, which comes first.
  expect(statusOf(await get('evil.example'))).toBe(403);
  expect(statusOf(await get('192.168.1.5'))).toBe(421);
  const upgrade = head('GET /ws/echo HTTP/1.1', { Host: 'evil.example', ...HANDSHAKE });
  expect(statusOf(await exchange(dev.ports.main, upgrade))).toBe(421);
  const update = head(`GET /?token=${vite.config.webSocketToken} HTTP/1.1`, {
    Host: 'evil.example',
    ...HANDSHAKE,
    'Sec-WebSocket-Protocol': 'vite-hmr',
  });
  expect(statusOf(await exchange(dev.ports.main, update))).toBe(421);
  expect(await handshakeStatus(webSocketUrl(dev) + PATHS.echo, 'http://evil.example')).toBe(403);
  expect(await handshakeStatus(webSocketUrl(dev) + PATHS.sideChannel)).toBe(403);
});
