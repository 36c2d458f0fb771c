import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PATHS } from '#demos/capture/side-channel.ts';
import { type Companion, createCompanion } from './companion.ts';
import { exchange, HANDSHAKE, handshakeStatus, head, openPage, statusOf, webSocketUrl } from './test-client.ts';

let companion: Companion;
beforeAll(async () => {
  companion = await createCompanion();
});
afterAll(() => companion.close());

const SOCKETS = [PATHS.sideChannel, PATHS.echo, `${PATHS.socketio}?EIO=4&transport=websocket`];
const close = { Connection: 'close' };
const get = (path: string, fields: Record<string, string>) =>
  exchange(companion.ports.main, head(`GET ${path} HTTP/1.1`, { ...fields, ...close }));
const upgrade = (path: string, fields: Record<string, string>) =>
  exchange(companion.ports.main, head(`GET ${path} HTTP/1.1`, { ...HANDSHAKE, ...fields }));
const here = () => ({ Host: `127.0.0.1:${companion.ports.main}` });

describe('rule 1: Host first', () => {
  test('a rebound name reaches nothing, although Origin equals Host', async () => {
    const rebound = { Host: 'evil.example', Origin: 'http://evil.example' };
    expect(statusOf(await get('/', rebound))).toBe(421);
    expect(statusOf(await get(PATHS.health, rebound))).toBe(421);
    expect(statusOf(await get(`${PATHS.socketio}?EIO=4&transport=polling`, rebound))).toBe(421);
    for (const path of SOCKETS) expect(statusOf(await upgrade(path, rebound))).toBe(421);
  });

  test('an address the request did not arrive at is misdirected', async () => {
    expect(statusOf(await get('/', { Host: '192.168.1.5' }))).toBe(421);
    expect(statusOf(await upgrade(PATHS.echo, { Host: '10.0.0.1' }))).toBe(421);
  });

  test('HTTP/1.0 without Host is misdirected', async () => {
    expect(statusOf(await exchange(companion.ports.main, 'GET /healthz HTTP/1.0\r\n\r\n'))).toBe(421);
  });

  test('two Hosts are refused', async () => {
    const request = `GET /healthz HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\nConnection: close\r\n\r\n`;
    expect([400, 421]).toContain(statusOf(await exchange(companion.ports.main, request)));
  });

  test('a name is answered once the operator allows it', async () => {
    const other = await createCompanion({ allowHosts: ['course.example'] });
    const request = head('GET /healthz HTTP/1.1', { Host: 'course.example', ...close });
    expect(statusOf(await exchange(other.ports.main, request))).toBe(200);
    await other.close();
  });
});

describe('rule 2: Origin is ours, or absent where programs may come', () => {
  test('the side channel wants an Origin; the demo sockets do not', async () => {
    expect(await handshakeStatus(webSocketUrl(companion) + PATHS.sideChannel)).toBe(403);
    expect(await handshakeStatus(webSocketUrl(companion) + PATHS.echo)).toBe(101);
    expect(await handshakeStatus(`${webSocketUrl(companion)}${PATHS.socketio}?EIO=4&transport=websocket`)).toBe(101);
  });

  test.each(['null', 'http://evil.example', 'http://127.0.0.1:1', 'https://localhost'])(
    'Origin %s opens no socket',
    async (origin) => {
      for (const path of SOCKETS) expect(await handshakeStatus(webSocketUrl(companion) + path, origin)).toBe(403);
    },
  );

  test('Origin null is refused for files and for Socket.IO polling too', async () => {
    expect(statusOf(await get('/', { ...here(), Origin: 'null' }))).toBe(403);
    expect(statusOf(await get(`${PATHS.socketio}?EIO=4&transport=polling`, { ...here(), Origin: 'null' }))).toBe(403);
  });

  test('both names of loopback are ours, on our port', async () => {
    const { main } = companion.ports;
    for (const path of SOCKETS) {
      expect(await handshakeStatus(webSocketUrl(companion) + path, `http://localhost:${main}`)).toBe(101);
      expect(await handshakeStatus(webSocketUrl(companion) + path, `http://127.0.0.1:${main}`)).toBe(101);
      expect(await handshakeStatus(webSocketUrl(companion) + path, `http://localhost:${main + 1}`)).toBe(403);
    }
  });

  test('no response allows another origin to read it', async () => {
    const fields = { ...here(), Origin: companion.url };
    const responses = [
      await get('/healthz', fields),
      await get(`${PATHS.socketio}?EIO=4&transport=polling`, fields),
      await get('/healthz', { ...here(), Origin: 'http://evil.example' }),
    ];
    for (const response of responses) expect(response.toLowerCase()).not.toContain('access-control');
  });
});

