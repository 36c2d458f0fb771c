import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { CaptureEvent, ScriptCaptureEvent } from '#demos/capture/capture.ts';
import type { Intent } from '#demos/link/link.ts';
import { createModelLink } from '#demos/link/model.ts';
import { concat, toHex } from '#demos/protocol/bytes.ts';
import { applyMask } from '#demos/protocol/mask.ts';
import { type BrowserLink, createBrowserLink } from './browser-link.ts';

/** What a real Chromium does and tells when the other end, or its own document, does something; beside it, the model. */

let browser: BrowserLink;
beforeAll(async () => {
  browser = await createBrowserLink();
  await browser.open({ realm: 'frame', reads: true });
}, 60_000);
afterAll(async () => {
  vi.resetConfig();
  await browser.close();
});
// Each waits for a browser, which a busy machine may let wait.
vi.setConfig({ testTimeout: 30_000 });

type Events = readonly CaptureEvent[];
const isScript = (event: CaptureEvent): event is ScriptCaptureEvent => event.kind === 'script';
const told = (on: string) => (events: Events) =>
  events.some((event) => isScript(event) && 'on' in event.script && event.script.on === on);
const over = (events: Events) => events.some(({ kind }) => kind === 'closed');

/** Opens a connection, does each of these in a task of its own, and waits. */
async function live(intents: readonly Intent[], until: (events: Events) => boolean): Promise<Events> {
  await browser.clear();
  await browser.do({ kind: 'connect' });
  await browser.until(told('open'));
  for (const intent of intents) await browser.do(intent);
  return browser.until(until);
}

function model(intents: readonly Intent[]): Events {
  const link = createModelLink();
  link.do({ kind: 'connect' });
  for (const intent of intents) link.do(intent);
  return link.capture.get().events;
}

/** What script was told after `open`, with the state it read then. */
const heard = (events: Events) =>
  events
    .filter(isScript)
    .flatMap(({ script, readyState }) => ('on' in script && script.on !== 'open' ? [{ ...script, readyState }] : []));

/** What passed after the handshake, one word a frame or end; a client's frames unmasked. */
function wire(events: Events): string[] {
  return events.flatMap((event) => {
    if (event.kind === 'fin' || event.kind === 'rst')
      return [`${event.direction === 'client-to-server' ? '>' : '<'} ${event.kind}`];
    if (event.kind !== 'bytes' || event.bytes[0] === 0x47 || event.bytes[0] === 0x48) return [];
    return [event.direction === 'server-to-client' ? `< ${toHex(event.bytes)}` : `> ${toHex(unmasked(event.bytes))}`];
  });
}

/** One short frame of a client, its mask undone and left out. */
const unmasked = (frame: Uint8Array): Uint8Array =>
  concat(frame.subarray(0, 2), applyMask(frame.subarray(6), frame.subarray(2, 6)));

const server = (act: Extract<Intent, { kind: 'server' }>['act']): Intent => ({ kind: 'server', act });

describe('the document leaves', () => {
  test('the browser sends 1001 and no reason, and script is told nothing', async () => {
    const events = await live([{ kind: 'leave' }], over);
    // Masked, 2 bytes: 0x03e9 is 1001 (RFC 6455 §7.4.1).
    expect(wire(events).slice(0, 3)).toEqual(['> 88 82 03 e9', '< 88 02 03 e9', '< fin']);
    // A browser whose document has gone may end its side of TCP with a FIN, with a RST, or before either is read.
    expect(['', '> fin', '> rst', '> fin > rst']).toContain(wire(events).slice(3).join(' '));
    expect(heard(events)).toEqual([]);
    expect(events.findLast(isScript)).toMatchObject({ script: { do: 'leave' }, readyState: 3 });
    expect(browser.complaints).toEqual([]);
  });

  test('and so does the model', () => {
    const events = model([{ kind: 'leave' }]);
    expect(wire(events)).toEqual(['> 88 82 03 e9', '< 88 02 03 e9', '< fin', '> fin']);
    expect(heard(events)).toEqual([]);
    expect(events.findLast(isScript)).toMatchObject({ script: { do: 'leave' }, readyState: 3 });
  });
});

/** Both are asked the same, and must answer the same, on the wire and to script. */
const ACTS: readonly (readonly [string, Intent, readonly string[], readonly object[]])[] = [
  ['a Ping is answered below the API', server({ do: 'ping', payload: 'Hi' }), ['< 89 02 48 69', '> 8a 82 48 69'], []],
  [
    'a message in fragments is one event, and the Ping between them none',
    server({ do: 'send', parts: ['H', 'i'], pingBetween: true }),
    ['< 01 01 48', '< 89 00', '< 80 01 69', '> 8a 80'],
    [{ on: 'message', type: 'text', bytes: Uint8Array.of(0x48, 0x69), readyState: 1 }],
  ],
  [
    'a Close is answered with its code, and told once TCP has ended',
    server({ do: 'close', code: 4000, reason: 'x' }),
    ['< 88 03 0f a0 78', '> 88 83 0f a0 78', '< fin', '> fin'],
    [{ on: 'close', code: 4000, reason: 'x', wasClean: true, readyState: 3 }],
  ],
  [
    'a Close without a code is told as 1005',
    server({ do: 'close' }),
    ['< 88 00', '> 88 80', '< fin', '> fin'],
    [{ on: 'close', code: 1005, reason: '', wasClean: true, readyState: 3 }],
  ],
  [
    'TCP that ends without a Close is 1006, and no error',
    server({ do: 'terminate' }),
    ['< fin'],
    [{ on: 'close', code: 1006, reason: '', wasClean: false, readyState: 3 }],
  ],
];

