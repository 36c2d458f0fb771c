import { afterEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { PATHS } from '#demos/capture/side-channel.ts';
import { type Companion, createCompanion } from './companion.ts';
import { LIMITS, type Limits } from './limits.ts';
import { exchange, handshakeStatus, head, openPage, statusOf, tcpClient, webSocketUrl } from './test-client.ts';
import { createTokenBucket } from './token-bucket.ts';

let companion: Companion;
afterEach(() => companion.close());
const start = async (limits: Partial<Limits>) => {
  companion = await createCompanion({ limits });
};

const health = head('GET /healthz HTTP/1.1', { Host: 'localhost', Connection: 'close' });
const echoUrl = () => webSocketUrl(companion) + PATHS.echo;

/** An echo connection, and the code it ends with. */
async function openEcho(url = echoUrl()) {
  const socket = new WebSocket(url, { origin: companion.url });
  const closed = new Promise<number>((resolve) => socket.on('close', resolve));
  await new Promise((resolve) => socket.on('open', resolve));
  return { socket, closed };
}

describe('rule 8: before the upgrade the answer is 503', () => {
  test('to a connection too many from one address', async () => {
    await start({ connectionsPerAddress: 1 });
    const first = await tcpClient(companion.ports.main);
    first.write(health.replace('close', 'keep-alive'));
    await first.until(() => first.received.endsWith('ok\n'));
    expect(await handshakeStatus(echoUrl())).toBe(503);
    expect(statusOf(await exchange(companion.ports.main, health))).toBe(503);
    first.socket.destroy();
    await expect.poll(() => handshakeStatus(echoUrl())).toBe(101);
  });

  test('to connections that come too fast', async () => {
    await start({ connectionRate: { perSecond: 0, burst: 2 } });
    expect(await handshakeStatus(echoUrl())).toBe(101);
    expect(await handshakeStatus(echoUrl())).toBe(101);
    expect(await handshakeStatus(echoUrl())).toBe(503);
  });

  test('to requests that come too fast, on one connection or many', async () => {
    await start({ requestRate: { perSecond: 0, burst: 2 } });
    const three = health.replace('close', 'keep-alive').repeat(2) + health;
    const response = await exchange(companion.ports.main, three);
    expect(response.match(/HTTP\/1\.1 \d{3}/g)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 200', 'HTTP/1.1 503']);
    expect(response).toContain('Retry-After');
  });

  test('to a connection too many of one page, until another of it has ended', async () => {
    await start({ connectionsPerPage: 1 });
    const page = await openPage(companion);
    const { socket } = await openEcho(page.url(PATHS.echo));
    expect(await handshakeStatus(page.url(PATHS.echo), companion.url)).toBe(503);
    expect(await handshakeStatus(echoUrl())).toBe(101);
    socket.close();
    await expect.poll(() => handshakeStatus(page.url(PATHS.echo), companion.url)).toBe(101);
    await page.close();
  });

  test('to a Socket.IO client too many', async () => {
    await start({ socketioClients: 1 });
    const poll = head(`GET ${PATHS.socketio}?EIO=4&transport=polling HTTP/1.1`, {
      Host: 'localhost',
      Connection: 'close',
    });
    expect(statusOf(await exchange(companion.ports.main, poll))).toBe(200);
    expect(statusOf(await exchange(companion.ports.main, poll))).toBe(503);
  });
});

describe('rule 8: after the upgrade the close code says it', () => {
  test('a page too many: 1013', async () => {
    await start({ pages: 1 });
    const page = await openPage(companion);
    const { closed } = await openEcho(webSocketUrl(companion) + PATHS.sideChannel);
    expect(await closed).toBe(1013);
    await page.close();
  });

  test('messages too fast: 1013', async () => {
    await start({ messageRate: { perSecond: 0, burst: 2 } });
    const { socket, closed } = await openEcho();
    for (const text of ['1', '2', '3']) socket.send(text);
    expect(await closed).toBe(1013);
  });

  test('idle for too long: 1013', async () => {
    await start({ idleMs: 20 });
    const { closed } = await openEcho();
    expect(await closed).toBe(1013);
  });

  test('a message too long: 1009', async () => {
    await start({ messageBytes: 1000 });
    const { socket, closed } = await openEcho();
    socket.send('x'.repeat(1000));
    await new Promise((resolve) => socket.on('message', resolve));
    socket.send('x'.repeat(1001));
    expect(await closed).toBe(1009);
  });
});

describe('rule 8: time and memory', () => {
  test('a head that does not end is answered 408', async () => {
    await start({ headMs: 50 });
    expect(statusOf(await exchange(companion.ports.main, 'GET / HTTP/1.1\r\nHost: localhost\r\n'))).toBe(408);
  });

  test('a head that is too long is answered 431', async () => {
    await start({});
    const long = head('GET / HTTP/1.1', { Host: 'localhost', Long: 'x'.repeat(LIMITS.headBytes) });
    expect(statusOf(await exchange(companion.ports.main, long))).toBe(431);
  });

  test('a responder connection that says nothing is cut', async () => {
    await start({ headMs: 20 });
    const client = await tcpClient(companion.ports.responder ?? 0);
    expect(await client.untilEnd()).toBe('');
  });

  test('a peer that does not read is not read from', async () => {
    await start({ unsentBytes: 1 << 20, messageRate: { perSecond: 1e6, burst: 1e6 } });
    const { socket } = await openEcho();
    socket.pause();
    const before = process.memoryUsage().arrayBuffers;
    const message = Buffer.alloc(1 << 20);
    let sent = 0;
    // The kernel's buffers fill, then ours at the client: the server has stopped reading.
    while (socket.bufferedAmount < 16 << 20 && sent < 200) {
      socket.send(message);
      sent += 1;
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(socket.bufferedAmount).toBeGreaterThanOrEqual(16 << 20);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(100 << 20);
    socket.resume();
    let echoed = 0;
    await new Promise<void>((resolve) =>
      socket.on('message', () => {
        echoed += 1;
        if (echoed === sent) resolve();
      }),
    );
    expect(echoed).toBe(sent);
    socket.terminate();
  });

  test('a page that does not read costs a bounded amount, and learns what it missed', async () => {
    await start({ queuedBytesPerPage: 256 << 10, messageRate: { perSecond: 1e6, burst: 1e6 } });
    const page = await openPage(companion);
    page.socket.pause();
    const { socket } = await openEcho(page.url(PATHS.echo));
    const message = Buffer.alloc(60_000);
    const rounds = 400;
    for (let round = 0; round < rounds; round++) {
      socket.send(message);
      await new Promise((resolve) => socket.once('message', resolve));
    }
    socket.close();
    page.socket.resume();
    await page.untilClosed(1);
    const missed = page.events.reduce((sum, e) => sum + (e.kind === 'gap' && e.why === 'slow-page' ? e.length : 0), 0);
    expect(missed).toBeGreaterThan(0);
    // Nothing is unaccounted for: what came and what did not make up the whole stream.
    const frames = rounds * (60_000 + 4) + 2 + 2;
    const stream = page.stream('1', 'server-to-client');
    expect(stream.length - (stream.indexOf('\r\n\r\n') + 4)).toBeLessThanOrEqual(frames);
    expect(stream.length).toBeGreaterThan(rounds * 60_000);
    await page.close();
  });
});

test('a token bucket gives its burst at once, and then one token a period', async () => {
  await start({});
  let now = 0;
  const bucket = createTokenBucket({ perSecond: 10, burst: 2 }, () => now);
  expect([bucket.take(), bucket.take(), bucket.take()]).toEqual([true, true, false]);
  now = 99;
  expect(bucket.take()).toBe(false);
  now = 100;
  expect([bucket.take(), bucket.take()]).toEqual([true, false]);
  now = 1_000_000;
  expect(bucket.full()).toBe(true);
  expect([bucket.take(), bucket.take(), bucket.take()]).toEqual([true, true, false]);
});
