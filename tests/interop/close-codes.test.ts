import { execFile, execFileSync } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { CaptureEvent } from '#demos/capture/capture.ts';
import { RECEIVERS, type Receipt, type Receiver, verdictOf } from '#demos/close/close-codes.verdicts.ts';
import { answerBytes } from '#demos/link/by-hand.ts';
import { acceptKey } from '#demos/protocol/accept-key.ts';
import { CLOSE_CODES } from '#demos/protocol/close-codes.ts';
import { encodeClosePayload } from '#demos/protocol/close-payload.ts';
import { encodeFrame } from '#demos/protocol/frame-encoder.ts';
import { OPCODE } from '#demos/protocol/opcode.ts';
import { type BrowserLink, createBrowserLink } from './browser-link.ts';

/** Both ends of each range: what the picker says of them is what these programs do. */
const CODES = [...new Set(CLOSE_CODES.flatMap(({ from, to }) => [from, to]))];

const closeFrame = (code: number): Uint8Array =>
  encodeFrame({ from: 'server', kind: 'control', opcode: OPCODE.close, payload: encodeClosePayload(code) });

/** 1006 is also what is told of a failure: that one was not clean. */
const received = (code: number, told: number, clean: boolean): Receipt => (told === code && clean ? 'told' : 'failed');
const said = (who: Receiver): [number, Receipt][] => CODES.map((code) => [code, verdictOf(code).receipt[who]]);

/** Answers a handshake and says the code in its path, whatever it is, if there is one; then waits for the client. */
async function createSayer(): Promise<{ server: Server; url: (code: number | 'nothing') => string }> {
  const server = createServer();
  server.on('upgrade', (request, socket) => {
    const accept = acceptKey(request.headers['sec-websocket-key'] ?? '').accept;
    socket.on('error', () => {});
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
    );
    const code = /\d+/.exec(request.url ?? '')?.[0];
    if (code !== undefined) socket.write(closeFrame(Number(code)));
    socket.once('data', () => socket.end()).once('end', () => socket.end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { server, url: (code) => `ws://127.0.0.1:${port}/${code}` };
}

let sayer: Awaited<ReturnType<typeof createSayer>>;
beforeAll(async () => {
  sayer = await createSayer();
});
afterAll(() => new Promise((resolve) => sayer.server.close(resolve)));

describe('Chromium', () => {
  let link: BrowserLink;
  beforeAll(async () => {
    link = await createBrowserLink();
    await link.open();
  }, 60_000);
  afterAll(() => link?.close(), 60_000);

  const told = (events: readonly CaptureEvent[]) =>
    events.flatMap((event) =>
      event.kind === 'script' && 'on' in event.script && event.script.on === 'close' ? [event.script] : [],
    );

  test('is told a code, or fails, as the picker says', async () => {
    const seen: [number, Receipt][] = [];
    for (const code of CODES) {
      await link.clear();
      await link.do({ kind: 'respond-with', ...answerBytes(closeFrame(code)) });
      const [got] = told(await link.until((events) => told(events).length > 0));
      seen.push([code, received(code, got?.code ?? 0, got?.wasClean ?? false)]);
    }
    expect(seen).toEqual(said('Chromium'));
  }, 120_000);

  test('lets script say a code, or throws, as the picker says', async () => {
    const isOpen = (events: readonly CaptureEvent[]) =>
      events.some((event) => event.kind === 'script' && 'on' in event.script && event.script.on === 'open');
    await link.clear();
    await link.do({ kind: 'connect' });
    await link.until(isOpen);
    // None of these closes it: what throws leaves it open.
    const refused = CODES.filter((code) => !verdictOf(code).scriptMaySend);
    await link.do(...refused.map((code) => ({ kind: 'close' as const, code })));
    const threw = (await link.events()).flatMap((event) =>
      event.kind === 'script' && 'do' in event.script && event.script.do === 'throw' ? [event.script.name] : [],
    );
    expect(threw).toEqual(refused.map(() => 'InvalidAccessError'));
    for (const code of CODES.filter((each) => verdictOf(each).scriptMaySend)) {
      await link.clear();
      await link.do({ kind: 'connect' });
      await link.until(isOpen);
      await link.do({ kind: 'close', code });
      expect(told(await link.until((events) => told(events).length > 0))).toMatchObject([{ code }]);
    }
  }, 60_000);
});

describe('ws', () => {
  const toldBy = (code: number) =>
    new Promise<Receipt>((resolve) => {
      const socket = new WebSocket(sayer.url(code));
      // A code that it does not take is an error first.
      socket.on('error', () => {});
      socket.addEventListener('close', (told) => resolve(received(code, told.code, told.wasClean)));
    });

  test('is told a code, or fails, as the picker says', async () => {
    const seen: [number, Receipt][] = [];
    for (const code of CODES) seen.push([code, await toldBy(code)]);
    expect(seen).toEqual(said('ws'));
  });

  test('lets a program say a code, or throws, as the picker says', async () => {
    const socket = new WebSocket(sayer.url('nothing'));
    await new Promise((resolve) => socket.once('open', resolve));
    for (const code of CODES.filter((each) => !verdictOf(each).wsMaySend))
      expect(() => socket.close(code)).toThrow(TypeError);
    socket.terminate();
  });
});

const PROGRAM = `
import asyncio, sys, websockets
async def told(url):
    async with websockets.connect(url) as socket:
        try:
            await socket.recv()
        except websockets.ConnectionClosed as closed:
            return closed.rcvd.code if closed.rcvd else 'none'
async def main():
    for url in sys.argv[1:]:
        print(await told(url))
asyncio.run(main())
`;

function pythonVersion(): string | null {
  try {
    return execFileSync('python3', ['-c', 'import websockets; print(websockets.__version__)'], { stdio: 'pipe' })
      .toString()
      .trim();
  } catch {
    return null;
  }
}
const python = pythonVersion();

describe.skipIf(python === null)('Python’s websockets', () => {
  test('is told a code, or fails, as the picker says', async () => {
    const output = await new Promise<string>((resolve, reject) => {
      execFile('python3', ['-c', PROGRAM, ...CODES.map(sayer.url)], (error, text) =>
        error ? reject(error) : resolve(text),
      );
    });
    const told = output.trim().split('\n').map(Number);
    expect(CODES.map((code, i) => [code, received(code, told[i] ?? 0, true)])).toEqual(said('websockets'));
    expect(RECEIVERS.websockets.version).toMatch(/^\d+\.\d+$/);
  }, 60_000);
});