describe('the server acts', () => {
  test.each(ACTS)('%s', async (_, intent, frames, events) => {
    const settled = await live(
      [intent],
      (now) => wire(now).length >= frames.length && heard(now).length >= events.length,
    );
    // In what order the two directions pass is the network's to say.
    expect(wire(settled).toSorted()).toEqual(expect.arrayContaining([...frames].toSorted()));
    expect(heard(settled)).toEqual(events);
  });

  test.each(ACTS)('in the model: %s', (_, intent, frames, events) => {
    const settled = model([intent]);
    expect(wire(settled).toSorted()).toEqual(expect.arrayContaining([...frames].toSorted()));
    expect(heard(settled)).toEqual(events);
  });

  test('a server that vanished takes what is sent, and script sees a buffer that drains', async () => {
    const events = await live(
      [server({ do: 'vanish' }), { kind: 'send', data: 'Hi' }],
      (now) => wire(now).length > 0 && now.findLast(isScript)?.bufferedAmount === 0,
    );
    expect(wire(events)).toEqual(['> 81 82 48 69']);
    expect(events.findLast(isScript)).toMatchObject({ script: { do: 'read' }, readyState: 1, bufferedAmount: 0 });
    expect(heard(events)).toEqual([]);
  });

  test('a server that vanished leaves close() without an answer', async () => {
    const events = await live([server({ do: 'vanish' }), { kind: 'close' }], (now) => wire(now).length > 0);
    expect(wire(events)).toEqual(['> 88 80']);
    expect(events.findLast(isScript)).toMatchObject({ script: { do: 'close' }, readyState: 2 });
  });

  test('what it cannot do is refused in words', async () => {
    await live([server({ do: 'close', code: 1006 })], () => true);
    await expect.poll(() => browser.status()).toContain('"rule":"act.close-code"');
  });
});

describe('a document of its own', () => {
  test('gives bytes as bytes, though they are of another realm', async () => {
    const events = await live([{ kind: 'send', data: Uint8Array.of(1, 2) }], told('message'));
    expect(heard(events)).toEqual([{ on: 'message', type: 'binary', bytes: Uint8Array.of(1, 2), readyState: 1 }]);
  });

  test('goes with its socket when the page is done with it', async () => {
    await live([], told('open'));
    expect(await browser.frames()).toBe(1);
    await browser.do({ kind: 'close' });
    await browser.until(told('close'));
    await browser.do({ kind: 'connect' });
    expect(await browser.frames()).toBe(1);
  });
});

describe('what no event tells', () => {
  test('after a server’s Close, readyState is 2 before `close` is told', async () => {
    let caught: CaptureEvent | undefined;
    // It lasts a few milliseconds: a look between two tasks may miss it once.
    for (let tries = 0; tries < 20 && !caught; tries++) {
      const events = await live([server({ do: 'close', code: 4000 })], told('close'));
      caught = events.find((event) => isScript(event) && 'do' in event.script && event.script.do === 'read');
    }
    expect(caught).toMatchObject({ readyState: 2, bufferedAmount: 0 });
  });
});

describe('too early', () => {
  test('send() while connecting throws InvalidStateError, and the connection opens', async () => {
    // Once the companion is there, connect and send are done in one task.
    await live([{ kind: 'close' }], over);
    await browser.do({ kind: 'connect' }, { kind: 'send', data: 'early' });
    const events = await browser.until((now) => now.filter((event) => told('open')([event])).length === 2);
    const thrown = events.filter(isScript).find(({ script }) => 'do' in script && script.do === 'throw');
    expect(thrown).toMatchObject({ script: { call: 'send', name: 'InvalidStateError' }, readyState: 0 });
  });

  test('close() while connecting is told as an error and 1006', async () => {
    await live([{ kind: 'close' }], over);
    await browser.do({ kind: 'connect' }, { kind: 'close' });
    const events = await browser.until((now) => heard(now).length === 3);
    expect(heard(events).slice(1)).toEqual([
      { on: 'error', readyState: 3 },
      { on: 'close', code: 1006, reason: '', wasClean: false, readyState: 3 },
    ]);
  });

  test('and the model does both', () => {
    const link = createModelLink();
    link.together([{ kind: 'connect' }, { kind: 'send', data: 'early' }]);
    const scripts = () => link.capture.get().events.filter(isScript);
    expect(scripts().map(({ script }) => ('do' in script ? script.do : script.on))).toEqual([
      'construct',
      'send',
      'throw',
      'open',
    ]);
    expect(scripts()[2]).toMatchObject({ script: { name: 'InvalidStateError' }, readyState: 0 });
    link.clear();
    link.together([{ kind: 'connect' }, { kind: 'close' }]);
    expect(heard(link.capture.get().events)).toEqual([
      { on: 'error', readyState: 3 },
      { on: 'close', code: 1006, reason: '', wasClean: false, readyState: 3 },
    ]);
  });
});
