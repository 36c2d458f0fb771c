import { beforeEach, describe, expect, it } from 'vitest';
import type { WireCaptureEvent, WireEvent } from '#demos/capture/capture.ts';
import { encodeRecords } from '#demos/capture/record.ts';
import type { CompanionMessage } from '#demos/capture/side-channel.ts';
import { fromHex, latin1Encode } from '#demos/protocol/bytes.ts';
import { createFakePage, type FakePage, type FakeSocket } from './fake-page.ts';
import type { Link } from './link.ts';
import { createLiveLink } from './live.ts';

const READY = { kind: 'ready', tap: 'T', allows: { raw: true, respond: true }, madeWith: { ws: '8.23.0' } } as const;

let page: FakePage;
let link: Link;
let recorded = 0;

const socket = (index: number): FakeSocket => {
  const found = page.sockets.at(index);
  if (!found) throw new Error(`the page constructed no socket ${index}`);
  return found;
};
const companion = (message: CompanionMessage, channel = socket(0)): void => {
  channel.readyState = 1;
  channel.receives(JSON.stringify(message));
};

/** The tap's records of one connection, from the companion's clock and count. */
function taps(connection: string, ...wire: WireEvent[]): void {
  const events = wire.map((event): WireCaptureEvent => ({ id: `server:${recorded++}`, at: 5, connection, ...event }));
  socket(0).receives(encodeRecords(events).buffer);
}
const request = (query: string): WireEvent => ({
  kind: 'bytes',
  direction: 'client-to-server',
  offset: 0,
  bytes: latin1Encode(`GET /ws/echo?tap=x&${query} HTTP/1.1\r\n`),
});
/** The end of the head that `request('s=0')` begins. */
const end: WireEvent = { kind: 'bytes', direction: 'client-to-server', offset: 33, bytes: latin1Encode('\r\n') };
const OPENED = { kind: 'opened', local: '127.0.0.1:4101', remote: '127.0.0.1:50000' } as const;

const events = () => link.capture.get().events;
const told = () => events().map((event) => (event.kind === 'script' ? Object.values(event.script)[0] : event.kind));

beforeEach(() => {
  recorded = 0;
  page = createFakePage();
  link = createLiveLink(page);
});

describe('the side channel', () => {
  it('is opened first, on the page’s own host', () => {
    expect(page.sockets.map(({ url }) => url)).toEqual(['ws://127.0.0.1:4101/ws/tap']);
    expect(link.status.get()).toEqual({ kind: 'connecting' });
  });

  it('is one for all figures of the page, and closes with the last of them', () => {
    const other = createLiveLink(page);
    expect(page.sockets).toHaveLength(1);
    link.dispose();
    expect(socket(0).closed).toHaveLength(0);
    other.dispose();
    other.dispose();
    expect(socket(0).closed).toHaveLength(1);
  });

  it('makes the link ready, with what the companion allows', () => {
    companion(READY);
    expect(link.status.get()).toEqual({ kind: 'ready', allows: READY.allows });
  });

  it('is tried again after 2 s at first, and never more than 15 s', () => {
    const waits: number[] = [];
    for (let i = 0; i < 6; i++) {
      socket(-1).isClosed();
      const status = link.status.get();
      if (status.kind !== 'lost') throw new Error(`expected lost, found ${status.kind}`);
      waits.push(status.retryInMs);
      page.passes(status.retryInMs - 1);
      expect(page.sockets).toHaveLength(i + 1);
      page.passes(1);
      expect(link.status.get()).toEqual({ kind: 'connecting' });
    }
    expect(waits).toEqual([2000, 4000, 8000, 15_000, 15_000, 15_000]);
  });

  it('is not tried again for a figure that is gone', () => {
    socket(0).isClosed();
    link.dispose();
    page.passes(60_000);
    expect(page.sockets).toHaveLength(1);
  });

  it('is closed when it speaks records we cannot read', () => {
    companion(READY);
    socket(0).receives(Uint8Array.from(fromHex('ff 00 01')).buffer);
    expect(socket(0).closed).toEqual([{ code: 4000, reason: 'unreadable records' }]);
  });

  it('may say what nobody understands', () => {
    for (const text of ['', '{', 'null', '[]', '{"kind":"ready"}', '{"kind":"ticket","request":1}'])
      socket(0).receives(text);
    expect(link.status.get()).toEqual({ kind: 'connecting' });
  });
});

