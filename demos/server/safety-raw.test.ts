import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { RAW_LIMIT } from '#demos/capture/side-channel.ts';
import { type Companion, createCompanion } from './companion.ts';
import { LIMITS } from './limits.ts';
import { exchange, HANDSHAKE, head, openPage, type TestPage, tcpClient } from './test-client.ts';

let companion: Companion;
let page: TestPage;
beforeAll(async () => {
  companion = await createCompanion({ limits: { rawIdleMs: 200 } });
});
afterAll(() => companion.close());

const request = head('GET / HTTP/1.1', { Host: 'any.example', ...HANDSHAKE });
const base64 = (text: string) => Buffer.from(text, 'latin1').toString('base64');
const raw = (number: number, text: string) => ({ kind: 'raw', request: number, bytes: base64(text) });

async function opened(number: number): Promise<string> {
  const answer = await page.answer(number);
  if (answer.kind !== 'raw-opened') throw new Error(`expected raw-opened, found ${JSON.stringify(answer)}`);
  return answer.connection;
}

describe('rule 5: raw sending', () => {
  test('shows the page exactly what it sent and what the strict server answered', async () => {
    page = await openPage(companion);
    // An unmasked text frame: RFC 6455 §5.1 has the server close the connection.
    page.command(raw(1, `${request}\x81\x05Hello`));
    const connection = await opened(1);
    await page.untilClosed(1);
    expect(page.stream(connection, 'client-to-server')).toBe(`${request}\x81\x05Hello`);
    const answer = page.stream(connection, 'server-to-client');
    expect(answer).toContain('Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n');
    // Close, 2 bytes: 1002.
    expect(answer.slice(answer.indexOf('\r\n\r\n') + 4)).toBe('\x88\x02\x03\xea');
    await page.close();
  });

  test('ends a connection that has fallen silent', async () => {
    page = await openPage(companion);
    page.command(raw(1, request));
    await opened(1);
    await page.untilClosed(1);
    expect(page.events.some((event) => event.kind === 'fin' && event.direction === 'client-to-server')).toBe(true);
    await page.close();
  });

  test('takes 64 KiB and not one byte more', async () => {
    page = await openPage(companion);
    page.command(raw(1, 'x'.repeat(RAW_LIMIT)));
    page.command(raw(2, 'x'.repeat(RAW_LIMIT + 1)));
    expect((await page.answer(1)).kind).toBe('raw-opened');
    expect(await page.answer(2)).toMatchObject({ kind: 'refused', rule: 'raw.size', found: '65537 bytes' });
    await page.close();
  });

  test('has four connections at once: the fifth ends the oldest', async () => {
    const patient = await createCompanion({ limits: { rawIdleMs: 60_000, rawLifeMs: 60_000 } });
    page = await openPage(patient);
    const connections: string[] = [];
    for (const number of [1, 2, 3, 4, 5]) {
      page.command(raw(number, request));
      connections.push(await opened(number));
    }
    const closed = () => page.events.flatMap((event) => (event.kind === 'closed' ? [event.connection] : []));
    await expect.poll(closed).toEqual([connections[0]]);
    await page.close();
    await patient.close();
  });

  test('comes no faster than commands may', async () => {
    const strict = await createCompanion({ limits: { commandRate: { perSecond: 0, burst: 2 } } });
    page = await openPage(strict);
    for (const number of [1, 2, 3]) page.command(raw(number, 'x'.repeat(RAW_LIMIT + 1)));
    expect(await page.answer(2)).toMatchObject({ rule: 'raw.size' });
    expect(await page.answer(3)).toMatchObject({ kind: 'refused', rule: 'limits.command-rate' });
    await strict.close();
  });

  test('is the only way to the strict listener: others are cut off', async () => {
    const port = companion.ports.strict ?? 0;
    expect(await exchange(port, request)).toBe('');
    expect(await exchange(port, head('GET / HTTP/1.1', { Host: 'localhost' }))).toBe('');
  });

  test('and who comes from another address than the raw sender is not even waited for', async () => {
    const socket = connect({ port: companion.ports.strict ?? 0, host: '127.0.0.1', localAddress: '127.0.0.2' });
    const ended = new Promise((resolve) => socket.on('error', () => {}).on('close', resolve));
    await ended;
    expect(socket.bytesRead).toBe(0);
  });

  test('ends with its page', async () => {
    page = await openPage(companion);
    const other = await openPage(companion);
    page.command(raw(1, request));
    await opened(1);
    await page.close();
    expect(other.events).toEqual([]);
    await other.close();
  });
});

