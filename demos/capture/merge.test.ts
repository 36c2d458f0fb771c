import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { concat, latin1Encode } from '#demos/protocol/bytes.ts';
import type {
  CaptureEvent,
  ReadyState,
  ScriptCall,
  ScriptCaptureEvent,
  ScriptEvent,
  WireCaptureEvent,
} from './capture.ts';
import { createMerger, mergeEvents } from './merge.ts';
import { createRecording, down, HELLO, hex, MASKED_HELLO, REQUEST, RESPONSE, up } from './session.ts';

const CLOSE_UP = hex('88 82 00 00 00 00 03 e8');
const CLOSE_DOWN = hex('88 02 03 e8');
const PING = hex('89 00');

/** A text message of fewer than 126 bytes; a client's with the key 0. */
const unmasked = (text: string) => concat(Uint8Array.of(0x81, text.length), latin1Encode(text));
const masked = (text: string) => concat(Uint8Array.of(0x81, 0x80 | text.length, 0, 0, 0, 0), latin1Encode(text));

interface Told {
  readonly at?: number;
  readonly connection?: string;
  readonly readyState?: ReadyState;
}

/** The page's recorder. */
function createPage() {
  const events: ScriptCaptureEvent[] = [];
  return {
    events,
    note(script: ScriptCall | ScriptEvent, { at = events.length, connection = 'c1', readyState = 1 }: Told = {}) {
      const id = `page:${events.length}` as const;
      events.push({ id, at, connection, kind: 'script', socket: 0, script, readyState, bufferedAmount: 0 });
    },
  };
}
const construct: ScriptCall = { do: 'construct', url: 'ws://h/', protocols: [] };
const open: ScriptEvent = { on: 'open', protocol: '', extensions: '' };
const send: ScriptCall = { do: 'send', type: 'text', bytes: hex('48 65 6c 6c 6f') };
const message: ScriptEvent = { on: 'message', type: 'text', bytes: hex('48 65 6c 6c 6f') };
const close: ScriptCall = { do: 'close' };
const closed: ScriptEvent = { on: 'close', code: 1000, reason: '', wasClean: true };
const failed: ScriptEvent = { on: 'close', code: 1006, reason: '', wasClean: false };

/** One connection from the constructor to a clean end, with the page's clock `skew` ms ahead. */
function session(skew: number) {
  const server = createRecording();
  const page = createPage();
  server.add({ kind: 'opened', local: '127.0.0.1:4101', remote: '127.0.0.1:50000' });
  server.say(up, REQUEST);
  server.say(down, RESPONSE);
  server.say(up, MASKED_HELLO.subarray(0, 3));
  server.say(up, MASKED_HELLO.subarray(3));
  server.say(down, HELLO.subarray(0, 3));
  server.say(down, HELLO.subarray(3));
  server.say(up, CLOSE_UP);
  server.say(down, CLOSE_DOWN);
  server.add({ kind: 'fin', direction: down });
  server.add({ kind: 'fin', direction: up });
  server.add({ kind: 'closed' });
  page.note(construct, { at: skew - 0.5, readyState: 0 });
  page.note(open, { at: skew + 2.5 });
  page.note(send, { at: skew + 2.6 });
  page.note(message, { at: skew + 6.5 });
  page.note(close, { at: skew + 6.6, readyState: 2 });
  page.note(closed, { at: skew + 9.5, readyState: 3 });
  return { server: server.events, page: page.events };
}
const idsOf = (events: readonly CaptureEvent[]): string =>
  events.map(({ id }) => id.replace('server:', 's').replace('page:', 'p')).join(' ');
const WHOLE = 'p0 s0 s1 s2 p1 p2 s3 s4 s5 s6 p3 p4 s7 s8 s9 p5 s10 s11';

