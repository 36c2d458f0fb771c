import { afterEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { PATHS, RACE_EVENTS_LIMIT } from '#demos/capture/side-channel.ts';
import { type Companion, createCompanion } from './companion.ts';
import type { Limits } from './limits.ts';
import {
  exchange,
  HANDSHAKE,
  handshakeStatus,
  head,
  openPage,
  statusOf,
  type TestPage,
  tcpClient,
} from './test-client.ts';

let companion: Companion;
afterEach(() => companion.close());

async function start(limits: Partial<Limits> = {}): Promise<TestPage> {
  companion = await createCompanion({ limits: { graceMs: 0, ...limits } });
  return openPage(companion);
}

const request = (page: TestPage | null, path: string, query = '', fields: Record<string, string> = {}) =>
  head(`GET ${path}?${page ? `tap=${page.tap}&s=0` : ''}${query} HTTP/1.1`, { Host: 'localhost', ...fields });
const ask = (page: TestPage | null, path: string, query = '', fields: Record<string, string> = {}) =>
  exchange(companion.ports.main, request(page, path, query, { Connection: 'close', ...fields }));
const bodyOf = (response: string): unknown => JSON.parse(response.slice(response.indexOf('\r\n\r\n') + 4));
/** The status of a stream that is not read to its end. */
async function held(page: TestPage): Promise<number> {
  const client = await tcpClient(companion.ports.main);
  client.write(request(page, PATHS.raceEvents));
  await client.until(() => client.received.includes('\r\n\r\n'));
  client.socket.destroy();
  return statusOf(client.received);
}
const race = (page: TestPage, times: unknown, forMs: unknown = 50, number = 1) => {
  page.command({ kind: 'race', request: number, times, forMs });
  return page.answer(number);
};
const WAYS = [PATHS.racePoll, PATHS.raceWait, PATHS.raceEvents];

describe('a page’s race', () => {
  test('is polled: everything since the last event known, at once', async () => {
    const page = await start();
    expect(await race(page, [0, 0])).toEqual({ kind: 'acted', request: 1 });
    await expect.poll(async () => bodyOf(await ask(page, PATHS.racePoll, '&after=0'))).toHaveLength(2);
    expect(bodyOf(await ask(page, PATHS.racePoll, '&after=1'))).toMatchObject([{ n: 2 }]);
    expect(bodyOf(await ask(page, PATHS.racePoll, '&after=2'))).toEqual([]);
  });

  test('holds a long poll until something happens, and then answers with that', async () => {
    const page = await start();
    await race(page, [30], 60_000 / 2);
    expect(bodyOf(await ask(page, PATHS.raceWait, '&after=0'))).toMatchObject([{ n: 1 }]);
  });

  test('answers a long poll with nothing when it ends', async () => {
    const page = await start();
    await race(page, [], 30);
    expect(bodyOf(await ask(page, PATHS.raceWait, '&after=0'))).toEqual([]);
  });

  test('is a stream of data lines in chunks (RFC 9112 §7.1; HTML, "Server-sent events")', async () => {
    const page = await start();
    const client = await tcpClient(companion.ports.main);
    client.write(request(page, PATHS.raceEvents));
    await client.until(() => client.received.includes('\r\n\r\n'));
    expect(client.received).toContain('Content-Type: text/event-stream\r\n');
    await race(page, [0]);
    await client.until(() => /\r\n\r\n1f\r\ndata: \{"n": {3}1,"at": {4}\d\.\d\}\n\n\r\n$/.test(client.received));
    client.socket.destroy();
  });

  test('is one unmasked frame of 25 bytes an event over a WebSocket (RFC 6455 §5.2)', async () => {
    const page = await start();
    const client = await tcpClient(companion.ports.main);
    client.write(request(page, PATHS.raceSocket, '', HANDSHAKE));
    await client.until(() => client.received.endsWith('\r\n\r\n'));
    await race(page, [0]);
    await client.until(() => client.received.includes('\r\n\r\n\x81\x17{"n":   1,"at":    '));
    expect(client.received.slice(client.received.indexOf('\x81\x17'))).toHaveLength(25);
    client.socket.destroy();
  });

  test('is told to no other page', async () => {
    const page = await start();
    const other = await openPage(companion);
    await race(page, [0]);
    await expect.poll(async () => bodyOf(await ask(page, PATHS.racePoll))).toHaveLength(1);
    expect(bodyOf(await ask(other, PATHS.racePoll))).toEqual([]);
  });

  test('is counted by the tap: one connection for two polls that are kept alive', async () => {
    const page = await start();
    const client = await tcpClient(companion.ports.main);
    client.write(request(page, PATHS.racePoll));
    await client.until(() => client.received.endsWith('[]'));
    client.write(request(page, PATHS.racePoll));
    await client.until(() => client.received.match(/\[\]/g)?.length === 2);
    client.socket.destroy();
    await page.untilClosed(1);
    expect(page.events.filter(({ kind }) => kind === 'opened')).toHaveLength(1);
    expect(page.stream('1', 'server-to-client')).toBe(client.received);
  });
});

describe('rule 12: nobody has a race but a page', () => {
  test.each([PATHS.racePoll, PATHS.raceWait, PATHS.raceEvents])('%s without a tap id is refused', async (path) => {
    await start();
    expect(statusOf(await ask(null, path))).toBe(403);
    expect(statusOf(await ask(null, path, 'tap=AAAAAAAAAAAAAAAAAAAAAA'))).toBe(403);
  });

  test('the socket too, and for a foreign Origin', async () => {
    const page = await start();
    const url = `${companion.url.replace('http', 'ws')}${PATHS.raceSocket}`;
    expect(await handshakeStatus(url)).toBe(403);
    expect(await handshakeStatus(page.url(PATHS.raceSocket), 'http://evil.example')).toBe(403);
    expect(await handshakeStatus(page.url(PATHS.raceSocket), companion.url)).toBe(101);
  });

  test('for a request that another site makes', async () => {
    const page = await start();
    for (const path of WAYS) expect(statusOf(await ask(page, path, '', { 'Sec-Fetch-Site': 'cross-site' }))).toBe(403);
  });

  test('by another method', async () => {
    const page = await start();
    const post = request(page, PATHS.racePoll, '', { Connection: 'close', 'Content-Length': '0' }).replace(
      'GET',
      'POST',
    );
    expect(statusOf(await exchange(companion.ports.main, post))).toBe(405);
  });

  test('with the headers that keep a script elsewhere from reading it', async () => {
    const page = await start();
    for (const path of [PATHS.racePoll, PATHS.raceWait, `${PATHS.race}other`]) {
      const response = await ask(page, path);
      expect(response).toContain('Cross-Origin-Resource-Policy: same-origin');
      expect(response).toContain('X-Content-Type-Options: nosniff');
    }
  });
});

describe('rule 12: a race is bounded', () => {
  test.each([
    ['no list', 'x', 50, 'race.times'],
    ['times that fall', [2, 1], 50, 'race.times'],
    ['a time that is none', [1, null], 50, 'race.times'],
    ['a time after the end', [51], 50, 'race.times'],
    ['a negative time', [-1], 50, 'race.times'],
    ['too long', [], 30_001, 'race.length'],
    ['no length', [], 'x', 'race.length'],
    ['too many', Array(RACE_EVENTS_LIMIT + 1).fill(1), 50, 'race.events'],
  ])('%s is refused', async (_, times, forMs, rule) => {
    const page = await start();
    expect(await race(page, times, forMs)).toMatchObject({ kind: 'refused', rule });
  });

  test('a page that holds too many requests is told 503', async () => {
    const page = await start({ raceHeld: 1 });
    await race(page, [], 30_000);
    const held = await tcpClient(companion.ports.main);
    held.write(request(page, PATHS.raceEvents));
    await held.until(() => held.received.includes('\r\n\r\n'));
    expect(statusOf(await ask(page, PATHS.raceWait))).toBe(503);
    held.socket.destroy();
    // Polls are answered at once: they hold nothing.
    expect(statusOf(await ask(page, PATHS.racePoll))).toBe(200);
  });

  test('requests that waited behind one another are held no more when their connection is gone', async () => {
    const page = await start({ raceHeld: 2 });
    await race(page, [], 30_000);
    const client = await tcpClient(companion.ports.main);
    client.write(request(page, PATHS.raceEvents) + request(page, PATHS.raceEvents));
    await expect.poll(() => held(page)).toBe(503);
    client.socket.destroy();
    await expect.poll(() => held(page)).toBe(200);
  });

  test('a long poll is not held for ever', async () => {
    const page = await start({ raceHoldMs: 10 });
    await race(page, [], 30_000);
    expect(bodyOf(await ask(page, PATHS.raceWait))).toEqual([]);
  });

  test('a stream and a socket end when their time is over', async () => {
    const page = await start({ raceLifeMs: 10 });
    expect(await ask(page, PATHS.raceEvents)).toMatch(/\r\n0\r\n\r\n$/);
    const socket = new WebSocket(page.url(PATHS.raceSocket), { origin: companion.url });
    expect(await new Promise((resolve) => socket.on('close', resolve))).toBe(1013);
  });

  test('a stream whose time is over takes no more events, also while it waits for an answer before it', async () => {
    const page = await start({ raceLifeMs: 10 });
    const client = await tcpClient(companion.ports.main);
    client.write(request(page, PATHS.raceWait) + request(page, PATHS.raceEvents, '', { Connection: 'close' }));
    await race(page, [200], 1000);
    expect(await client.untilEnd()).toMatch(/"n": {3}1.*\r\n0\r\n\r\n$/s);
    expect(statusOf(await ask(page, PATHS.racePoll))).toBe(200);
  });

  test('a stream whose client does not read what waits for it is cut', async () => {
    const page = await start({ raceUnsentBytes: 1024 });
    const client = await tcpClient(companion.ports.main);
    client.write(request(page, PATHS.raceEvents));
    await client.until(() => client.received.includes('\r\n\r\n'));
    await race(page, Array(RACE_EVENTS_LIMIT).fill(0));
    expect(await client.untilEnd()).not.toContain(`"n": ${RACE_EVENTS_LIMIT}`);
  });

  test('a client that speaks on the socket is shown out', async () => {
    const page = await start();
    const socket = new WebSocket(page.url(PATHS.raceSocket), { origin: companion.url });
    socket.on('open', () => socket.send('hello'));
    expect(await new Promise((resolve) => socket.on('close', resolve))).toBe(1008);
  });

  test('all of it ends with the page', async () => {
    const page = await start();
    await race(page, [], 30_000);
    const stream = await tcpClient(companion.ports.main);
    stream.write(request(page, PATHS.raceEvents));
    await stream.until(() => stream.received.includes('\r\n\r\n'));
    const socket = new WebSocket(page.url(PATHS.raceSocket), { origin: companion.url });
    const closed = new Promise((resolve) => socket.on('close', resolve));
    await new Promise((resolve) => socket.on('open', resolve));
    await page.close();
    await stream.untilEnd();
    expect(await closed).toBe(1006);
  });
});