describe('connect', () => {
  it('waits for the tap id and carries it, with the number of the socket', () => {
    link.do({ kind: 'connect', protocols: ['chat'] });
    expect(page.sockets).toHaveLength(1);
    companion(READY);
    expect(socket(1).url).toBe('ws://127.0.0.1:4101/ws/echo?tap=T&s=0');
    expect(socket(1).protocols).toEqual(['chat']);
  });

  it('writes down what script did and saw, without the tap id', () => {
    companion(READY);
    link.do({ kind: 'connect' });
    socket(1).opens();
    expect(events()).toEqual([
      {
        id: 'page:0',
        at: 0,
        connection: 'socket-0',
        kind: 'script',
        socket: 0,
        script: { do: 'construct', url: 'ws://127.0.0.1:4101/ws/echo?tap=x&s=0', protocols: [] },
        readyState: 0,
        bufferedAmount: 0,
      },
      expect.objectContaining({ script: { on: 'open', protocol: '', extensions: '' }, readyState: 1 }),
    ]);
  });

  it('finds its own connection among the tapped ones by the number in the request target', () => {
    companion(READY);
    link.do({ kind: 'connect' });
    taps('7', OPENED, request('s=0'));
    taps('8', OPENED, request('s=1'));
    taps('7', { kind: 'closed' });
    expect(told()).toEqual(['construct', 'opened', 'bytes', 'closed']);
    expect(new Set(events().map(({ connection }) => connection))).toEqual(new Set(['socket-0']));
  });

  it('does not take a copy of its request, sent by hand, for its own', () => {
    companion(READY);
    link.do({ kind: 'connect' });
    taps('7', OPENED, request('s=0'));
    taps('8', OPENED, request('s=0'));
    expect(told()).toEqual(['construct', 'opened', 'bytes']);
  });

  it('keeps the connections of two figures apart', () => {
    const other = createLiveLink(page);
    companion(READY);
    link.do({ kind: 'connect' });
    other.do({ kind: 'connect' });
    taps('1', OPENED, request('s=1'));
    taps('2', OPENED, request('s=0'));
    expect(events().map(({ connection }) => connection)).toEqual(['socket-0', 'socket-0', 'socket-0']);
    expect(other.capture.get().events.map(({ connection }) => connection)).toEqual([
      'socket-1',
      'socket-1',
      'socket-1',
    ]);
  });

  it('begins its capture at 0 ms, whenever that is', () => {
    companion(READY);
    page.passes(90_000);
    link.do({ kind: 'connect' });
    page.passes(3);
    socket(1).opens();
    expect(events().map(({ at }) => at)).toEqual([0, 3]);
  });

  it('puts the 101 before the open event that it caused, though its record came after', () => {
    companion(READY);
    link.do({ kind: 'connect' });
    socket(1).opens();
    const head = 'HTTP/1.1 101 Switching Protocols\r\n\r\n';
    taps('7', OPENED, request('s=0'), end, {
      kind: 'bytes',
      direction: 'server-to-client',
      offset: 0,
      bytes: latin1Encode(head),
    });
    expect(told()).toEqual(['construct', 'opened', 'bytes', 'bytes', 'bytes', 'open']);
  });

  it('leaves a capture that was given out as it was', () => {
    companion(READY);
    link.do({ kind: 'connect' });
    const before = link.capture.get();
    socket(1).opens();
    expect(before.events).toHaveLength(1);
  });

  it('says with what it was made', () => {
    companion(READY);
    link.do({ kind: 'connect' });
    expect(link.capture.get().madeWith).toEqual({ Chromium: '156', ws: '8.23.0' });
  });
});

