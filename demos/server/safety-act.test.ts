import { afterEach, describe, expect, test } from 'vitest';
import type { ServerAct, ServerCaptureEvent } from '#demos/capture/capture.ts';
import { ACT_BYTES_LIMIT, ACT_PARTS_LIMIT, PATHS } from '#demos/capture/side-channel.ts';
import { type Companion, createCompanion } from './companion.ts';
import type { Limits } from './limits.ts';
import { HANDSHAKE, head, openPage, type TcpClient, type TestPage, tcpClient } from './test-client.ts';

/** RFC 6455 §5.7: a masked "Hello", and its echo. */
const MASKED_HELLO = '\x81\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58';
const HELLO = '\x81\x05Hello';

let companion: Companion;
afterEach(() => companion.close());

/** A page with one echo connection, number 7 of its own, that sends exactly the bytes it is given. */
async function start(limits: Partial<Limits> = {}, query = ''): Promise<{ page: TestPage; client: TcpClient }> {
  companion = await createCompanion({ limits: { graceMs: 0, ...limits } });
  const page = await openPage(companion);
  return { page, client: await connect(page, 7, query) };
}

async function connect(page: TestPage, number: number, query = ''): Promise<TcpClient> {
  const client = await tcpClient(companion.ports.main);
  client.write(
    head(`GET ${PATHS.echo}?tap=${page.tap}&s=${number}${query} HTTP/1.1`, { Host: 'localhost', ...HANDSHAKE }),
  );
  await client.until(() => client.received.endsWith('\r\n\r\n'));
  return client;
}

const act = (page: TestPage, request: number, what: ServerAct | object, socket = 7) => {
  page.command({ kind: 'act', request, socket, act: what });
  return page.answer(request);
};
/** How many bytes the server received, by an event of its tap. */
const received = (event: ServerCaptureEvent): number => {
  if (event.kind !== 'bytes' && event.kind !== 'gap') return 0;
  if (event.direction === 'server-to-client') return 0;
  return event.kind === 'bytes' ? event.bytes.length : event.length;
};
/** What came after the handshake. */
const frames = (client: TcpClient) => client.received.slice(client.received.indexOf('\r\n\r\n') + 4);

/** What the server's program did and was told, as the page is shown it. */
const viewed = (page: TestPage) =>
  page.events.flatMap((event) => {
    if (event.kind !== 'peer') return [];
    const { peer, readyState } = event;
    const name = 'do' in peer ? `${peer.do}()` : peer.on;
    return [`${name}${'code' in peer ? ` ${peer.code}` : ''}·${readyState}`];
  });

