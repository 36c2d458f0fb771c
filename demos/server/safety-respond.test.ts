import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { PATHS } from '#demos/capture/side-channel.ts';
import { type Companion, createCompanion } from './companion.ts';
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
let page: TestPage;
beforeAll(async () => {
  companion = await createCompanion({ limits: { refusedIdleMs: 20 } });
});
beforeEach(async () => {
  page = await openPage(companion);
});
afterEach(() => page.close());
afterAll(() => companion.close());

const SWITCHING =
  'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ';
/** RFC 6455 §1.3: the accept value of HANDSHAKE's key. */
const ACCEPT = 's3pPLMBiTxaQ9kYGzzhZRbK+xOo=';
let requests = 0;

async function ticketFor(answer: string, acceptAt: number | null = null): Promise<{ ticket: string; port: number }> {
  const request = ++requests;
  page.command({ kind: 'respond', request, bytes: Buffer.from(answer, 'latin1').toString('base64'), acceptAt });
  const message = await page.answer(request);
  if (message.kind !== 'ticket') throw new Error(`expected a ticket, found ${JSON.stringify(message)}`);
  return message;
}

const handshake = (ticket: string, fields: Record<string, string> = {}) =>
  head(`GET /?ticket=${ticket} HTTP/1.1`, {
    Host: `127.0.0.1:${companion.ports.responder}`,
    Origin: companion.url,
    ...HANDSHAKE,
    ...fields,
  });

describe('rule 6: byte-level answers', () => {
  test('a page gets the bytes it chose, with the real accept value in its place', async () => {
    const { ticket, port } = await ticketFor(`${SWITCHING}\r\n\r\n\x81\x02hi`, SWITCHING.length);
    const client = await tcpClient(port);
    client.write(handshake(ticket));
    await client.until(() => client.received.endsWith('hi'));
    expect(client.received).toBe(`${SWITCHING}${ACCEPT}\r\n\r\n\x81\x02hi`);
    // Close 1000, masked with 00 00 00 00, is sent back unmasked, and then the server ends.
    client.write('\x88\x82\x00\x00\x00\x00\x03\xe8');
    expect((await client.untilEnd()).slice(-4)).toBe('\x88\x02\x03\xe8');
  });

  test('the page sees that connection in its tap', async () => {
    const { ticket, port } = await ticketFor('no HTTP at all');
    expect(await exchange(port, handshake(ticket))).toBe('no HTTP at all');
    await page.untilClosed(1);
    expect(page.stream('1', 'server-to-client')).toBe('no HTTP at all');
    expect(page.stream('1', 'client-to-server')).toBe(handshake('x'.repeat(ticket.length)));
  });

  test('with null for the accept value the bytes are sent as they are', async () => {
    const { ticket, port } = await ticketFor('HTTP/1.1 403 Forbidden\r\n\r\n');
    expect(await exchange(port, handshake(ticket))).toBe('HTTP/1.1 403 Forbidden\r\n\r\n');
  });

  test('a Close frame among the bytes is answered by the client, not by us again', async () => {
    const { ticket, port } = await ticketFor(`${SWITCHING}\r\n\r\n\x88\x02\x03\xe9`, SWITCHING.length);
    const socket = new WebSocket(`ws://127.0.0.1:${port}/?ticket=${ticket}`, { origin: companion.url });
    const code = await new Promise((resolve) => socket.on('close', resolve));
    expect(code).toBe(1001);
  });

  test('the real ws client accepts a right answer and refuses a wrong accept value', async () => {
    const right = await ticketFor(`${SWITCHING}\r\n\r\n`, SWITCHING.length);
    const good = new WebSocket(`ws://127.0.0.1:${right.port}/?ticket=${right.ticket}`, { origin: companion.url });
    await new Promise((resolve) => good.on('open', resolve));
    good.close(1000);
    const wrong = await ticketFor(`${SWITCHING}${ACCEPT}\r\n\r\n`);
    const bad = new WebSocket(`ws://127.0.0.1:${wrong.port}/?ticket=${wrong.ticket}`, { origin: companion.url });
    const error = await new Promise<Error>((resolve) => bad.on('error', resolve));
    expect(error.message).toBe('Invalid Sec-WebSocket-Accept header');
  });
});