describe('rule 2: Socket.IO polling, which scripts and images ask for without an Origin', () => {
  const polling = `${PATHS.socketio}?EIO=4&transport=polling`;

  test.each(['cross-site', 'same-site'])('opens no session for a page that is %s', async (site) => {
    expect(statusOf(await get(`${polling}&j=0`, { ...here(), 'Sec-Fetch-Site': site }))).toBe(403);
  });

  test('is answered to our own page, and to programs', async () => {
    expect(statusOf(await get(polling, { ...here(), 'Sec-Fetch-Site': 'same-origin' }))).toBe(200);
    expect(statusOf(await get(polling, here()))).toBe(200);
  });

  test('is answered with the headers that keep a script elsewhere from reading it', async () => {
    for (const response of [await get(`${polling}&j=0`, here()), await get(PATHS.health, here())]) {
      expect(response).toContain('Cross-Origin-Resource-Policy: same-origin');
      expect(response).toContain('X-Content-Type-Options: nosniff');
    }
  });
});

describe('rule 9: methods, paths and headers', () => {
  test.each(['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE'])('%s is not allowed', async (method) => {
    const request = head(`${method} / HTTP/1.1`, { ...here(), 'Content-Length': '0', ...close });
    const response = await exchange(companion.ports.main, request);
    expect(statusOf(response)).toBe(405);
    expect(response).toContain('Allow: GET, HEAD');
  });

  test('a socket path without an upgrade, and an unknown one with it, are refused', async () => {
    expect(statusOf(await get(PATHS.echo, here()))).toBe(400);
    expect(statusOf(await upgrade('/ws/other', here()))).toBe(404);
    expect(statusOf(await upgrade('/', here()))).toBe(404);
    expect(statusOf(await upgrade('http://evil.example/ws/echo', here()))).toBe(404);
  });

  test('a path that is Socket.IO’s only once its dots are resolved is answered, with 404', async () => {
    const path = `/x/..${PATHS.socketio}?EIO=4&transport=`;
    expect(statusOf(await get(`${path}polling`, here()))).toBe(404);
    expect(statusOf(await upgrade(`${path}websocket`, here()))).toBe(404);
  });

  test('refusals carry the security headers too', async () => {
    const response = await get('/nothing', here());
    expect(statusOf(response)).toBe(404);
    expect(response).toContain('X-Content-Type-Options: nosniff');
    expect(response).toContain('Cross-Origin-Resource-Policy: same-origin');
    expect(response).toContain('Referrer-Policy: no-referrer');
    expect(response).toContain("Content-Security-Policy: frame-ancestors 'none'");
  });

  test('the refused do not see what they sent', async () => {
    const script = '<script>alert(1)</script>';
    expect(await get(`/${script}`, { ...here(), Origin: script })).not.toContain('script');
    expect(await get('/', { Host: script })).not.toContain('script');
  });
});

test('the page that keeps all the rules gets its tap', async () => {
  const page = await openPage(companion);
  expect(Buffer.from(page.tap, 'base64url')).toHaveLength(16);
  await page.close();
});