describe('what a page asks of its own connection’s other end', () => {
  test('a Ping with its payload (RFC 6455 §5.5.2)', async () => {
    const { page, client } = await start();
    expect(await act(page, 1, { do: 'ping', payload: 'Hello' })).toEqual({ kind: 'acted', request: 1 });
    await client.until(() => frames(client) === '\x89\x05Hello');
  });

  test('a message in fragments, with a Ping between (§5.4)', async () => {
    const { page, client } = await start();
    await act(page, 1, { do: 'send', parts: ['Hel', 'lo'], pingBetween: true });
    // §5.7's fragmented message, and an empty Ping.
    await client.until(() => frames(client) === '\x01\x03Hel\x89\x00\x80\x02lo');
  });

  test('one part is one frame', async () => {
    const { page, client } = await start();
    await act(page, 1, { do: 'send', parts: ['Hello'] });
    await client.until(() => frames(client) === HELLO);
  });

  test('a Close with a code that no browser may send (§7.4.1), and TCP’s end after the answer', async () => {
    const { page, client } = await start();
    await act(page, 1, { do: 'close', code: 1001, reason: 'bye' });
    await client.until(() => frames(client) === '\x88\x05\x03\xe9bye');
    client.write('\x88\x82\x00\x00\x00\x00\x03\xe9');
    expect(await client.untilEnd()).toMatch(/bye$/);
  });

  test('a Close that crosses the client’s: it reads on when it has sent its own', async () => {
    const { page, client } = await start({}, '&peer=1');
    await act(page, 1, { do: 'hold' });
    client.write('\x88\x82\x00\x00\x00\x00\x0f\xa2');
    await act(page, 2, { do: 'close', code: 4001 });
    await client.until(() => frames(client) === '\x88\x02\x0f\xa1');
    await page.until(() => viewed(page).some((each) => each.startsWith('close ')));
    expect(viewed(page)).toEqual(['open·1', 'pause()·1', 'close() 4001·1', 'resume()·2', 'close 4002·3']);
  });

  test('a frame that breaks a rule (§5.2), and an answer to the Close that it causes', async () => {
    const { page, client } = await start({}, '&peer=1');
    await act(page, 1, { do: 'violate' });
    await client.until(() => frames(client) === '\x83\x00');
    client.write('\x88\x82\x00\x00\x00\x00\x03\xea');
    await client.until(() => frames(client) === '\x83\x00\x88\x02\x03\xea');
    await page.until(() => viewed(page).includes('close 1002·3'));
    expect(viewed(page)).toEqual(['open·1', 'violate()·1', 'read()·2', 'close 1002·3']);
  });

  test('TCP left open after both Close frames, until the client ends it', async () => {
    const { page, client } = await start();
    await act(page, 1, { do: 'linger' });
    client.write('\x88\x80\x00\x00\x00\x00');
    await client.until(() => frames(client) === '\x88\x00');
    expect(page.events.some(({ kind }) => kind === 'fin')).toBe(false);
    client.socket.end();
    await page.untilClosed(1);
    const ends = page.events.flatMap((event) => (event.kind === 'fin' ? [event.direction] : []));
    expect(ends).toEqual(['client-to-server', 'server-to-client']);
  });

  test('a Close without a code', async () => {
    const { page, client } = await start();
    await act(page, 1, { do: 'close' });
    await client.until(() => frames(client) === '\x88\x00');
  });

  test('the end of TCP without a Close, and the tap shows the FIN', async () => {
    const { page, client } = await start();
    await act(page, 1, { do: 'terminate' });
    expect(await client.untilEnd()).toMatch(/\r\n\r\n$/);
    await page.untilClosed(1);
    expect(page.events).toContainEqual(expect.objectContaining({ kind: 'fin', direction: 'server-to-client' }));
  });

  test('the end of TCP waits for a client that does not read; meanwhile nothing is answered, and nothing goes wrong', async () => {
    const { page, client } = await start({ unsentBytes: 64 << 20 });
    client.socket.pause();
    // More than the kernels between us hold.
    const payload = 'x'.repeat(1 << 20);
    for (let i = 0; i < 12; i += 1) client.write(`\x82\xff\0\0\0\0\0\x10\0\0\0\0\0\0${payload}`);
    await page.until(() => page.events.reduce((sum, event) => sum + received(event), 0) > 12 << 20);
    expect(await act(page, 1, { do: 'terminate' })).toEqual({ kind: 'acted', request: 1 });
    expect(await act(page, 2, { do: 'terminate' })).toMatchObject({ kind: 'refused', rule: 'act.socket' });
    expect(await act(page, 3, { do: 'ping', payload: '' })).toMatchObject({ kind: 'refused', rule: 'act.socket' });
    // Messages, a Ping and a Close: an answer after our FIN would be an error, and what nobody reads a reset.
    client.write(`${MASKED_HELLO.repeat(1 << 17)}\x89\x80\0\0\0\0\x88\x80\0\0\0\0`);
    const other = await connect(page, 8);
    other.write(MASKED_HELLO);
    await other.until(() => frames(other) === HELLO);
    client.socket.resume();
    expect(await client.untilEnd()).toMatch(/x$/);
    expect(client.socket.errored).toBeNull();
    await page.untilClosed(1);
    expect(page.events.map(({ kind }) => kind)).not.toContain('error');
    expect(page.events).toContainEqual(expect.objectContaining({ kind: 'fin', direction: 'server-to-client' }));
  });

  test('silence: what comes is answered no more, and the connection stays', async () => {
    const { page, client } = await start();
    await act(page, 1, { do: 'vanish' });
    client.write(MASKED_HELLO);
    // A Ping and a Close, both with key 0.
    client.write('\x89\x80\x00\x00\x00\x00\x88\x80\x00\x00\x00\x00');
    const other = await connect(page, 8);
    other.write(MASKED_HELLO);
    await other.until(() => frames(other) === HELLO);
    expect(frames(client)).toBe('');
    expect(client.socket.readableEnded).toBe(false);
  });
});

