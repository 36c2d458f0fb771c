import { afterEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { choiceQuery, SUBPROTOCOL_LIMIT } from '#demos/capture/negotiate-query.ts';
import { PATHS } from '#demos/capture/side-channel.ts';
import { PLAIN_DEFLATE } from '#demos/protocol/server-choice.ts';
import { type Companion, createCompanion } from './companion.ts';
import type { Limits } from './limits.ts';
import { exchange, HANDSHAKE, handshakeStatus, head, openPage, statusOf, tcpClient } from './test-client.ts';

const OFFER = 'permessage-deflate; client_max_window_bits';
/** RFC 7692 §7.2.3.1: "Hello" compressed, masked with key 0, and the same as an echo. */
const HELLO = '\xf2\x48\xcd\xc9\xc9\x07\x00';

let companion: Companion;
afterEach(() => companion.close());
const start = async (limits: Partial<Limits> = {}) => {
  companion = await createCompanion({ limits: { graceMs: 0, ...limits } });
};
const url = (query: string) => `${companion.url.replace('http', 'ws')}${PATHS.negotiate}?${query}`;
const COMPRESSED = String(new URLSearchParams({ ...choiceQuery({ select: 'first', deflate: PLAIN_DEFLATE }) }));

/** The fields of the answer that negotiate, for a client that offers all there is. */
async function answer(query: string, fields: Record<string, string> = {}): Promise<readonly string[]> {
  const client = await tcpClient(companion.ports.main);
  const offer = { 'Sec-WebSocket-Protocol': 'chat, v2.chat', 'Sec-WebSocket-Extensions': OFFER };
  client.write(
    head(`GET ${PATHS.negotiate}?${query} HTTP/1.1`, { Host: 'localhost', ...HANDSHAKE, ...offer, ...fields }),
  );
  await client.until(() => client.received.includes('\r\n\r\n'));
  client.socket.destroy();
  const lines = client.received.split('\r\n\r\n')[0]?.split('\r\n') ?? [];
  return lines.filter((line) => /^HTTP|-Protocol|-Extensions/.test(line)).map((line) => line.replace('HTTP/1.1 ', ''));
}
const SWITCHING = '101 Switching Protocols';

describe('what ws is told to answer', () => {
  test.each([
    ['', ['Sec-WebSocket-Protocol: chat']],
    ['select=first', ['Sec-WebSocket-Protocol: chat']],
    ['select=none', []],
    ['select=v2.chat', ['Sec-WebSocket-Protocol: v2.chat']],
    ['select=soap', ['Sec-WebSocket-Protocol: soap']],
    ['select=none&deflate=off', []],
    ['select=none&deflate=on', ['Sec-WebSocket-Extensions: permessage-deflate']],
    [
      'select=none&deflate=on&server_no_context_takeover=&client_max_window_bits=10',
      ['Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits=10; server_no_context_takeover'],
    ],
    [
      'select=none&deflate=on&client_no_context_takeover=&server_max_window_bits=8',
      ['Sec-WebSocket-Extensions: permessage-deflate; client_no_context_takeover; server_max_window_bits=8'],
    ],
  ])('?%s', async (query, fields) => {
    await start();
    expect(await answer(query)).toEqual([SWITCHING, ...fields]);
  });

  test('a window that the client cannot be told is refused by ws: 400', async () => {
    await start();
    const query = 'deflate=on&client_max_window_bits=10';
    expect(await answer(query, { 'Sec-WebSocket-Extensions': 'permessage-deflate' })).toEqual(['400 Bad Request']);
  });

  test('the echo is compressed, however short, and the second time refers to the first (RFC 7692 §7.2.3.2)', async () => {
    await start();
    const client = await tcpClient(companion.ports.main);
    const fields = { Host: 'localhost', ...HANDSHAKE, 'Sec-WebSocket-Extensions': OFFER };
    client.write(head(`GET ${PATHS.negotiate}?deflate=on HTTP/1.1`, fields));
    await client.until(() => client.received.endsWith('\r\n\r\n'));
    const from = client.received.length;
    const frames = () => client.received.slice(from);
    client.write(`\xc1\x87\0\0\0\0${HELLO}`);
    await client.until(() => frames() === `\xc1\x07${HELLO}`);
    client.write('\xc1\x85\0\0\0\0\xf2\x00\x11\x00\x00');
    await client.until(() => frames() === `\xc1\x07${HELLO}\xc1\x05\xf2\x00\x11\x00\x00`);
    client.socket.destroy();
  });

  test('a page may act on its connection, as on any echo', async () => {
    await start();
    const page = await openPage(companion);
    const client = new WebSocket(`${page.url(PATHS.negotiate)}&s=7&select=none`, 'chat');
    const failed = new Promise<Error>((resolve) => client.on('error', resolve));
    expect((await failed).message).toBe('Server sent no subprotocol');
    const other = new WebSocket(`${page.url(PATHS.negotiate)}&s=8`, 'chat');
    await new Promise((resolve) => other.on('open', resolve));
    page.command({ kind: 'act', request: 1, socket: 8, act: { do: 'ping', payload: 'x' } });
    await new Promise((resolve) => other.on('ping', resolve));
    other.terminate();
  });
});

describe('rule 11: what the answer says is chosen among the answers of ws', () => {
  test.each([
    `select=${'x'.repeat(SUBPROTOCOL_LIMIT + 1)}`,
    'select=',
    'select=a%20b',
    'select=a%0d%0aSet-Cookie:%20x',
    'select=a,b',
    'deflate=yes',
    'deflate=on&server_max_window_bits=7',
    'deflate=on&server_max_window_bits=16',
    'deflate=on&server_max_window_bits=08',
    'deflate=on&client_max_window_bits=',
    'deflate=on&server_no_context_takeover=1',
    'server_no_context_takeover=',
    'client_max_window_bits=10',
  ])('?%s is answered 400, and not repeated', async (query) => {
    await start();
    const fields = { Host: 'localhost', ...HANDSHAKE, 'Sec-WebSocket-Protocol': 'a' };
    const response = await exchange(companion.ports.main, head(`GET ${PATHS.negotiate}?${query} HTTP/1.1`, fields));
    expect(statusOf(response)).toBe(400);
    expect(response).not.toContain('Set-Cookie');
    expect(response).not.toContain('xxxx');
  });

  test('another site’s page is refused, and a tap id that no page has', async () => {
    await start();
    expect(await handshakeStatus(url(''), 'http://evil.example')).toBe(403);
    expect(await handshakeStatus(url('tap=AAAA'), companion.url)).toBe(403);
  });
});

describe('rule 8: connections that compress', () => {
  test('of one page are so many, until one has ended; those that do not are not counted', async () => {
    await start({ compressedPerPage: 1 });
    const page = await openPage(companion);
    const mine = `${page.url(PATHS.negotiate)}&${COMPRESSED}`;
    const first = new WebSocket(mine);
    await new Promise((resolve) => first.on('open', resolve));
    expect(await handshakeStatus(mine, companion.url)).toBe(503);
    expect(await handshakeStatus(page.url(PATHS.negotiate), companion.url)).toBe(101);
    expect(await handshakeStatus(url(COMPRESSED))).toBe(101);
    first.terminate();
    await expect.poll(() => handshakeStatus(mine, companion.url)).toBe(101);
  });

  test('are so many in all, whoever opens them', async () => {
    await start({ compressedInTotal: 1 });
    const first = new WebSocket(url(COMPRESSED));
    await new Promise((resolve) => first.on('open', resolve));
    expect(await handshakeStatus(url(COMPRESSED))).toBe(503);
    first.terminate();
    await expect.poll(() => handshakeStatus(url(COMPRESSED))).toBe(101);
  });

  test('take no message that is longer once inflated: 1009', async () => {
    await start({ compressedMessageBytes: 1000 });
    const socket = new WebSocket(url(COMPRESSED), { perMessageDeflate: { threshold: 0 } });
    const closed = new Promise<number>((resolve) => socket.on('close', resolve));
    await new Promise((resolve) => socket.on('open', resolve));
    socket.send('x'.repeat(1000));
    await new Promise((resolve) => socket.on('message', resolve));
    socket.send('x'.repeat(1001));
    expect(await closed).toBe(1009);
  });
});
