import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type CDPSession, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PATHS } from '#demos/capture/side-channel.ts';
import { type Companion, createCompanion } from '#demos/server/companion.ts';
import { hidden, openPage, type TestPage } from '#demos/server/test-client.ts';
import { chromiumPath } from '#tools/chromium-path.ts';

let folder: string;
let companion: Companion;
let browser: Browser;
let page: Page;
let devtools: CDPSession;
let tap: TestPage;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tap-chromium-'));
  await writeFile(join(folder, 'index.html'), '<!doctype html><title>A page of ours</title>');
  // However slow the machine is, a client that gives up does so before the companion does.
  companion = await createCompanion({ siteDir: folder, limits: { refusedIdleMs: 60_000 } });
  browser = await chromium.launch({ executablePath: await chromiumPath(), args: ['--no-sandbox'] });
  page = await browser.newPage();
  await page.goto(`${companion.url}/`);
  devtools = await page.context().newCDPSession(page);
  await devtools.send('Network.enable');
  tap = await openPage(companion);
}, 60_000);

afterAll(async () => {
  await browser?.close();
  await companion?.close();
  await rm(folder, { recursive: true });
});

const headOf = (stream: string) => stream.slice(0, stream.indexOf('\r\n\r\n') + 4);

/** Name → value, names in lower case; Chromium's developer tools show fields in another order than they were sent. */
const fieldsOf = (head: string) =>
  Object.fromEntries(
    head
      .trimEnd()
      .split('\r\n')
      .slice(1)
      .map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
  );

/** One echoed message in the browser; `what` is run with the page's WebSocket and must close it. */
function inBrowser(path: string, messages: readonly string[]): Promise<{ received: string[]; code: number }> {
  return page.evaluate(
    ([url, texts]) =>
      new Promise<{ received: string[]; code: number }>((resolve) => {
        const socket = new WebSocket(url);
        const received: string[] = [];
        socket.onopen = () => socket.send(texts[0] ?? '');
        socket.onmessage = ({ data }) => {
          received.push(data);
          const next = texts[received.length];
          if (next === undefined) socket.close(4001, 'enough');
          else socket.send(next);
        };
        socket.onclose = ({ code }) => resolve({ received, code });
      }),
    [tap.url(path), messages] as const,
  );
}

/** The first connection that opens from now on, once it has. */
function nextConnection(): () => string {
  const opened = () => tap.events.filter((event) => event.kind === 'opened').map((event) => event.connection);
  const known = opened().length;
  return () => opened()[known] ?? '';
}

describe('the tap and Chromium’s developer tools tell the same', () => {
  test('of the handshake, both ways, and of every message', async () => {
    const requests: { headers: Record<string, string> }[] = [];
    const responses: { headersText?: string; status: number }[] = [];
    const frames: string[] = [];
    devtools.on('Network.webSocketWillSendHandshakeRequest', ({ request }) => requests.push(request));
    devtools.on('Network.webSocketHandshakeResponseReceived', ({ response }) => responses.push(response));
    devtools.on('Network.webSocketFrameReceived', ({ response }) => frames.push(response.payloadData));

    const result = await inBrowser(PATHS.echo, ['Hello', 'é', '']);
    expect(result).toEqual({ received: ['Hello', 'é', ''], code: 4001 });
    await tap.untilClosed(1);
    await expect.poll(() => frames.length).toBe(3);

    const sent = tap.stream('1', 'client-to-server');
    const seen = fieldsOf(headOf(sent));
    const shown = Object.fromEntries(
      Object.entries(requests[0]?.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]),
    );
    expect(sent.split('\r\n')[0]).toBe(`GET ${PATHS.echo}?tap=${'x'.repeat(tap.tap.length)} HTTP/1.1`);
    expect(seen).toEqual(shown);
    expect(seen.origin).toBe(companion.url);

    const answered = tap.stream('1', 'server-to-client');
    expect(headOf(answered)).toBe(responses[0]?.headersText);
    // Unmasked echoes of the three messages, and of Close 4001 (0x0fa1).
    const utf8 = Buffer.from('é').toString('latin1');
    expect(answered.slice(headOf(answered).length)).toBe(`\x81\x05Hello\x81\x02${utf8}\x81\x00\x88\x08\x0f\xa1enough`);
  });

  test('of a fetch on a connection that carried other requests', async () => {
    // Chromium asks for other things in its own time: the page's icon.
    const asking: string[] = [];
    const heads = new Map<string, string>();
    devtools.on('Network.requestWillBeSent', ({ requestId, request }) => {
      if (new URL(request.url).pathname === PATHS.health) asking.push(requestId);
    });
    devtools.on('Network.responseReceivedExtraInfo', ({ requestId, headersText }) =>
      heads.set(requestId, headersText ?? ''),
    );
    const next = nextConnection();
    const text = await page.evaluate(
      async ([health, id]) => {
        await (await fetch(health)).text();
        return (await fetch(`${health}?tap=${id}`)).text();
      },
      [PATHS.health, tap.tap] as const,
    );
    expect(text).toBe('ok\n');
    await tap.until(() => tap.stream(next(), 'server-to-client') !== '');
    const connection = next();
    const shown = () => asking.flatMap((id) => heads.get(id) ?? []);
    await expect.poll(() => shown().length).toBe(2);
    const asked = tap.stream(connection, 'client-to-server');
    expect(asked.match(/^GET .*$/gm)).toEqual([`GET ${hidden(`${PATHS.health}?tap=${tap.tap}`, tap.tap)} HTTP/1.1`]);
    expect(tap.stream(connection, 'server-to-client')).toBe(`${shown()[1]}ok\n`);
  });

  test('a credential of another local site is in the handshake, and the tap hides it', async () => {
    // Cookies ignore ports (RFC 6265 §8.5), so another application on this host may have set one.
    await page.context().addCookies([{ name: 'other-app', value: 's3cret', domain: '127.0.0.1', path: '/' }]);
    const next = nextConnection();
    await inBrowser(PATHS.echo, ['Hello']);
    await tap.until(() => tap.stream(next(), 'server-to-client') !== '');
    const connection = next();
    expect(fieldsOf(headOf(tap.stream(connection, 'client-to-server'))).cookie).toBe(
      'x'.repeat('other-app=s3cret'.length),
    );
  });

  test('Chromium gets the bytes the page chose, and reports them as its own failure', async () => {
    tap.command({
      kind: 'respond',
      request: 1,
      bytes: Buffer.from('SSH-2.0-OpenSSH_9.2\r\n').toString('base64'),
      acceptAt: null,
    });
    const ticket = await tap.answer(1);
    if (ticket.kind !== 'ticket') throw new Error(`expected a ticket, found ${ticket.kind}`);
    const errors: string[] = [];
    devtools.on('Network.webSocketFrameError', ({ errorMessage }) => errors.push(errorMessage));
    const code = await page.evaluate(
      (url) =>
        new Promise((resolve) => {
          new WebSocket(url).onclose = ({ code }) => resolve(code);
        }),
      `ws://127.0.0.1:${ticket.port}/?ticket=${ticket.ticket}`,
    );
    expect(code).toBe(1006);
    await expect.poll(() => errors).toHaveLength(1);
    expect(errors[0]).toContain('net::ERR_INVALID_HTTP_RESPONSE');
    // It was Chromium that gave up, not we.
    await tap.until(() => tap.events.at(-1)?.kind === 'closed');
    const ends = tap.events.flatMap((event) => (event.kind === 'fin' ? [event.direction] : [])).slice(-2);
    expect(ends).toEqual(['client-to-server', 'server-to-client']);
  });
});
