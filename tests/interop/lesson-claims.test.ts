import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { promisify } from 'node:util';
import { type Browser, chromium, type Page } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { WebSocket as WsClient } from 'ws';
import { python } from '#demos/examples/run-example.ts';
import { fromHex } from '#demos/protocol/bytes.ts';
import { OPCODE } from '#demos/protocol/opcode.ts';
import { chromiumPath } from '#tools/chromium-path.ts';
import { createRawWebSocketServer, type RawWebSocketServer } from './raw-websocket-server.ts';

/** What the lessons on frames, on masking and on readyState say was measured, measured again. */

/** Paths of the server, and what it sends once it has answered the handshake. */
const SENDS: Readonly<Record<string, string>> = {
  '/non-minimal': '81 7e 00 05 48 65 6c 6c 6f',
  '/rsv1': 'c1 05 48 65 6c 6c 6f',
  '/masked': '81 85 37 fa 21 3d 7f 9f 4d 51 58',
  '/waits': '88 02 03 e8',
};

let server: RawWebSocketServer;
let browser: Browser;
let page: Page;
beforeAll(async () => {
  server = await createRawWebSocketServer((connection, path) => {
    const bytes = SENDS[path];
    if (bytes) connection.send(fromHex(bytes));
    if (path === '/fin') connection.end();
    // Whoever refuses what was sent answers with Close, and waits for TCP to end.
    if (['/non-minimal', '/rsv1', '/masked'].includes(path)) void connection.heard.then(() => connection.end());
  });
  browser = await chromium.launch({ executablePath: await chromiumPath(), args: ['--no-sandbox'] });
  page = await browser.newPage();
  await page.goto(`http://${server.host}/`);
}, 60_000);
afterAll(async () => {
  await browser.close();
  await server.close();
});

/** Everything script is told from the constructor to `close`, as `event readyState code`. */
const story = (path: string, then = ''): Promise<string[]> =>
  page.evaluate(`new Promise((resolve) => {
    const ws = new WebSocket(${JSON.stringify(path)});
    const told = [];
    for (const name of ['open', 'message', 'error', 'close'])
      ws.addEventListener(name, ({ code, data }) => {
        told.push([name, ws.readyState, code ?? data].filter((one) => one !== undefined).join(' '));
        if (name === 'close') resolve(told);
      });
    ${then}
  })`);

/** Prints the first message that Python’s `websockets` receives, or why there was none. */
const CLIENT = `
import asyncio, sys, websockets
async def main():
    async with websockets.connect(sys.argv[1], open_timeout=5) as ws:
        try:
            print(await ws.recv())
        except websockets.ConnectionClosedError:
            print("closed")
asyncio.run(main())
`;
const inPython = async (path: string): Promise<string> =>
  (await promisify(execFile)(python ?? '', ['-c', CLIENT, `ws://${server.host}${path}`])).stdout;

const closeCode = (): number | undefined => {
  const close = server.latest.frames().find(({ header }) => header.opcode === OPCODE.close);
  return close && new DataView(close.payload.buffer, close.payload.byteOffset).getUint16(0);
};

describe('a length that is not in its shortest form', () => {
  test('fails the connection in Chromium, with 1002', async () => {
    expect(await story('/non-minimal')).toEqual(['open 1', 'error 3', 'close 3 1006']);
    expect(closeCode()).toBe(1002);
  });

  test('is taken by ws', async () => {
    const ws = new WsClient(`ws://${server.host}/non-minimal`);
    const [data] = await once(ws, 'message');
    expect(String(data)).toBe('Hello');
    ws.terminate();
  });

  test.skipIf(!python)('is taken by Python’s websockets', async () => {
    expect(await inPython('/non-minimal')).toBe('Hello\n');
  });
});

describe('RSV1 without an extension', () => {
  test('fails the connection in Chromium, with 1002; script is told 1006', async () => {
    expect(await story('/rsv1')).toEqual(['open 1', 'error 3', 'close 3 1006']);
    expect(closeCode()).toBe(1002);
  });

  test('fails the connection in ws, with 1002', async () => {
    const ws = new WsClient(`ws://${server.host}/rsv1`, { perMessageDeflate: false });
    await once(ws, 'error');
    await vi.waitFor(() => expect(closeCode()).toBe(1002));
    ws.terminate();
  });

  test.skipIf(!python)('fails the connection in Python’s websockets, with 1002', async () => {
    expect(await inPython('/rsv1')).toBe('closed\n');
    expect(closeCode()).toBe(1002);
  });
});

