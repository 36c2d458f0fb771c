import { Agent, get } from 'node:http';
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { PATHS } from '#demos/capture/side-channel.ts';
import { createCompanion } from './companion.ts';
import { exchange, head, openPage, tcpClient, webSocketUrl } from './test-client.ts';

const health = head('GET /healthz HTTP/1.1', { Host: 'localhost', Connection: 'close' });

/** A WebSocket, and its close code. */
async function open(url: string, origin: string): Promise<{ closed: Promise<number> }> {
  const socket = new WebSocket(url, { origin });
  const closed = new Promise<number>((resolve) => socket.on('close', resolve));
  await new Promise((resolve) => socket.on('open', resolve));
  return { closed };
}

test('it says where it is, and that it is well', async () => {
  const companion = await createCompanion();
  expect(companion.url).toBe(`http://127.0.0.1:${companion.ports.main}`);
  expect((await exchange(companion.ports.main, health)).endsWith('\r\n\r\nok\n')).toBe(true);
  await companion.close();
});

test('a client that would rather speak HTTP/2 is answered in HTTP/1.1', async () => {
  const companion = await createCompanion();
  const wish = { Connection: 'Upgrade, HTTP2-Settings, close', Upgrade: 'h2c', 'HTTP2-Settings': 'AAMAAABkAAQAAP__' };
  const answer = await exchange(companion.ports.main, head('GET /healthz HTTP/1.1', { Host: 'localhost', ...wish }));
  expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\n.*\r\n\r\nok\n$/s);
  await companion.close();
});

test('when it stops, every WebSocket is closed with 1001 and nothing is left', async () => {
  const companion = await createCompanion();
  const page = await openPage(companion);
  const sideChannel = new Promise((resolve) => page.socket.on('close', resolve));
  const echo = await open(page.url(PATHS.echo), companion.url);
  const stranger = await open(webSocketUrl(companion) + PATHS.echo, companion.url);
  await companion.close();
  expect(await Promise.all([echo.closed, stranger.closed])).toEqual([1001, 1001]);
  expect(await sideChannel).toBe(1001);
  // The page saw in its tap how its own socket was closed: 21 bytes, of which 0x03e9 is 1001.
  expect(page.stream('1', 'server-to-client')).toContain('\x88\x15\x03\xe9');
  await expect(exchangeOrError(companion.ports.main)).resolves.toBe('ECONNREFUSED');
});

test('it stops although peers do not answer, keep connections alive, or send half a head', async () => {
  const companion = await createCompanion({ limits: { graceMs: 50 } });
  const deaf = new WebSocket(webSocketUrl(companion) + PATHS.echo);
  await new Promise((resolve) => deaf.on('open', resolve));
  deaf.pause();
  const half = await tcpClient(companion.ports.main);
  half.write('GET / HTTP/1.1\r\n');
  const agent = new Agent({ keepAlive: true });
  await new Promise((resolve) =>
    get({ agent, host: '127.0.0.1', port: companion.ports.main, path: PATHS.health }, (response) =>
      response.resume().on('end', resolve),
    ),
  );
  const strict = await tcpClient(companion.ports.strict ?? 0);
  const responder = await tcpClient(companion.ports.responder ?? 0);
  await companion.close();
  await Promise.all([half.untilEnd(), strict.untilEnd(), responder.untilEnd()]);
  agent.destroy();
  deaf.terminate();
});

test('it starts again on the port it had', async () => {
  const first = await createCompanion();
  const { main } = first.ports;
  await open(webSocketUrl(first) + PATHS.echo, first.url);
  await first.close();
  const second = await createCompanion({ port: main });
  expect(second.ports.main).toBe(main);
  expect(await exchange(main, health)).toContain('200 OK');
  await second.close();
});

test('a busy port is an error that names itself, and leaves nothing running', async () => {
  const first = await createCompanion();
  await expect(createCompanion({ port: first.ports.main })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  await first.close();
});

test('it can be stopped twice', async () => {
  const companion = await createCompanion();
  await Promise.all([companion.close(), companion.close()]);
  await companion.close();
});

test('it listens where it is told to', async () => {
  const companion = await createCompanion({ host: '::1' });
  expect(companion.url).toBe(`http://[::1]:${companion.ports.main}`);
  const page = await openPage(companion);
  await page.close();
  await companion.close();
});

const exchangeOrError = (port: number) =>
  new Promise((resolve) => {
    get({ host: '127.0.0.1', port }, resolve).on('error', (error: NodeJS.ErrnoException) => resolve(error.code));
  });