describe('what is no command', () => {
  test.each([
    ['raw', { kind: 'raw', request: 1, bytes: '%%%' }, 'command.bytes'],
    ['raw', { kind: 'raw', request: 1 }, 'command.bytes'],
    ['eval', { kind: 'eval', request: 1, bytes: '' }, 'command.kind'],
    ['respond', { kind: 'respond', request: 1, bytes: '', acceptAt: 1 }, 'command.acceptAt'],
    ['respond', { kind: 'respond', request: 1, bytes: '', acceptAt: -1 }, 'command.acceptAt'],
    ['respond', { kind: 'respond', request: 1, bytes: '' }, 'command.acceptAt'],
    ['respond', { kind: 'respond', request: 1, bytes: '', acceptAt: 0.5 }, 'command.acceptAt'],
    // Has no text: asking for it throws.
    ['respond', { kind: 'respond', request: 1, bytes: '', acceptAt: { toString: 0, valueOf: 0 } }, 'command.acceptAt'],
  ])('%s %j is refused by the rule it broke', async (_kind, message, rule) => {
    page = await openPage(companion);
    page.command(message);
    expect(await page.answer(1)).toMatchObject({ kind: 'refused', rule });
    await page.close();
  });

  test.each(['', '{', 'null', '[]', '{"kind":"raw","bytes":""}', '{"kind":"raw","request":-1,"bytes":""}'])(
    '%s ends the side channel with 1008',
    async (text) => {
      page = await openPage(companion);
      const closed = new Promise((resolve) => page.socket.on('close', resolve));
      page.command(text);
      expect(await closed).toBe(1008);
    },
  );

  test('a command that is too long ends it with 1009', async () => {
    page = await openPage(companion);
    const closed = new Promise((resolve) => page.socket.on('close', resolve));
    page.command('x'.repeat(LIMITS.commandBytes + 1));
    expect(await closed).toBe(1009);
  });
});

describe('rule 7: beyond loopback', () => {
  test('raw sending and byte-level answers are off', async () => {
    const open = await createCompanion({ host: '0.0.0.0' });
    expect(open.ports).toMatchObject({ strict: null, responder: null });
    page = await openPage(open);
    expect(page.ready.allows).toEqual({ raw: false, respond: false });
    page.command(raw(1, request));
    page.command({ kind: 'respond', request: 2, bytes: '', acceptAt: null });
    expect(await page.answer(1)).toMatchObject({ kind: 'refused', rule: 'raw.off', expected: expect.any(String) });
    expect(await page.answer(2)).toMatchObject({ kind: 'refused', rule: 'respond.off' });
    await open.close();
  });

  test('they are on when asked for by name', async () => {
    const open = await createCompanion({ host: '0.0.0.0', raw: true, respond: true });
    page = await openPage(open);
    expect(page.ready.allows).toEqual({ raw: true, respond: true });
    await open.close();
  });

  test('the strict listener is on loopback all the same', async () => {
    const open = await createCompanion({ host: '0.0.0.0', raw: true });
    const client = await tcpClient(open.ports.strict ?? 0, '127.0.0.1');
    expect(client.socket.remoteAddress).toBe('127.0.0.1');
    client.socket.destroy();
    await open.close();
  });
});
