import { once } from 'node:events';
import { createServer, type Server as HttpServer } from 'node:http';
import { connect } from 'node:net';
import { chromium } from '@playwright/test';
import { Server } from 'socket.io';
import { io as connectClient, type Socket } from 'socket.io-client';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { chromiumPath } from '#tools/chromium-path.ts';

/** What the lesson on Socket.IO's layers says of `socket.io` and `socket.io-client`, put to them. */

let http: HttpServer;
let io: Server;
let origin: string;

const hostOf = (server: { address(): unknown }): string => {
  const address = server.address();
  if (typeof address !== 'object' || address === null || !('port' in address)) throw new Error('a server has a port');
  return `127.0.0.1:${address.port}`;
};

beforeEach(async () => {
  http = createServer();
  io = new Server(http, { serveClient: false, pingInterval: 50, cors: { origin: 'http://course.test' } });
  io.on('connection', (socket) =>
    socket.on('echo', (value: unknown, acknowledge?: (value: unknown) => void) => acknowledge?.(value)),
  );
  await once(http.listen(0, '127.0.0.1'), 'listening');
  origin = `http://${hostOf(http)}`;
});
afterEach(() => io.close());

interface RawClient {
  readonly heard: readonly string[];
  /** Resolves when so many messages that begin so have come. */
  hears(start: string, times?: number): Promise<void>;
  send(data: string | Uint8Array): void;
  readonly closed: Promise<number>;
}

function rawClient(options: { origin?: string } = {}): RawClient {
  const ws = new WebSocket(`${origin}/socket.io/?EIO=4&transport=websocket`, options);
  const heard: string[] = [];
  const closed = new Promise<number>((resolve) => ws.on('close', resolve));
  ws.on('message', (data) => heard.push(String(data)));
  return {
    heard,
    async hears(start, times = 1) {
      while (heard.filter((text) => text.startsWith(start)).length < times) await once(ws, 'message');
    },
    send: (data) => ws.send(data),
    closed,
  };
}

async function connectedClient(options?: { origin?: string }): Promise<RawClient> {
  const client = rawClient(options);
  await client.hears('0');
  client.send('40');
  await client.hears('40');
  return client;
}

describe('a raw client', () => {
  it('is told of an Engine.IO session before it has sent anything', async () => {
    const client = rawClient();
    await client.hears('0');
    expect(JSON.parse(String(client.heard[0]).slice(1))).toMatchObject({ upgrades: [], pingInterval: 50 });
  });

  it('gets a second session id from its namespace', async () => {
    const { heard } = await connectedClient();
    const [engine, socket] = heard.map((text) => /"sid":"([^"]+)"/.exec(text)?.[1]);
    expect([engine, socket]).not.toContain(undefined);
    expect(engine).not.toBe(socket);
  });

  it.each([['hello'], ['42["echo","Hello"]'], ['{"a":1}']])(
    'that sends %s before 40 is closed without a code',
    async (text) => {
      const client = rawClient();
      await client.hears('0');
      client.send(text);
      expect(await client.closed).toBe(1005);
    },
  );

  it.each([
    ['hello', 'no packet type'],
    ['4hello', 'no Socket.IO packet type'],
    ['2', 'a ping, which since Engine.IO 4 only a server sends'],
    ['42["echo"', 'JSON that ends too early'],
    ['4511-["echo"]', 'eleven attachments'],
    ['42/admin,["echo"]', 'a namespace it is not in'],
  ])('that sends %s after 40 is closed without a code: %s', async (text) => {
    const client = await connectedClient();
    client.send(text);
    expect(await client.closed).toBe(1005);
  });

  it.each([
    ['a text packet where an attachment is awaited', '451-["echo",{"_placeholder":true,"num":0}]', '42["echo",1]'],
    ['an attachment that no packet announced', '420["echo",1]', Uint8Array.of(1)],
  ])('is closed for %s', async (_, first, second) => {
    const client = await connectedClient();
    client.send(first);
    client.send(second);
    expect(await client.closed).toBe(1005);
  });

  it('is pinged on after it has left its namespace', async () => {
    const client = await connectedClient();
    client.send('41');
    await client.hears('2');
    client.send('3');
    await client.hears('2', 2);
  });

  it('of another origin is let in by the option cors', async () => {
    const client = await connectedClient({ origin: 'http://evil.test' });
    expect(client.heard[1]).toMatch(/^40\{/);
  });
});

