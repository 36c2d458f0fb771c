import { beforeEach, describe, expect, it } from 'vitest';
import type { CompanionMessage } from '#demos/capture/side-channel.ts';
import { createFakePage, type FakePage, type FakeSocket } from './fake-page.ts';
import type { Link } from './link.ts';
import { createLiveLink, type LiveLinkOptions } from './live.ts';

const READY = { kind: 'ready', tap: 'T', allows: { raw: true, respond: true }, madeWith: {} } as const;
const PING = { do: 'ping', payload: 'Hello' } as const;

let page: FakePage;
let link: Link;

const socket = (index: number): FakeSocket => {
  const found = page.sockets.at(index);
  if (!found) throw new Error(`the page constructed no socket ${index}`);
  return found;
};
const says = (message: CompanionMessage): void => socket(0).receives(JSON.stringify(message));
const done = () =>
  link.capture.get().events.flatMap((event) => {
    if (event.kind === 'act') return [event.act.do];
    return event.kind === 'script' && 'do' in event.script ? [event.script.do] : [];
  });

/** A link whose newest socket is open. */
function opened(options: LiveLinkOptions = {}): void {
  link = createLiveLink(page, options);
  socket(0).readyState = 1;
  says(READY);
  link.do({ kind: 'connect' });
  socket(-1).opens();
}

beforeEach(() => {
  page = createFakePage();
});

describe('asking the other end', () => {
  it('is a command that names the socket by its number, and a record of what was asked', () => {
    opened();
    link.do({ kind: 'server', act: PING });
    expect(socket(0).sent.map((text) => JSON.parse(String(text)))).toEqual([
      { kind: 'act', request: 1, socket: 0, act: PING },
    ]);
    expect(link.capture.get().events.at(-1)).toMatchObject({
      kind: 'act',
      connection: 'socket-0',
      socket: 0,
      act: PING,
    });
  });

  it('needs a socket and a companion', () => {
    opened();
    link.clear();
    expect(link.can('server')).toBe(false);
    link.do({ kind: 'connect' });
    expect(link.can('server')).toBe(true);
    socket(0).isClosed();
    expect(link.can('server')).toBe(false);
  });

  it('shows why it was refused', () => {
    opened();
    link.do({ kind: 'server', act: { do: 'close', code: 1006 } });
    says({ kind: 'refused', request: 1, rule: 'act.close-code', found: '1006', expected: 'another' });
    expect(link.status.get()).toMatchObject({ kind: 'refused', rule: 'act.close-code' });
  });

  it('leaves the status as it is when it was done', () => {
    opened();
    link.do({ kind: 'server', act: PING });
    says({ kind: 'acted', request: 1 });
    expect(link.status.get()).toMatchObject({ kind: 'ready' });
  });
});

describe('leaving', () => {
  it('needs a document of its own', () => {
    opened();
    expect(link.can('leave')).toBe(false);
    expect(() => link.do({ kind: 'leave' })).toThrow('cannot leave');
  });

  it('discards that document, and nobody can use the socket any more', () => {
    opened({ realm: 'frame' });
    link.do({ kind: 'leave' });
    expect(page.left).toBe(1);
    expect(done()).toEqual(['construct', 'leave']);
    expect((['send', 'close', 'leave', 'connect'] as const).map((kind) => link.can(kind))).toEqual([
      false,
      false,
      false,
      true,
    ]);
  });

  it('is what the page does with every document when it is done', () => {
    opened({ realm: 'frame' });
    link.dispose();
    expect(page.left).toBe(1);
  });
});

describe('reading', () => {
  it('is written down when the buffer has drained, and only then', () => {
    opened({ reads: true });
    link.do({ kind: 'send', data: 'Hello' });
    page.passes(0);
    page.passes(1);
    expect(done()).toEqual(['construct', 'send']);
    socket(-1).bufferedAmount = 0;
    page.passes(2);
    page.passes(60_000);
    expect(done()).toEqual(['construct', 'send', 'read']);
    expect(link.capture.get().events.at(-1)).toMatchObject({ readyState: 1, bufferedAmount: 0 });
  });

  it('finds a socket closing that nothing told of', () => {
    opened({ reads: true });
    link.do({ kind: 'server', act: { do: 'close' } });
    page.passes(0);
    socket(-1).readyState = 2;
    page.passes(0);
    page.passes(0);
    expect(done()).toEqual(['construct', 'close', 'read']);
  });

  it('is not done unless it was asked for', () => {
    opened();
    link.do({ kind: 'send', data: 'Hello' });
    socket(-1).bufferedAmount = 0;
    page.passes(60_000);
    expect(done()).toEqual(['construct', 'send']);
  });

  it('ends with the capture', () => {
    opened({ reads: true });
    link.do({ kind: 'send', data: 'Hello' });
    link.clear();
    page.passes(60_000);
    expect(done()).toEqual([]);
  });
});

it('opens its sockets where it is told, with what the query is to say', () => {
  opened({ path: '/socket.io/', query: { EIO: '4', transport: 'websocket' } });
  expect(socket(1).url).toBe('ws://127.0.0.1:4101/socket.io/?EIO=4&transport=websocket&tap=T&s=0');
});
