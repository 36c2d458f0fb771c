import { Agent, get } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { PATHS, TAP_PARAM } from '#demos/capture/side-channel.ts';
import { type Companion, createCompanion } from './companion.ts';
import { HANDSHAKE, handshakeStatus, head, hidden, openPage, tcpClient, webSocketUrl } from './test-client.ts';

let companion: Companion;
beforeAll(async () => {
  companion = await createCompanion();
});
afterAll(() => companion.close());

const side = (tap: string) => `${webSocketUrl(companion)}${PATHS.sideChannel}?${TAP_PARAM}=${tap}`;
const echo = (tap: string) => `${webSocketUrl(companion)}${PATHS.echo}?${TAP_PARAM}=${tap}`;

/** One echoed message, from open to close. */
async function say(url: string, text: string): Promise<void> {
  const socket = new WebSocket(url, { origin: companion.url });
  socket.on('open', () => socket.send(text));
  socket.on('message', () => socket.close(1000));
  await new Promise((resolve) => socket.on('close', resolve));
}

describe('rule 3: the tap id', () => {
  test('is new for every side channel', async () => {
    const pages = await Promise.all([openPage(companion), openPage(companion), openPage(companion)]);
    expect(new Set(pages.map((page) => page.tap)).size).toBe(3);
    await Promise.all(pages.map((page) => page.close()));
  });

  test('is never chosen by the client, and a stolen one opens no second side channel', async () => {
    const page = await openPage(companion);
    expect(await handshakeStatus(side('AAAAAAAAAAAAAAAAAAAAAA'), companion.url)).toBe(403);
    expect(await handshakeStatus(side(page.tap), companion.url)).toBe(403);
    await page.close();
  });

  test('when guessed, opens nothing', async () => {
    for (const guess of ['AAAAAAAAAAAAAAAAAAAAAA', '', '__proto__', '../', 'x'.repeat(5000)]) {
      expect(await handshakeStatus(echo(guess), companion.url)).toBe(403);
      expect(
        await handshakeStatus(
          `${webSocketUrl(companion)}${PATHS.socketio}?EIO=4&transport=websocket&${TAP_PARAM}=${guess}`,
        ),
      ).toBe(403);
    }
  });

  test('given twice in one query is none', async () => {
    const page = await openPage(companion);
    expect(await handshakeStatus(`${echo(page.tap)}&${TAP_PARAM}=${page.tap}`, companion.url)).toBe(403);
    await page.close();
  });

  test('is dead with its side channel', async () => {
    const page = await openPage(companion);
    await page.close();
    // The server may learn of the end a little later than the client.
    await expect.poll(() => handshakeStatus(echo(page.tap), companion.url)).toBe(403);
  });

  test('does not leave the server again: not in the target, nor in Referer', async () => {
    const page = await openPage(companion);
    const client = await tcpClient(companion.ports.main);
    const sent = head(`GET ${PATHS.echo}?a=b&${TAP_PARAM}=${page.tap} HTTP/1.1`, {
      Host: 'localhost',
      Origin: companion.url,
      Referer: `${companion.url}/?${TAP_PARAM}=${page.tap}`,
      ...HANDSHAKE,
    });
    client.write(sent);
    await page.until(() => page.stream('1', 'server-to-client').includes('\r\n\r\n'));
    expect(page.stream('1', 'client-to-server')).toBe(hidden(sent, page.tap));
    const redacted = page.events.flatMap((event) => (event.kind === 'bytes' ? (event.redacted ?? []) : []));
    expect(redacted.map(({ why, span }) => [why, span.end - span.start])).toEqual([
      ['tap-id', page.tap.length * 8],
      ['tap-id', page.tap.length * 8],
    ]);
    client.socket.destroy();
    await page.close();
  });
});

