import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { createActor } from 'xstate';
import frames from '#content/captures/frames.json?raw';
import type { Capture } from '#demos/capture/capture.ts';
import { recordedCapture } from '#demos/capture/recording.ts';
import type { Intent } from '#demos/link/link.ts';
import { createModelLink } from '#demos/link/model.ts';
import { seededBytes } from '#demos/link/random-bytes.ts';
import { SCRIPTS, scriptRequest, scriptResponse } from '#demos/mask/attack.bytes.ts';
import { BEST_TACTIC, expectedKey, KEY_MODES, type KeyMode, keysOf } from '#demos/mask/attack.keys.ts';
import { sentFrames } from '#demos/mask/mask.story.ts';
import { storyOf } from '#demos/mask/poison.story.ts';
import { proxyMachine } from '#demos/mask/proxy.machine.ts';
import { concat, fromHex, toHex } from '#demos/protocol/bytes.ts';
import { applyMask } from '#demos/protocol/mask.ts';
import { type BrowserLink, createBrowserLink } from './browser-link.ts';
import { recordLoopback } from './recorded-loopback.ts';

/** What the figures of the lesson on masking say, said again by the real parts. */

const SCRIPT: readonly Intent[] = [
  { kind: 'send', data: 'Hello' },
  { kind: 'send', data: 'é' },
  { kind: 'send', data: Uint8Array.of(1, 2, 3, 4) },
  { kind: 'close', code: 1000, reason: 'done' },
];

/** What the recorded connection sent besides: answers to the server's pings. */
const PONG = 0x8a;

/**
 * A connection's story: each masked frame's first byte and payload. Left out because they differ rightly: keys, and with
 * them the masked bytes; times.
 */
const told = (capture: Pick<Capture, 'events'>) =>
  sentFrames(capture)
    .filter(({ first }) => first !== PONG)
    .map(({ first, payload }) => [first.toString(16), payload]);

const STORY = [
  ['81', '48 65 6c 6c 6f'],
  ['81', 'c3 a9'],
  ['82', '01 02 03 04'],
  ['88', '03 e8 64 6f 6e 65'],
];

describe('the same script', () => {
  let browser: BrowserLink;
  let live: Pick<Capture, 'events'>;
  beforeAll(async () => {
    browser = await createBrowserLink();
    await browser.open();
    await browser.do({ kind: 'connect' });
    await browser.until((events) => events.some((event) => event.kind === 'script' && 'on' in event.script));
    await browser.do(...SCRIPT);
    live = { events: await browser.until((events) => events.some(({ kind }) => kind === 'closed')) };
  }, 60_000);
  afterAll(() => browser.close());

  test('was recorded so', () => expect(told(recordedCapture(frames))).toEqual(STORY));
  test('is modelled so', () => {
    const link = createModelLink();
    for (const intent of [{ kind: 'connect' } as const, ...SCRIPT]) link.do(intent);
    expect(told(link.capture.get())).toEqual(STORY);
  });
  test('is what this Chromium sends', () => expect(told(live)).toEqual(STORY));

  test('is masked in this Chromium with another key each time', () => {
    const keys = sentFrames(live).map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys).not.toContain('00 00 00 00');
  });
  test('stands on the wire as payload ⊕ key, whoever sent it', () => {
    for (const { key, masked, payload } of [...sentFrames(live), ...sentFrames(recordedCapture(frames))])
      expect(masked).toBe(toHex(applyMask(fromHex(payload), fromHex(key))));
  });
});

/** The attack with ws at both ends; what passed between them is given to the proxy. */
async function attackWithWs(keys: KeyMode): Promise<readonly string[]> {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  const wire = await recordLoopback((server.address() as AddressInfo).port);
  const proxy = createActor(proxyMachine).start();
  let passed = 0;
  /** What passed since the last time, each direction in one piece. */
  const settle = (): void => {
    const { events } = wire.capture();
    const fresh = events.slice(passed).filter((event) => event.kind === 'bytes');
    passed = events.length;
    for (const [type, direction] of [
      ['bytes.up', 'client-to-server'],
      ['bytes.down', 'server-to-client'],
    ] as const) {
      const bytes = concat(...fresh.filter((event) => event.direction === direction).map(({ bytes }) => bytes));
      if (bytes.length > 0) proxy.send({ type, bytes });
    }
  };

  const next = keysOf(keys, seededBytes(1));
  let key = new Uint8Array(4);
  const generateMask = (buffer: Buffer): void => {
    key = new Uint8Array(next() ?? []);
    buffer.set(key);
  };
  // Against random keys ws uses its own.
  const client = new WebSocket(`ws://127.0.0.1:${wire.port}`, keys === 'random' ? {} : { generateMask });
  const [socket] = (await once(server, 'connection')) as [WebSocket];
  await once(client, 'open');
  settle();
  client.send(Buffer.from('?'));
  await once(socket, 'message');
  settle();
  const expected = expectedKey(BEST_TACTIC[keys], key);
  client.send(expected ? applyMask(scriptRequest(), expected) : scriptRequest());
  await once(socket, 'message');
  settle();
  socket.send(scriptResponse(SCRIPTS.attacker));
  await once(client, 'message');
  settle();
  client.terminate();
  wire.close();
  server.close();
  return proxy.getSnapshot().context.cache.map(({ url }) => url);
}

describe('the attack with ws at both ends', () => {
  // Without a mask there is no ws: its server refuses such a frame.
  test.each(KEY_MODES.filter((keys) => keys !== 'none'))('ends as the figure says, keys chosen "%s"', async (keys) => {
    const story = storyOf({ keys, tactic: BEST_TACTIC[keys] }, seededBytes(1));
    expect(await attackWithWs(keys)).toEqual(story.poisoned ? ['victim.example/jquery.js'] : []);
  });
});