describe('a companion that is killed', () => {
  beforeEach(() => {
    companion(READY);
    link.do({ kind: 'connect' });
    taps('1', OPENED, request('s=0'));
    page.passes(10);
    socket(1).isClosed();
    socket(0).isClosed();
  });

  it('loses nothing that was captured', () =>
    expect(told()).toEqual(['construct', 'opened', 'bytes', 'error', 'close']));

  it('can be asked for nothing until it is back', () => {
    expect(link.can('connect')).toBe(false);
    expect(() => link.do({ kind: 'connect' })).toThrow('cannot connect now');
  });

  it('is found again by itself, and its new records go on after the old', () => {
    page.passes(2000);
    const channel = socket(-1);
    companion(READY, channel);
    expect(link.status.get()).toMatchObject({ kind: 'ready' });
    link.do({ kind: 'connect' });
    expect(socket(-1).url).toContain('&s=1');
    const again: WireCaptureEvent = { id: 'server:0', at: 0, connection: '1', ...request('s=1') };
    channel.receives(encodeRecords([again]).buffer);
    expect(events().at(-1)).toMatchObject({ id: 'server:2', connection: 'socket-1', at: 2010 });
    expect(new Set(events().map(({ id }) => id)).size).toBe(events().length);
  });
});

describe('send-raw', () => {
  const bytes = latin1Encode('GET / HTTP/1.1\r\n\r\n');

  it('is a command on the side channel, and its connection the one that the companion names', () => {
    companion(READY);
    link.do({ kind: 'send-raw', bytes });
    expect(socket(0).sent).toEqual(['{"kind":"raw","bytes":"R0VUIC8gSFRUUC8xLjENCg0K","request":1}']);
    companion({ kind: 'raw-opened', request: 1, connection: '3' });
    taps('3', OPENED, { kind: 'bytes', direction: 'client-to-server', offset: 0, bytes });
    taps('4', OPENED);
    expect(told()).toEqual(['opened', 'bytes']);
    expect(events()[0]).toMatchObject({ connection: 'raw-0' });
  });

  it('shows what the companion refused, until the next try', () => {
    companion(READY);
    link.do({ kind: 'send-raw', bytes });
    companion({ kind: 'refused', request: 1, rule: 'raw.size', found: '65537 bytes', expected: 'at most 65536 bytes' });
    expect(link.status.get()).toEqual({
      kind: 'refused',
      rule: 'raw.size',
      found: '65537 bytes',
      expected: 'at most 65536 bytes',
    });
    link.do({ kind: 'send-raw', bytes });
    expect(link.status.get()).toMatchObject({ kind: 'ready' });
  });

  it('is refused when it was asked for before the companion said that it is off', () => {
    link.do({ kind: 'send-raw', bytes });
    companion({ ...READY, allows: { raw: false, respond: false } });
    expect(socket(0).sent).toEqual([]);
    expect(link.status.get()).toMatchObject({ kind: 'refused', rule: 'raw.off' });
    expect(link.can('send-raw')).toBe(false);
  });
});

describe('respond-with', () => {
  it('opens the browser’s socket on the responder’s port, with the ticket', () => {
    companion(READY);
    link.do({ kind: 'respond-with', bytes: latin1Encode('hi'), acceptAt: null });
    expect(socket(0).sent).toEqual(['{"kind":"respond","bytes":"aGk=","acceptAt":null,"request":1}']);
    companion({ kind: 'ticket', request: 1, port: 4199, ticket: 'secret' });
    expect(socket(1).url).toBe('ws://127.0.0.1:4199/ws/echo?tap=T&s=0&ticket=secret');
    expect(events()[0]).toMatchObject({
      script: { do: 'construct', url: 'ws://127.0.0.1:4199/ws/echo?tap=x&s=0&ticket=xxxxxx' },
    });
  });
});

describe('clear', () => {
  it('starts from nothing: what the old socket still does is not seen', () => {
    companion(READY);
    link.do({ kind: 'connect' });
    link.clear();
    socket(1).isClosed();
    taps('1', OPENED, request('s=0'));
    expect(events()).toEqual([]);
    expect(socket(1).closed).toHaveLength(1);
    expect(link.can('send')).toBe(false);
  });
});
