import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ApplicationCall, ApplicationEvent } from '#demos/capture/capture.ts';
import { dissect } from '#demos/capture/dissect.ts';
import { PATHS } from '#demos/capture/side-channel.ts';
import { createLiveLink } from '#demos/link/live.ts';
import type { Page } from '#demos/link/page.ts';
import { createSocketioLink, type SocketioLink } from '#demos/link/socketio-live.ts';
import { latin1Decode } from '#demos/protocol/bytes.ts';
import { type Companion, createCompanion } from '#demos/server/companion.ts';
import { nodePage } from '#tools/node-page.ts';

let companion: Companion;
let page: Page;
let link: SocketioLink;

beforeEach(async () => {
  companion = await createCompanion();
  page = nodePage(companion);
});
afterEach(async () => {
  link?.dispose();
  await companion.close();
});

const until = (condition: () => boolean) => vi.waitUntil(condition, { timeout: 10_000, interval: 5 });
const records = (): (ApplicationCall | ApplicationEvent)[] =>
  link.capture.get().events.flatMap((event) => (event.kind === 'application' ? [event.application] : []));
const heard = (on: string) => records().filter((record) => 'on' in record && record.on === on);
/** What the client sent, its masks undone. */
const up = (source: Pick<SocketioLink, 'capture'>) =>
  dissect(source.capture.get().events)
    .spaces.filter(({ via }) => via === 'unmask')
    .map(({ bytes }) => latin1Decode(bytes));
/** Everything the server sent. */
const down = (source: Pick<SocketioLink, 'capture'>) =>
  source.capture
    .get()
    .events.flatMap((event) =>
      event.kind === 'bytes' && event.direction === 'server-to-client' ? [latin1Decode(event.bytes)] : [],
    )
    .join('');

describe('a real Socket.IO client', () => {
  it('connects, emits, is acknowledged and disconnects, on one tapped connection', async () => {
    link = createSocketioLink(page);
    link.connect();
    await until(() => heard('connect').length === 1 && heard('event').length === 1);
    link.emit('add', [1, 2], { ack: true });
    await until(() => heard('ack').length === 1);
    link.disconnect();
    await until(() => link.capture.get().events.some(({ kind }) => kind === 'closed'));
    const what = records().map((record) => ('do' in record ? `${record.do}()` : record.on));
    expect(what).toEqual(['connect()', 'connect', 'event', 'emit()', 'ack', 'disconnect()', 'disconnect']);
    expect(heard('ack')).toEqual([{ on: 'ack', emit: 0, args: ['3'] }]);
    expect(up(link).slice(0, 3)).toEqual(['40', '420["add",1,2]', '41']);
    expect(down(link)).toContain('\x81\x06430[3]');
    expect(new Set(link.capture.get().events.map(({ connection }) => connection))).toEqual(new Set(['socket-0']));
  });

  it('writes down what emit throws, and goes on', async () => {
    link = createSocketioLink(page);
    link.connect();
    await until(() => heard('connect').length === 1);
    link.emit('disconnect', [], { ack: false });
    link.emit('echo', [10n], { ack: false });
    link.emit('echo', ['still here'], { ack: true });
    await until(() => heard('ack').length === 1);
    expect(records().flatMap((record) => ('do' in record && record.do === 'throw' ? [record.name] : []))).toEqual([
      'Error',
      'TypeError',
    ]);
    expect(heard('ack')).toEqual([{ on: 'ack', emit: 2, args: ['"still here"'] }]);
  });

  it('never connects to a server that speaks WebSocket and no more', async () => {
    link = createSocketioLink(page, { path: PATHS.echo, timeoutMs: 100 });
    link.connect();
    await until(() => heard('connect_error').length === 1 && link.capture.get().events.some((e) => e.kind === 'fin'));
    expect(heard('connect_error')).toEqual([{ on: 'connect_error', message: 'timeout' }]);
    const wire = link.capture
      .get()
      .events.flatMap((event) => (event.kind === 'bytes' ? [latin1Decode(event.bytes)] : []));
    expect(wire[0]).toMatch(/^GET \/ws\/echo\?/);
    expect(wire[1]).toMatch(/^HTTP\/1\.1 101 /);
  });

  it('is one at a time, each with a number of its own', async () => {
    link = createSocketioLink(page);
    link.connect();
    await until(() => heard('connect').length === 1);
    link.connect();
    await until(() => heard('connect').length === 2);
    expect(new Set(link.capture.get().events.map(({ connection }) => connection))).toEqual(
      new Set(['socket-0', 'socket-1']),
    );
    link.clear();
    expect(link.capture.get().events).toEqual([]);
    expect(link.can.emit).toBe(false);
    expect(() => link.emit('echo', [], { ack: false })).toThrow('connect() first');
  });
});

it('a plain WebSocket speaks to a Socket.IO server by hand', async () => {
  const raw = createLiveLink(page, { path: PATHS.socketio, query: { EIO: '4', transport: 'websocket' } });
  raw.do({ kind: 'connect' });
  const said = (text: string) => () => down(raw).includes(text);
  await until(said('0{"sid":'));
  raw.do({ kind: 'send', data: '40' });
  await until(said('40{"sid":'));
  raw.do({ kind: 'send', data: '420["add",1,2]' });
  await until(said('430[3]'));
  raw.do({ kind: 'send', data: 'hello' });
  await until(() => raw.capture.get().events.some(({ kind }) => kind === 'closed'));
  raw.dispose();
});