describe('causal order', () => {
  test.each([0, 3_600_000, -3_600_000, 1, -1])('of a whole session, the page clock %d ms ahead', (skew) => {
    const { server, page } = session(skew);
    expect(idsOf(mergeEvents([...server, ...page]))).toBe(WHOLE);
  });

  test('a message that came without being asked for is told after its bytes', () => {
    const server = createRecording();
    const page = createPage();
    server.say(up, REQUEST);
    server.say(down, RESPONSE);
    server.say(down, concat(HELLO, HELLO));
    page.note(construct, { at: -1 });
    for (const script of [open, message, message]) page.note(script, { at: -1 });
    expect(idsOf(mergeEvents([...server.events, ...page.events]))).toBe('p0 s0 s1 p1 s2 p2 p3');
  });

  test('a Ping that the page asked for comes after it asked', () => {
    const server = createRecording();
    const page = createPage();
    server.say(up, REQUEST);
    server.say(down, RESPONSE);
    server.say(down, PING);
    page.note(construct, { at: 9 });
    page.note(open, { at: 9 });
    const ask: CaptureEvent = {
      id: 'page:2',
      at: 9,
      connection: 'c1',
      kind: 'act',
      socket: 0,
      act: { do: 'ping', payload: '' },
    };
    expect(idsOf(mergeEvents([...server.events, ...page.events, ask]))).toBe('p0 s0 s1 p1 p2 s2');
  });

  test('readyState 2 is read after the server’s Close, where script called no close()', () => {
    const server = createRecording();
    const page = createPage();
    server.say(up, REQUEST);
    server.say(down, RESPONSE);
    server.say(down, CLOSE_DOWN);
    page.note(construct, { at: -1 });
    page.note(open, { at: -1 });
    page.note({ do: 'read' }, { at: -1, readyState: 2 });
    expect(idsOf(mergeEvents([...server.events, ...page.events]))).toBe('p0 s0 s1 p1 s2 p2');
  });

  test('a document that leaves comes before the Close that it causes', () => {
    const server = createRecording();
    const page = createPage();
    server.say(up, REQUEST);
    server.say(down, RESPONSE);
    server.say(up, CLOSE_UP);
    page.note(construct, { at: 9 });
    page.note(open, { at: 9 });
    page.note({ do: 'leave' }, { at: 9, readyState: 3 });
    expect(idsOf(mergeEvents([...server.events, ...page.events]))).toBe('p0 s0 s1 p1 p2 s2');
  });

  test.each([-3_600_000, 0, 3_600_000])(
    'of a Socket.IO client with attachments both ways, the page clock %d ms ahead',
    (skew) => {
      const server = createRecording();
      server.say(up, REQUEST);
      server.say(down, RESPONSE);
      server.say(down, unmasked('0{}'));
      server.say(up, masked('40'));
      server.say(down, unmasked('40{}'));
      server.say(up, masked('451-0["b",{"_placeholder":true,"num":0}]'));
      server.say(up, hex('82 81 00 00 00 00 ff'));
      server.say(down, unmasked('461-0[{"_placeholder":true,"num":0}]'));
      server.say(down, hex('82 01 ff'));
      const calls = [
        { at: -1, application: { do: 'connect', url: 'u', path: '/socket.io/' } },
        { at: 4.5, application: { on: 'connect', id: 'i' } },
        { at: 4.6, application: { do: 'emit', event: 'b', args: ['Uint8Array.of(255)'], ack: true } },
        { at: 4.7, application: { on: 'ack', emit: 0, args: ['Uint8Array.of(255)'] } },
      ] as const;
      const page = calls.map(
        ({ at, application }, index): CaptureEvent => ({
          id: `page:${index}`,
          at: at + skew,
          connection: 'c1',
          kind: 'application',
          client: 0,
          application,
        }),
      );
      expect(idsOf(mergeEvents([...server.events, ...page]))).toBe('p0 s0 s1 s2 s3 s4 p1 p2 s5 s6 s7 s8 p3');
    },
  );

  test('what nothing ties is ordered by the clocks, the page clock set right by the handshake', () => {
    const server = createRecording();
    const page = createPage();
    server.say(up, REQUEST);
    server.say(down, RESPONSE);
    for (let i = 0; i < 3; i += 1) server.say(down, PING);
    page.note(construct, { at: 1000 - 0.1 });
    page.note(open, { at: 1000 + 1.1 });
    page.note(send, { at: 1000 + 3.5 });
    server.say(up, MASKED_HELLO);
    expect(idsOf(mergeEvents([...server.events, ...page.events]))).toBe('p0 s0 s1 p1 s2 s3 p2 s4 s5');
  });

  test('a refusal comes before error and close', () => {
    const server = createRecording();
    const page = createPage();
    server.say(up, REQUEST);
    server.say(down, 'HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n');
    server.add({ kind: 'fin', direction: up });
    server.add({ kind: 'fin', direction: down });
    page.note(construct, { at: -9 });
    page.note({ on: 'error' }, { at: -8, readyState: 3 });
    page.note(failed, { at: -7, readyState: 3 });
    expect(idsOf(mergeEvents([...server.events, ...page.events]))).toBe('p0 s0 s1 p1 p2 s2 s3');
  });

  test('a close that only answers the server is not caused by a later close()', () => {
    const server = createRecording();
    const page = createPage();
    server.say(up, REQUEST);
    server.say(down, RESPONSE);
    server.say(down, CLOSE_DOWN);
    server.say(up, CLOSE_UP);
    server.add({ kind: 'fin', direction: down });
    page.note(construct, { at: 0 });
    page.note(open, { at: 1 });
    page.note(close, { at: 8, readyState: 2 });
    page.note(closed, { at: 9, readyState: 3 });
    expect(idsOf(mergeEvents([...server.events, ...page.events]))).toBe('p0 s0 s1 p1 s2 s3 s4 p2 p3');
  });

  test('a send that comes to nothing because the socket is closing is tied to no frame', () => {
    const server = createRecording();
    const page = createPage();
    server.say(up, REQUEST);
    server.say(down, RESPONSE);
    server.say(up, CLOSE_UP);
    page.note(construct, { at: 0 });
    page.note(open, { at: 1 });
    page.note(close, { at: 2, readyState: 2 });
    page.note(send, { at: 9, readyState: 2 });
    expect(idsOf(mergeEvents([...server.events, ...page.events]))).toBe('p0 s0 s1 p1 p2 s2 p3');
  });

  test('ties that contradict each other do not stop it', () => {
    const server = createRecording();
    const page = createPage();
    server.say(up, REQUEST);
    server.say(down, RESPONSE);
    page.note(open, { at: 0 });
    page.note(construct, { at: 1 });
    expect(mergeEvents([...server.events, ...page.events])).toHaveLength(4);
  });

  test('one id twice is our own mistake', () => {
    const [event] = session(0).server;
    expect(() => mergeEvents(event ? [event, event] : [])).toThrow(RangeError);
  });
});