describe('events reach their owner and nobody else', () => {
  test('two pages and a stranger at once', async () => {
    const [a, b] = await Promise.all([openPage(companion), openPage(companion)]);
    await Promise.all([
      say(a.url(PATHS.echo), 'of page a'),
      say(b.url(PATHS.echo), 'of page b'),
      say(webSocketUrl(companion) + PATHS.echo, 'of nobody'),
    ]);
    await Promise.all([a.untilClosed(1), b.untilClosed(1)]);
    expect(a.stream('1', 'server-to-client')).toContain('of page a');
    expect(b.stream('1', 'server-to-client')).toContain('of page b');
    expect(new Set(a.events.map((event) => event.connection))).toEqual(new Set(['1']));
    expect(new Set(b.events.map((event) => event.connection))).toEqual(new Set(['1']));
    await Promise.all([a.close(), b.close()]);
  });

  test('the side channel itself is never tapped', async () => {
    const page = await openPage(companion);
    await say(page.url(PATHS.echo), 'Hello');
    await page.untilClosed(1);
    const targets = page.events.flatMap((event) =>
      event.kind === 'bytes' ? [Buffer.from(event.bytes).toString('latin1')] : [],
    );
    expect(targets.join('')).not.toContain(PATHS.sideChannel);
    await page.close();
  });

  test('on one kept-alive connection every page sees its own requests only', async () => {
    const [a, b] = await Promise.all([openPage(companion), openPage(companion)]);
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const ports = new Set<number | undefined>();
    const ask = (query: string) =>
      new Promise<void>((resolve, reject) => {
        get({ agent, port: companion.ports.main, host: '127.0.0.1', path: `${PATHS.health}?${query}` }, (response) => {
          ports.add(response.socket.localPort);
          response.resume().on('end', () => setImmediate(resolve));
        }).on('error', reject);
      });
    for (const query of [
      `n=1&${TAP_PARAM}=${a.tap}`,
      `n=2&${TAP_PARAM}=${a.tap}`,
      'n=3',
      `n=4&${TAP_PARAM}=${b.tap}`,
      `n=5&${TAP_PARAM}=${a.tap}`,
    ])
      await ask(query);
    agent.destroy();
    await a.untilClosed(1);
    await b.until(() => b.stream('1', 'server-to-client').includes('ok'));
    expect(ports.size).toBe(1);
    const asked = (page: typeof a, connection: string) =>
      [...page.stream(connection, 'client-to-server').matchAll(/\?n=(\d)/g)].map(([, n]) => n);
    const answered = (page: typeof a, connection: string) =>
      page.stream(connection, 'server-to-client').match(/200 OK/g)?.length;
    expect([asked(a, '1'), answered(a, '1')]).toEqual([['1', '2'], 2]);
    expect([asked(a, '2'), answered(a, '2')]).toEqual([['5'], 1]);
    expect([asked(b, '1'), answered(b, '1')]).toEqual([['4'], 1]);
    // Each stretch is whole by itself: it begins at offset 0 and says which TCP connection it was.
    const opened = [...a.events, ...b.events].flatMap((event) => (event.kind === 'opened' ? [event.remote] : []));
    expect(opened).toHaveLength(3);
    expect(new Set(opened).size).toBe(1);
    await Promise.all([a.close(), b.close()]);
  });

  test('what comes of a request after its answer is still its page’s', async () => {
    const [a, b] = await Promise.all([openPage(companion), openPage(companion)]);
    const { port } = new URL(companion.url);
    const client = await tcpClient(Number(port));
    // Nobody's session: answered before the body has come.
    client.write(
      head(`POST ${PATHS.socketio}?EIO=4&transport=polling&sid=x&${TAP_PARAM}=${a.tap} HTTP/1.1`, {
        Host: 'localhost',
        'Content-Length': '11',
      }),
    );
    await client.until(() => client.received.includes('400 Bad Request'));
    client.write('body\nof a\n\n');
    await a.until(() => a.stream('1', 'client-to-server').endsWith('body\nof a\n\n'));
    client.write(
      head(`GET ${PATHS.health}?${TAP_PARAM}=${b.tap} HTTP/1.1`, { Host: 'localhost', Connection: 'close' }),
    );
    await client.untilEnd();
    await b.untilClosed(1);
    expect(b.stream('1', 'client-to-server')).toMatch(/^GET /);
    expect(b.stream('1', 'client-to-server')).not.toContain(b.tap);
    await Promise.all([a.close(), b.close()]);
  });
});

describe('rule 4: credentials are hidden before they leave the server', () => {
  test('in a head that comes byte by byte', async () => {
    const page = await openPage(companion);
    const client = await tcpClient(companion.ports.main);
    client.socket.setNoDelay(true);
    const sent = head(`GET ${PATHS.echo}?${TAP_PARAM}=${page.tap} HTTP/1.1`, {
      Host: 'localhost',
      Cookie: 'session=s3cret',
      Authorization: 'Basic czNjcmV0',
      'pRoXy-AuThOrIzAtIoN': 'Bearer s3cret',
      ...HANDSHAKE,
    });
    for (const byte of sent) {
      client.write(byte);
      await new Promise((resolve) => setImmediate(resolve));
    }
    await page.until(() => page.stream('1', 'server-to-client').includes('101'));
    const expected = ['session=s3cret', 'Basic czNjcmV0', 'Bearer s3cret', page.tap].reduce(hidden, sent);
    expect(page.stream('1', 'client-to-server')).toBe(expected);
    expect(
      page.events.some((event) => event.kind === 'bytes' && event.redacted?.some((r) => r.why === 'credential')),
    ).toBe(true);
    client.socket.destroy();
    await page.close();
  });

  test('in every request of a kept-alive connection', async () => {
    const page = await openPage(companion);
    const client = await tcpClient(companion.ports.main);
    const ask = (n: number) =>
      head(`GET ${PATHS.health}?${TAP_PARAM}=${page.tap}&n=${n} HTTP/1.1`, {
        Host: 'localhost',
        Cookie: `s3cret=${n}`,
      });
    for (const n of [1, 2, 3]) {
      client.write(ask(n));
      await page.until(() => page.stream('1', 'server-to-client').split('200 OK').length > n);
    }
    const seen = page.stream('1', 'client-to-server');
    expect(seen).toHaveLength(ask(1).length * 3);
    expect(seen).not.toContain('s3cret');
    client.socket.destroy();
    await page.close();
  });
});
