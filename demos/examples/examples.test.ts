import { readdirSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closedAddress, python, type RunningServer, run, serve, shell } from './run-example.ts';

const ORIGIN = 'http://127.0.0.1:8765';
const KEY = 'dGhlIHNhbXBsZSBub25jZQ==';

/** What a server answers to one handshake, up to the end of its head. */
async function answer(address: string, ...fields: string[]): Promise<string> {
  const [host, port] = address.split(':');
  const socket = connect(Number(port), host);
  const head = ['GET /ws/echo HTTP/1.1', `Host: ${address}`, 'Connection: Upgrade', 'Upgrade: websocket', ...fields];
  socket.write([...head, '', ''].join('\r\n'));
  let text = '';
  for await (const chunk of socket.setEncoding('latin1')) {
    text += chunk;
    if (text.includes('\r\n\r\n')) break;
  }
  socket.destroy();
  return text.slice(0, text.indexOf('\r\n\r\n') + 4);
}

/** The output that a lesson prints under an example. */
const output = (file: string) => readFileSync(new URL(file.replace(/\.\w+$/, '.out'), import.meta.url), 'utf8');

const statusOf = (head: string) => head.split('\r\n')[0];

const SERVERS = ['echo-server.mjs', 'handshake-by-hand.mjs', ...(python ? ['echo_server.py'] : [])];
const CLIENTS = ['echo-client.mjs', ...(python ? ['echo_client.py'] : [])];

describe.each(SERVERS)('%s', (file) => {
  let server: RunningServer;
  beforeAll(async () => {
    server = await serve(file, ORIGIN);
  });
  afterAll(() => server.stop());

  it.each(CLIENTS)('says Hello to %s and closes with 1000', async (client) => {
    const { out, err, code } = await run(client, `ws://${server.address}`);
    expect({ end: out.split('\n').slice(-3).join('\n'), err, code }).toEqual({
      end: 'Hello\n1000\n',
      err: '',
      code: 0,
    });
  });

  it('answers the sample key of RFC 6455 with the sample accept value', async () => {
    const head = await answer(server.address, `Sec-WebSocket-Key: ${KEY}`, 'Sec-WebSocket-Version: 13');
    expect(statusOf(head)).toBe('HTTP/1.1 101 Switching Protocols');
    expect(head).toContain('\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n');
  });

  it('lets a page of an allowed origin in', async () => {
    const fields = [`Origin: ${ORIGIN}`, `Sec-WebSocket-Key: ${KEY}`, 'Sec-WebSocket-Version: 13'];
    expect(statusOf(await answer(server.address, ...fields))).toBe('HTTP/1.1 101 Switching Protocols');
  });

  it('refuses a page of another origin with 403', async () => {
    const fields = ['Origin: http://evil.example', `Sec-WebSocket-Key: ${KEY}`, 'Sec-WebSocket-Version: 13'];
    expect(statusOf(await answer(server.address, ...fields))).toBe('HTTP/1.1 403 Forbidden');
  });

  it('refuses a key that is not 16 bytes with 400', async () => {
    const fields = ['Sec-WebSocket-Key: dGhl', 'Sec-WebSocket-Version: 13'];
    expect(statusOf(await answer(server.address, ...fields))).toBe('HTTP/1.1 400 Bad Request');
  });
});

const VERSION_ANSWERS: [file: string, status: string, versions: string | undefined][] = [
  ['handshake-by-hand.mjs', 'HTTP/1.1 426 Upgrade Required', '13'],
  ['echo-server.mjs', 'HTTP/1.1 400 Bad Request', '13, 8'],
];
// RFC 6455 §4.4 asks for the versions here too; websockets 10.4, 15.0.1, 16.1.1 and 17.1 leave them out.
if (python) VERSION_ANSWERS.push(['echo_server.py', 'HTTP/1.1 400 Bad Request', undefined]);

describe('a version that is not 13', () => {
  it.each(VERSION_ANSWERS)('%s answers %s and offers %s', async (file, status, versions) => {
    const server = await serve(file, ORIGIN);
    try {
      const head = await answer(server.address, `Sec-WebSocket-Key: ${KEY}`, 'Sec-WebSocket-Version: 12');
      expect(statusOf(head)).toBe(status);
      expect(/^Sec-WebSocket-Version: (.*)$/im.exec(head)?.[1]).toBe(versions);
    } finally {
      await server.stop();
    }
  });
});

describe('what the lesson prints', () => {
  it('is what echo-server.mjs prints for the sample key', async () => {
    const server = await serve('echo-server.mjs', ORIGIN);
    try {
      await answer(server.address, `Sec-WebSocket-Key: ${KEY}`, 'Sec-WebSocket-Version: 13');
      expect(`${server.lines.join('\n')}\n`).toBe(output('echo-server.mjs'));
    } finally {
      await server.stop();
    }
  });

  it.skipIf(!shell)('is what handshake.sh prints', async () => {
    const server = await serve('echo-server.mjs', ORIGIN);
    try {
      const { out } = await run('handshake.sh', `http://${server.address}/`);
      expect(out.replaceAll('\r\n', '\n').replace(/\n\n$/, '\n')).toBe(output('handshake.sh'));
    } finally {
      await server.stop();
    }
  });
});

describe('a client without a server', () => {
  it.each(CLIENTS)('%s says why and fails', async (client) => {
    const { err, code } = await run(client, `ws://${await closedAddress()}`);
    expect(err).toMatch(/ECONNREFUSED|ConnectionRefusedError/);
    expect(code).toBe(1);
  });
});

it('keeps every example to 30 lines of code', () => {
  const here = new URL('.', import.meta.url);
  for (const file of readdirSync(here).filter((name) => !name.endsWith('.ts'))) {
    const lines = readFileSync(new URL(file, here), 'utf8')
      .split('\n')
      .filter((line) => line.trim() !== '');
    expect(lines.length, file).toBeLessThanOrEqual(30);
  }
});