describe('rule 10: acts', () => {
  test('reach only a connection of the page that asks', async () => {
    const { page, client } = await start();
    const other = await openPage(companion);
    expect(await act(other, 1, { do: 'terminate' })).toMatchObject({ kind: 'refused', rule: 'act.socket' });
    expect(await act(page, 1, { do: 'terminate' }, 6)).toMatchObject({ kind: 'refused', rule: 'act.socket' });
    client.write(MASKED_HELLO);
    await client.until(() => frames(client) === HELLO);
  });

  test('reach no connection that brought no number, and none that another page’s id opened', async () => {
    const { page } = await start();
    const client = await tcpClient(companion.ports.main);
    client.write(head(`GET ${PATHS.echo}?s=9 HTTP/1.1`, { Host: 'localhost', ...HANDSHAKE }));
    await client.until(() => client.received.endsWith('\r\n\r\n'));
    expect(await act(page, 1, { do: 'terminate' }, 9)).toMatchObject({ kind: 'refused', rule: 'act.socket' });
  });

  test('come to nothing on a connection that is over, or has vanished', async () => {
    const { page, client } = await start();
    await act(page, 1, { do: 'vanish' });
    expect(await act(page, 2, { do: 'ping', payload: '' })).toMatchObject({ kind: 'refused', rule: 'act.socket' });
    expect(await act(page, 3, { do: 'terminate' })).toEqual({ kind: 'acted', request: 3 });
    await client.untilEnd();
    await page.untilClosed(1);
    expect(await act(page, 4, { do: 'terminate' })).toMatchObject({ kind: 'refused', rule: 'act.socket' });
  });

  test.each([
    ['a Ping of 126 bytes', { do: 'ping', payload: 'x'.repeat(126) }, 'act.ping'],
    ['no parts', { do: 'send', parts: [] }, 'act.send'],
    ['too many parts', { do: 'send', parts: Array.from({ length: ACT_PARTS_LIMIT + 1 }, () => '') }, 'act.send'],
    ['too many bytes', { do: 'send', parts: ['x'.repeat(ACT_BYTES_LIMIT), 'x'] }, 'act.send'],
    ['code 1005', { do: 'close', code: 1005 }, 'act.close-code'],
    ['code 1006', { do: 'close', code: 1006 }, 'act.close-code'],
    ['code 1015', { do: 'close', code: 1015 }, 'act.close-code'],
    ['code 999', { do: 'close', code: 999 }, 'act.close-code'],
    ['code 2999', { do: 'close', code: 2999 }, 'act.close-code'],
    ['code 65536', { do: 'close', code: 65536 }, 'act.close-code'],
    ['code 1000.5', { do: 'close', code: 1000.5 }, 'act.close-code'],
    ['a reason without a code', { do: 'close', reason: 'x' }, 'act.close-code'],
    ['a reason of 124 bytes', { do: 'close', code: 1000, reason: 'é'.repeat(62) }, 'act.close-reason'],
    ['a code that is a text', { do: 'close', code: '1000' }, 'command.act'],
    ['a Ping without a payload', { do: 'ping' }, 'command.act'],
    ['parts that are no texts', { do: 'send', parts: [1] }, 'command.act'],
    ['another act', { do: 'eval' }, 'command.act'],
    ['no act', {}, 'command.act'],
  ])('%s is refused by the rule it broke', async (_, what, rule) => {
    const { page, client } = await start();
    expect(await act(page, 1, what)).toMatchObject({ kind: 'refused', rule });
    client.write(MASKED_HELLO);
    await client.until(() => frames(client) === HELLO);
  });

  test('without the number of a socket are refused', async () => {
    const { page } = await start();
    page.command({ kind: 'act', request: 1, socket: -1, act: { do: 'ping', payload: '' } });
    expect(await page.answer(1)).toMatchObject({ kind: 'refused', rule: 'command.socket' });
  });

  test('send nothing more to a client that does not read', async () => {
    const { page, client } = await start({ unsentBytes: 0, messageBytes: 16 << 20 });
    client.socket.pause();
    // More than the kernels between us hold: an echo of it waits.
    const payload = 'x'.repeat(8 << 20);
    client.write(`\x82\xff\x00\x00\x00\x00\x00\x80\x00\x00\x00\x00\x00\x00${payload}`);
    let request = 0;
    await expect
      .poll(async () => {
        request += 1;
        return act(page, request, { do: 'ping', payload: '' });
      })
      .toMatchObject({ kind: 'refused', rule: 'act.unsent' });
  });

  test('let a connection vanish for so long, and no longer', async () => {
    const { page, client } = await start({ vanishMs: 50 });
    await act(page, 1, { do: 'vanish' });
    await client.untilEnd();
    await page.untilClosed(1);
  });

  test('let so many of a page vanish; one more ends the oldest', async () => {
    const { page, client } = await start({ vanishedAtOnce: 1 });
    const second = await connect(page, 8);
    await act(page, 1, { do: 'vanish' });
    await act(page, 2, { do: 'vanish' }, 8);
    await client.untilEnd();
    expect(second.socket.readableEnded).toBe(false);
  });

  test('that come at once let no more of a page vanish', async () => {
    const { page, client } = await start({ vanishedAtOnce: 1 });
    const others = [await connect(page, 8), await connect(page, 9)];
    for (const socket of [7, 8, 9])
      page.command({ kind: 'act', request: socket, socket, act: { do: 'vanish' } satisfies ServerAct });
    await client.untilEnd();
    await others[0]?.untilEnd();
    expect(others[1]?.socket.readableEnded).toBe(false);
  });

  test('let none that vanished outlive its page', async () => {
    const { page, client } = await start();
    await act(page, 1, { do: 'vanish' });
    await page.close();
    await client.untilEnd();
  });
});