describe('anything else gets the same 400', () => {
  const ANSWER = 'the answer of the page';

  test('a ticket is good once', async () => {
    const { ticket, port } = await ticketFor(ANSWER);
    expect(await exchange(port, handshake(ticket))).toBe(ANSWER);
    expect(statusOf(await exchange(port, handshake(ticket)))).toBe(400);
  });

  test.each([
    ['another Origin', { Origin: 'http://evil.example' }],
    ['Origin null', { Origin: 'null' }],
    ['no upgrade', { Upgrade: 'h2c' }],
  ])('%s, and the ticket is spent', async (_what, fields) => {
    const { ticket, port } = await ticketFor(ANSWER);
    expect(statusOf(await exchange(port, handshake(ticket, fields)))).toBe(400);
    expect(statusOf(await exchange(port, handshake(ticket)))).toBe(400);
  });

  test.each(['Origin', 'Sec-WebSocket-Key'])('no %s', async (name) => {
    const { ticket, port } = await ticketFor(ANSWER);
    const request = handshake(ticket).replace(new RegExp(`^${name}: .*\r\n`, 'm'), '');
    expect(statusOf(await exchange(port, request))).toBe(400);
  });

  test('two keys', async () => {
    const { ticket, port } = await ticketFor(ANSWER);
    const request = handshake(ticket).replace('\r\n\r\n', '\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n');
    expect(statusOf(await exchange(port, request))).toBe(400);
  });

  test('no ticket, a guessed one, two of them', async () => {
    const { ticket, port } = await ticketFor(ANSWER);
    for (const query of ['AAAAAAAAAAAAAAAAAAAAAA', '', `${ticket}&ticket=${ticket}`])
      expect(statusOf(await exchange(port, handshake(query)))).toBe(400);
    expect(await exchange(port, handshake(ticket))).toBe(ANSWER);
  });

  test('no HTTP, and a head without end', async () => {
    const port = companion.ports.responder ?? 0;
    expect(statusOf(await exchange(port, '\x16\x03\x01 hello\r\n\r\n'))).toBe(400);
    expect(statusOf(await exchange(port, `GET / HTTP/1.1\r\n${'x: y\r\n'.repeat(4000)}`))).toBe(400);
  });

  test('a rebound Host is misdirected and does not spend the ticket', async () => {
    const { ticket, port } = await ticketFor(ANSWER);
    expect(statusOf(await exchange(port, handshake(ticket, { Host: 'evil.example' })))).toBe(421);
    expect(await exchange(port, handshake(ticket))).toBe(ANSWER);
  });
});

test.each([
  'HTTP/1.1 101 Switching Protocols\r\nSet-Cookie: session=theirs\r\n\r\n',
  'HTTP/1.1 400 Bad Request\nSET-COOKIE : session=theirs\n\n',
  'HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 101 Switching Protocols\r\nSet-\0Cookie: session=theirs\r\n\r\n',
])('no cookie is set in the name of other servers on this host: %j', async (answer) => {
  page.command({ kind: 'respond', request: 1, bytes: Buffer.from(answer).toString('base64'), acceptAt: null });
  expect(await page.answer(1)).toMatchObject({ kind: 'refused', rule: 'respond.set-cookie' });
});

describe('tickets', () => {
  test('four at once, and then a refusal', async () => {
    const other = await openPage(companion);
    for (const request of [1, 2, 3, 4, 5]) other.command({ kind: 'respond', request, bytes: '', acceptAt: null });
    expect(await other.answer(4)).toMatchObject({ kind: 'ticket' });
    expect(await other.answer(5)).toMatchObject({ kind: 'refused', rule: 'respond.at-once' });
    await other.close();
  });

  test('expire', async () => {
    const hasty = await createCompanion({ limits: { ticketMs: 1, respondAtOnce: 1 } });
    const other = await openPage(hasty);
    other.command({ kind: 'respond', request: 1, bytes: 'QUFB', acceptAt: null });
    const message = await other.answer(1);
    const ticket = message.kind === 'ticket' ? message.ticket : '';
    await expect
      .poll(async () => {
        other.command({ kind: 'respond', request: 2, bytes: '', acceptAt: null });
        await other.until(() => other.messages.filter((m) => m.kind !== 'ready' && m.request === 2).length > 0);
        return other.messages.at(-1)?.kind;
      })
      .toBe('ticket');
    const request = handshake(ticket).replace(`:${companion.ports.responder}`, '').replace(companion.url, hasty.url);
    expect(statusOf(await exchange(hasty.ports.responder ?? 0, request))).toBe(400);
    await hasty.close();
  });

  test('die with their page', async () => {
    const other = await openPage(companion);
    other.command({ kind: 'respond', request: 1, bytes: 'QUFB', acceptAt: null });
    const message = await other.answer(1);
    await other.close();
    const ticket = message.kind === 'ticket' ? message.ticket : '';
    // The server may learn of the page's end a little later than the client; then its tap id is dead too.
    await expect.poll(() => handshakeStatus(other.url(PATHS.echo), companion.url)).toBe(403);
    expect(statusOf(await exchange(companion.ports.responder ?? 0, handshake(ticket)))).toBe(400);
  });
});
