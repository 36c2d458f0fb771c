import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CaptureEvent } from '#demos/capture/capture.ts';
import type { Link } from '#demos/link/link.ts';
import { createLiveLink } from '#demos/link/live.ts';
import type { Page } from '#demos/link/page.ts';
import { concat, latin1Decode, latin1Encode, toHex } from '#demos/protocol/bytes.ts';
import { type Companion, createCompanion } from '#demos/server/companion.ts';
import { nodePage } from '#tools/node-page.ts';

/** Only the order of tries is tested here, so a try does not wait. */
function pageOf(companion: Companion): Page {
  const page = nodePage(companion);
  return { ...page, after: (ms, run) => page.after(Math.min(ms, 20), run) };
}

let companion: Companion;
let link: Link;

beforeEach(async () => {
  companion = await createCompanion();
  link = createLiveLink(pageOf(companion));
});
afterEach(async () => {
  link.dispose();
  await companion.close();
});

const events = (): readonly CaptureEvent[] => link.capture.get().events;
const heard = (on: string) =>
  events().some((event) => event.kind === 'script' && 'on' in event.script && event.script.on === on);
const until = (condition: () => boolean) => vi.waitUntil(condition, { timeout: 5000, interval: 5 });
const stream = (direction: 'client-to-server' | 'server-to-client') =>
  concat(
    ...events().flatMap((event) => (event.kind === 'bytes' && event.direction === direction ? [event.bytes] : [])),
  );
const down = () => latin1Decode(stream('server-to-client'));

describe('a live link to the companion', () => {
  it('shows the wire of a handshake, an echo and a close, and what script saw of it', async () => {
    link.do({ kind: 'connect' });
    await until(() => heard('open'));
    link.do({ kind: 'send', data: 'Hello' });
    await until(() => heard('message'));
    link.do({ kind: 'close', code: 1000, reason: 'done' });
    await until(() => heard('close') && events().some(({ kind }) => kind === 'closed'));

    const told = events().map((event) => {
      if (event.kind === 'script') return Object.values(event.script)[0];
      return event.kind === 'bytes' ? event.direction : event.kind;
    });
    expect(told.slice(0, 8)).toEqual([
      ...['construct', 'opened', 'client-to-server', 'server-to-client', 'open'],
      ...['send', 'client-to-server', 'server-to-client'],
    ]);
    expect(latin1Decode(stream('client-to-server'))).toMatch(/^GET \/ws\/echo\?tap=x{22}&s=0 HTTP\/1\.1\r\n/);
    expect(down()).toMatch(/^HTTP\/1\.1 101 Switching Protocols\r\n/);
    expect(toHex(stream('server-to-client'))).toContain('81 05 48 65 6c 6c 6f');
    expect(new Set(events().map(({ connection }) => connection))).toEqual(new Set(['socket-0']));
    expect(new Set(events().map(({ id }) => id)).size).toBe(events().length);
    expect(link.capture.get().madeWith).toMatchObject({ ws: expect.any(String) });
  });

  it('sends raw bytes and shows the strict server’s answer', async () => {
    await until(() => link.status.get().kind === 'ready');
    link.do({ kind: 'send-raw', bytes: latin1Encode('GET / HTTP/1.1\r\nHost: h\r\n\r\n') });
    await until(() => down().includes('\r\n\r\n'));
    expect(latin1Decode(stream('client-to-server'))).toBe('GET / HTTP/1.1\r\nHost: h\r\n\r\n');
    expect(down()).toMatch(/^HTTP\/1\.1 426 /);
    expect(events()[0]).toMatchObject({ kind: 'opened', connection: 'raw-0' });
  });

  it('shows what a real client makes of a right answer', async () => {
    const head =
      'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ';
    link.do({ kind: 'respond-with', bytes: latin1Encode(`${head}\r\n\r\n`), acceptAt: head.length });
    await until(() => heard('open') && down().includes('\r\n\r\n'));
    expect(latin1Decode(stream('client-to-server'))).toMatch(/&ticket=x+ HTTP/);
    expect(down()).toMatch(/Accept: .{28}\r\n\r\n$/);
  });

  it('shows what a real client makes of a wrong accept value', async () => {
    const answer =
      'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n';
    link.do({ kind: 'respond-with', bytes: latin1Encode(answer), acceptAt: null });
    await until(() => heard('close') && down() === answer);
    expect(
      events().flatMap((event) => (event.kind === 'script' && 'on' in event.script ? [event.script.on] : [])),
    ).toEqual(['error', 'close']);
  });

  it('keeps what it has when the companion is killed, and finds its successor', async () => {
    link.do({ kind: 'connect' });
    await until(() => heard('open') && down().includes('\r\n\r\n'));
    const { main: port } = companion.ports;
    await companion.close();
    await until(() => link.status.get().kind !== 'ready' && heard('close'));
    expect(down()).toMatch(/^HTTP\/1\.1 101 /);

    companion = await createCompanion({ port });
    await until(() => link.status.get().kind === 'ready');
    link.do({ kind: 'connect' });
    await until(() => events().some((event) => event.kind === 'bytes' && event.connection === 'socket-1'));
    expect(new Set(events().map(({ id }) => id)).size).toBe(events().length);
  });
});