describe('in whatever turns the queues come', () => {
  /** Two connections of one page, in one server queue. */
  const two = (skew: number) => {
    const first = session(skew);
    const second = session(skew);
    const server = [
      ...first.server,
      ...second.server.map((event): WireCaptureEvent => ({ ...event, connection: 'c2', at: event.at + 5 })),
    ];
    const page = [...first.page, ...second.page.map((event) => ({ ...event, connection: 'c2', at: event.at + 5 }))];
    const byTime = <E extends CaptureEvent>(events: E[]): E[] => events.sort((a, b) => a.at - b.at);
    return {
      server: byTime(server).map((event, i): CaptureEvent => ({ ...event, id: `server:${i}` })),
      page: byTime(page).map((event, i): CaptureEvent => ({ ...event, id: `page:${i}` })),
    };
  };
  const skews = fc.constantFrom(0, 0.2, -40, 3_600_000);

  /** Deals the two queues out in batches, each queue in its own order. */
  const deal = (
    queues: { server: CaptureEvent[]; page: CaptureEvent[] },
    turns: readonly (readonly [boolean, number])[],
  ) => {
    const left = { server: [...queues.server], page: [...queues.page] };
    const batches = turns.map(([server, count]) => left[server ? 'server' : 'page'].splice(0, count));
    return [...batches, left.page, left.server];
  };
  const turns = fc.array(fc.tuple(fc.boolean(), fc.integer({ min: 1, max: 5 })), { maxLength: 30 });

  test('the order is the same', () => {
    fc.assert(
      fc.property(turns, skews, (dealt, skew) => {
        const queues = two(skew);
        const merger = createMerger();
        for (const batch of deal(queues, dealt)) merger.add(batch);
        expect(idsOf(merger.order)).toBe(idsOf(mergeEvents([...queues.server, ...queues.page])));
      }),
    );
  });

  test('after every batch it is the order of what came so far, and the first change is where it is said to be', () => {
    fc.assert(
      fc.property(turns, skews, (dealt, skew) => {
        const merger = createMerger();
        const soFar: CaptureEvent[] = [];
        for (const batch of deal(two(skew), dealt)) {
          const before = [...merger.order];
          soFar.push(...batch);
          const from = merger.add(batch);
          expect(idsOf(merger.order)).toBe(idsOf(mergeEvents(soFar)));
          expect(merger.order.slice(0, from)).toEqual(before.slice(0, from));
          if (from < before.length) expect(merger.order[from]).not.toBe(before[from]);
        }
      }),
    );
  });

  test('each recorder keeps its order, and every connection its causes', () => {
    fc.assert(
      fc.property(turns, skews, (dealt, skew) => {
        const queues = two(skew);
        const merger = createMerger();
        for (const batch of deal(queues, dealt)) merger.add(batch);
        for (const recorder of ['server', 'page'] as const)
          expect(idsOf(merger.order.filter(({ id }) => id.startsWith(recorder)))).toBe(idsOf(queues[recorder]));
        const kinds = merger.order
          .filter(({ connection }) => connection === 'c2')
          .map((event) => (event.kind === 'script' ? Object.values(event.script)[0] : event.kind));
        const alone = mergeEvents([...session(0).server, ...session(0).page]);
        const expected = alone.map((event) => (event.kind === 'script' ? Object.values(event.script)[0] : event.kind));
        expect(kinds).toEqual(expected);
      }),
    );
  });
});