describe('a client of Engine.IO 3', () => {
  it('is told so with an HTTP 400', async () => {
    const response = await fetch(`${origin}/socket.io/?EIO=3&transport=polling`);
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({ code: 5, message: 'Unsupported protocol version' });
  });

  it('over WebSocket gets a 101, and then that 400 where frames should be', async () => {
    const { port, hostname } = new URL(origin);
    const socket = connect(Number(port), hostname);
    const fields = ['Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Version: 13'];
    const key = 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==';
    socket.write(
      ['GET /socket.io/?EIO=3&transport=websocket HTTP/1.1', 'Host: x', ...fields, key, '', ''].join('\r\n'),
    );
    let text = '';
    for await (const chunk of socket.setEncoding('latin1')) text += chunk;
    expect(text).toMatch(/^HTTP\/1\.1 101 .*\r\n\r\nHTTP\/1\.1 400 Bad Request\r\n/s);
    expect(text).toMatch(/\r\n\r\nUnsupported protocol version$/);
  });

  it('in Chromium hears open, error and 1006, while the console names a frame', async () => {
    http.on('request', (request, response) => {
      if (request.url === '/') response.writeHead(200, { 'Content-Type': 'text/html' }).end('<!doctype html>');
    });
    const browser = await chromium.launch({ executablePath: await chromiumPath(), args: ['--no-sandbox'] });
    try {
      const page = await browser.newPage();
      await page.goto(`${origin}/`);
      const complaint = page.waitForEvent('console', (message) => message.type() === 'error');
      const heard = await page.evaluate(
        () =>
          new Promise<string[]>((resolve) => {
            const events: string[] = [];
            const ws = new globalThis.WebSocket('/socket.io/?EIO=3&transport=websocket');
            ws.addEventListener('open', () => events.push('open'));
            ws.addEventListener('error', () => events.push('error'));
            ws.addEventListener('close', ({ code }) => resolve([...events, String(code)]));
          }),
      );
      expect(heard).toEqual(['open', 'error', '1006']);
      expect((await complaint).text()).toMatch(/Invalid frame header$/);
    } finally {
      await browser.close();
    }
  }, 30_000);
});

describe('io() and a plain WebSocket server', () => {
  it.each([
    [undefined, 'xhr poll error'],
    [['websocket'], 'timeout'],
  ])('with transports %j: %s', async (transports, message) => {
    const plain = new WebSocketServer({ port: 0, host: '127.0.0.1' });
    await once(plain, 'listening');
    const received: unknown[] = [];
    plain.on('connection', (ws) => ws.on('message', (data) => received.push(data)));
    const client = connectClient(`http://${hostOf(plain)}`, {
      ...(transports && { transports }),
      reconnection: false,
      forceNew: true,
      timeout: 300,
    });
    try {
      const error = await new Promise<Error>((resolve) => client.on('connect_error', resolve));
      expect(error.message).toBe(message);
      expect(received).toEqual([]);
    } finally {
      client.close();
      plain.close();
    }
  });
});

describe('what is emitted', () => {
  let client: Socket;
  beforeEach(() => {
    client = connectClient(origin, { transports: ['websocket'], forceNew: true });
  });
  afterEach(() => void client.close());

  it.each([
    ['new Date(0)', new Date(0), '1970-01-01T00:00:00.000Z'],
    ['undefined', undefined, null],
    ['a property that is undefined', { a: undefined, b: 1 }, { b: 1 }],
    ['NaN', Number.NaN, null],
    ['Infinity', Number.POSITIVE_INFINITY, null],
    ['a Map', new Map([['a', 1]]), {}],
    ['a Set', new Set([1]), {}],
    ['a Float32Array', new Float32Array([1.5]), Buffer.from([0, 0, 0xc0, 0x3f])],
  ])('arrives changed: %s', async (_, value, arrives) => {
    expect(await client.emitWithAck('echo', value)).toEqual(arrives);
  });

  it('cannot be a BigInt', async () => {
    await new Promise<void>((resolve) => client.on('connect', resolve));
    expect(() => client.emit('echo', 10n)).toThrow(TypeError);
  });
});
