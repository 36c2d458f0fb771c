import { type AddressInfo, connect, createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { PATHS } from '#demos/capture/side-channel.ts';
import { type Companion, createCompanion } from './companion.ts';
import { HANDSHAKE, head, hidden, openPage, type TestPage, tcpClient } from './test-client.ts';

let companion: Companion;
let page: TestPage;
beforeAll(async () => {
  companion = await createCompanion();
});
afterAll(() => companion.close());

const kinds = () =>
  page.events.map((event) => ('direction' in event ? `${event.kind} ${event.direction}` : event.kind));
const requestHead = () =>
  head(`GET ${PATHS.echo}?tap=${page.tap} HTTP/1.1`, { Host: 'localhost', Origin: companion.url, ...HANDSHAKE });

describe('the tap tells what passed, byte for byte', () => {
  test('of a client that writes its bytes by hand', async () => {
    page = await openPage(companion);
    const client = await tcpClient(companion.ports.main);
    // RFC 6455 §5.7: a masked text message "Hello"; then Close 1000.
    const frames = ['\x81\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58', '\x88\x82\x00\x00\x00\x00\x03\xe8'];
    client.write(requestHead());
    await client.until(() => client.received.endsWith('\r\n\r\n'));
    client.write(frames[0] ?? '');
    await client.until(() => client.received.endsWith('Hello'));
    client.write(frames[1] ?? '');
    const received = await client.untilEnd();
    await page.untilClosed(1);
    expect(page.stream('1', 'client-to-server')).toBe(hidden(requestHead(), page.tap) + frames.join(''));
    expect(page.stream('1', 'server-to-client')).toBe(received);
    expect(received.endsWith('\x81\x05Hello\x88\x02\x03\xe8')).toBe(true);
    expect(kinds()).toEqual([
      'opened',
      'bytes client-to-server',
      'bytes server-to-client',
      'bytes client-to-server',
      'bytes server-to-client',
      'bytes client-to-server',
      'bytes server-to-client',
      'fin server-to-client',
      'fin client-to-server',
      'closed',
    ]);
    await page.close();
  });

  test('with its offsets, numbers and addresses', async () => {
    page = await openPage(companion);
    const client = await tcpClient(companion.ports.main);
    client.write(requestHead());
    await page.until(() => page.stream('1', 'server-to-client') !== '');
    expect(page.events[0]).toMatchObject({
      id: 'server:0',
      connection: '1',
      kind: 'opened',
      local: `127.0.0.1:${companion.ports.main}`,
      remote: `127.0.0.1:${client.socket.localPort}`,
    });
    client.write('\x89\x80\x00\x00\x00\x00');
    await page.until(() => page.events.length >= 5);
    expect(page.events.map((event) => event.id)).toEqual(['server:0', 'server:1', 'server:2', 'server:3', 'server:4']);
    expect(page.events[3]).toMatchObject({ direction: 'client-to-server', offset: requestHead().length });
    expect(page.events[4]).toMatchObject({ direction: 'server-to-client', offset: client.received.length - 2 });
    client.socket.destroy();
    await page.close();
  });

  test('of the real ws client, witnessed by a relay in between', async () => {
    page = await openPage(companion);
    const witness = await witnessTo(companion.ports.main);
    const socket = new WebSocket(page.url(PATHS.echo).replace(`${companion.ports.main}`, `${witness.port}`), {
      origin: companion.url,
    });
    const messages = ['', 'Hello', 'x'.repeat(126), 'é'.repeat(40_000)];
    let echoed = 0;
    socket.on('open', () => socket.send(messages[0] ?? ''));
    socket.on('message', () => {
      echoed += 1;
      if (echoed < messages.length) socket.send(messages[echoed] ?? '');
      else socket.close(4000, 'enough');
    });
    await new Promise((resolve) => socket.on('close', resolve));
    await page.untilClosed(1);
    expect(agrees(page.stream('1', 'client-to-server'), hidden(witness.seen['client-to-server'], page.tap))).toBe(true);
    expect(agrees(page.stream('1', 'server-to-client'), witness.seen['server-to-client'])).toBe(true);
    expect(witness.seen['server-to-client'].length).toBeGreaterThan(80_000);
    witness.close();
    await page.close();
  });

  test('of a peer that resets', async () => {
    page = await openPage(companion);
    const client = await tcpClient(companion.ports.main);
    client.write(requestHead());
    await client.until(() => client.received.endsWith('\r\n\r\n'));
    client.socket.resetAndDestroy();
    await page.untilClosed(1);
    expect(kinds().slice(-2)).toEqual(['rst client-to-server', 'closed']);
    await page.close();
  });

  test('of a peer that finishes', async () => {
    page = await openPage(companion);
    const client = await tcpClient(companion.ports.main);
    client.write(requestHead());
    await client.until(() => client.received.endsWith('\r\n\r\n'));
    client.socket.end();
    await page.untilClosed(1);
    expect(kinds()).toContain('fin client-to-server');
    await page.close();
  });

  test('of a handshake that the server refuses', async () => {
    page = await openPage(companion);
    const client = await tcpClient(companion.ports.main);
    client.write(requestHead().replace('Version: 13', 'Version: 12'));
    const received = await client.untilEnd();
    await page.untilClosed(1);
    expect(received).toMatch(/^HTTP\/1\.1 4\d\d /);
    expect(page.stream('1', 'server-to-client')).toBe(received);
    await page.close();
  });

  test('a read is kept up to 16 KiB, and a gap says how much longer it was', async () => {
    page = await openPage(companion);
    const socket = new WebSocket(page.url(PATHS.echo), { origin: companion.url, perMessageDeflate: false });
    socket.on('open', () => socket.send(Buffer.alloc(500_000)));
    await new Promise((resolve) => socket.on('message', resolve));
    socket.close();
    await page.untilClosed(1);
    const out = page.events.filter((event) => 'direction' in event && event.direction === 'server-to-client');
    // One write: the header's 10 bytes and the payload, kept to 16 KiB.
    expect(out[1]).toMatchObject({ kind: 'bytes', bytes: { length: 16_384 } });
    expect(out[2]).toMatchObject({ kind: 'gap', why: 'snapped', length: 500_010 - 16_384 });
    await page.close();
  });
});

/** Equal, but for the `?` that stand for what was not kept. */
function agrees(tapped: string, real: string): boolean {
  return tapped.length === real.length && [...tapped].every((byte, i) => byte === real[i] || byte === '?');
}

/** A TCP relay to a port of ours that writes down what passes. */
async function witnessTo(to: number) {
  const seen = { 'client-to-server': '', 'server-to-client': '' };
  const relay = createServer((client) => {
    const server = connect(to, '127.0.0.1');
    client.on('data', (chunk) => {
      seen['client-to-server'] += chunk.toString('latin1');
    });
    server.on('data', (chunk) => {
      seen['server-to-client'] += chunk.toString('latin1');
    });
    client.pipe(server).pipe(client);
  });
  await new Promise<void>((resolve) => relay.listen(0, '127.0.0.1', resolve));
  return { port: (relay.address() as AddressInfo).port, seen, close: () => relay.close() };
}