describe('a masked frame from a server', () => {
  test('fails the connection in Chromium, with 1002; script is told 1006', async () => {
    expect(await story('/masked')).toEqual(['open 1', 'error 3', 'close 3 1006']);
    expect(closeCode()).toBe(1002);
  });

  test('fails the connection in ws, with 1002', async () => {
    const ws = new WsClient(`ws://${server.host}/masked`);
    await once(ws, 'error');
    await vi.waitFor(() => expect(closeCode()).toBe(1002));
    ws.terminate();
  });
});

describe('one send() of 200,000 bytes in Chromium', () => {
  const framesOf = async () => {
    const socket = await page.evaluateHandle(`new Promise((resolve) => {
      const ws = new WebSocket('/');
      ws.onopen = () => { ws.send('x'.repeat(200_000)); resolve(ws); };
    })`);
    const length = () => server.latest.frames().reduce((sum, { payload }) => sum + payload.length, 0);
    await vi.waitFor(() => expect(length()).toBe(200_000));
    await socket.dispose();
    return server.latest.frames();
  };

  test('is one message of several frames', async () => {
    const headers = (await framesOf()).map(({ header }) => header);
    expect(headers.length).toBeGreaterThan(1);
    expect(headers.map(({ opcode }) => opcode)).toEqual([OPCODE.text, ...headers.slice(1).map(() => 0)]);
    expect(headers.map(({ fin }) => fin)).toEqual([...headers.slice(1).map(() => false), true]);
  });

  test('is split at 131,000 bytes by version 156', async ({ skip }) => {
    skip(!browser.version().startsWith('156.'), `this is Chromium ${browser.version()}`);
    expect((await framesOf()).map(({ payload }) => payload.length)).toEqual([131_000, 69_000]);
  });
});

describe('readyState in Chromium', () => {
  test('an open listener added after the event is never called', async () => {
    const found = await page.evaluate(`(async () => {
      const ws = new WebSocket('/');
      await new Promise((resolve) => ws.addEventListener('open', resolve));
      let called = false;
      ws.addEventListener('open', () => { called = true; });
      // Whatever was queued has run once a message has gone round the event loop.
      await new Promise((resolve) => setTimeout(resolve));
      const found = { called, readyState: ws.readyState };
      ws.close();
      return found;
    })()`);
    expect(found).toEqual({ called: false, readyState: 1 });
  });

  test('the peer’s Close makes it 2 without an event, as long as TCP stays open', async () => {
    const found = await page.evaluate(`new Promise((resolve) => {
      const ws = new WebSocket('/waits');
      const told = [];
      for (const name of ['message', 'error', 'close']) ws.addEventListener(name, () => told.push(name));
      const look = () => (ws.readyState > 1 ? resolve({ readyState: ws.readyState, told }) : setTimeout(look));
      look();
    })`);
    expect(found).toEqual({ readyState: 2, told: [] });
  });

  test('TCP that ends without a Close frame is told by close alone', async () => {
    expect(await story('/fin')).toEqual(['open 1', 'close 3 1006']);
  });

  test('close() before it is open is told as error and 1006', async () => {
    expect(await story('/', 'ws.close();')).toEqual(['error 3', 'close 3 1006']);
  });

  test('what is sent too late raises bufferedAmount by its bytes, without header and key, and it stays', async () => {
    const found = await page.evaluate(`new Promise((resolve) => {
      const ws = new WebSocket('/waits');
      ws.onclose = () => {
        const amounts = [ws.bufferedAmount];
        for (const text of ['Hello', 'é']) {
          ws.send(text);
          amounts.push(ws.bufferedAmount);
        }
        setTimeout(() => resolve([...amounts, ws.bufferedAmount]));
      };
    })`);
    expect(found).toEqual([0, 5, 7, 7]);
  });

  test('a message that comes after close() was called is not delivered', async () => {
    const before = server.latest;
    const told = story('/', "ws.addEventListener('open', () => ws.close(1000));");
    await vi.waitFor(() => expect(server.latest).not.toBe(before));
    await vi.waitFor(() => expect(closeCode()).toBe(1000));
    server.latest.send(fromHex('81 04 6c 61 74 65 88 02 03 e8'));
    server.latest.end();
    expect(await told).toEqual(['open 1', 'close 3 1000']);
  });
});
