import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ServerCaptureEvent, ServerRecord, WireCaptureEvent } from '#demos/capture/capture.ts';
import { latin1Encode } from '#demos/protocol/bytes.ts';
import { createConnectionRouter } from './connection-router.ts';
import { requestedSocket } from './socket-url.ts';

let count = 0;
const on = <Event extends ServerRecord>(connection: string, event: Event) => ({
  id: `server:${count++}` as const,
  at: 0,
  connection,
  ...event,
});
const bytes = (connection: string, text: string, offset = 0): WireCaptureEvent =>
  on(connection, { kind: 'bytes', direction: 'client-to-server', offset, bytes: latin1Encode(text) });

describe('a connection', () => {
  it('is its socket’s from the first event on, though only the request says so', () => {
    const router = createConnectionRouter();
    const taken: ServerCaptureEvent[] = [];
    router.expectSocket(4, 'socket-4', (events) => taken.push(...events));
    router.push([on('a', { kind: 'opened', local: 'l', remote: 'r' })]);
    expect(taken).toEqual([]);
    router.push([bytes('a', 'GET /?s=4 HTTP/1.1\r\n'), on('a', { kind: 'closed' })]);
    expect(taken.map(({ kind, connection }) => `${kind} ${connection}`)).toEqual([
      'opened socket-4',
      'bytes socket-4',
      'closed socket-4',
    ]);
  });

  it('is known however its request line is cut', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 8 }), { minLength: 1, maxLength: 10 }), (cuts) => {
        const line = 'GET /ws/echo?tap=xxxx&s=12 HTTP/1.1\r\nHost: h\r\n';
        const router = createConnectionRouter();
        let taken = 0;
        router.expectSocket(12, 'socket-12', (events) => (taken += events.length));
        const ends = cuts.map((_, i) => cuts.slice(0, i + 1).reduce((sum, length) => sum + length, 0));
        const starts = [0, ...ends];
        router.push(starts.map((at, i) => bytes('a', line.slice(at, ends[i]), at)));
        return taken === starts.length;
      }),
    );
  });

  it('is one of many where requests share a number, and named in the order in which they came', () => {
    const router = createConnectionRouter();
    const taken: string[] = [];
    router.expectRequests(4, 'race', (events) => taken.push(...events.map(({ connection }) => connection)));
    router.push([bytes('a', 'GET /?s=4 HTTP/1.1\r\n'), bytes('b', 'GET /?s=4 HTTP/1.1\r\n')]);
    router.push([bytes('a', 'GET /?s=4 HTTP/1.1\r\n', 20)]);
    expect(taken).toEqual(['race-0', 'race-1', 'race-0']);
  });

  it('that the companion named is so with what already came of it', () => {
    const router = createConnectionRouter();
    const taken: string[] = [];
    router.push([bytes('raw', 'GET / HTTP/1.1\r\n')]);
    router.expectConnection('raw', 'raw-0', (events) => taken.push(...events.map(({ connection }) => connection)));
    router.push([on('raw', { kind: 'closed' })]);
    expect(taken).toEqual(['raw-0', 'raw-0']);
  });

  it('whose server says what it is told is known until that server has said that it is over', () => {
    const router = createConnectionRouter();
    const taken: string[] = [];
    router.expectConnection('a', 'socket-0', (events) => taken.push(...events.map(({ kind }) => kind)));
    const close = { on: 'close', code: 1005, reason: '', wasClean: true } as const;
    router.push([on('a', { kind: 'peer', peer: { on: 'open' }, readyState: 1 })]);
    router.push([on('a', { kind: 'closed' })]);
    router.push([on('a', { kind: 'peer', peer: close, readyState: 3 })]);
    router.push([on('a', { kind: 'opened', local: 'l', remote: 'r' })]);
    expect(taken).toEqual(['peer', 'closed', 'peer']);
  });

  it('that nobody expects is held within bounds', () => {
    const router = createConnectionRouter();
    for (let i = 0; i < 1000; i++) router.push([bytes(`c${i}`, 'GET / HTTP/1.1\r\n')]);
    let taken = 0;
    for (let i = 0; i < 1000; i++) router.expectConnection(`c${i}`, 'late', (events) => (taken += events.length));
    expect(taken).toBe(64);
  });
});

describe('requestedSocket', () => {
  it.each([
    ['GET /ws/echo?tap=x&s=3 HTTP/1.1\r\n', { kind: 'socket', socket: 3 }],
    ['GET /ws/echo?s=0&tap=x HTTP/1.1\n', { kind: 'socket', socket: 0 }],
    ['GET /ws/echo HTTP/1.1\r\n', { kind: 'none' }],
    ['GET /s=3 HTTP/1.1\r\n', { kind: 'none' }],
    ['GET /?s=-1 HTTP/1.1\r\n', { kind: 'none' }],
    ['GET /?s=1e3 HTTP/1.1\r\n', { kind: 'none' }],
    ['\r\n', { kind: 'none' }],
    ['GET /?s=3', { kind: 'need-more' }],
  ])('of %j', (text, expected) => expect(requestedSocket(latin1Encode(text))).toEqual(expected));

  it('gives up on a request line without end', () =>
    expect(requestedSocket(new Uint8Array(8193).fill(0x61))).toEqual({ kind: 'none' }));

  it('reads any bytes', () => fc.assert(fc.property(fc.uint8Array(), (any) => requestedSocket(any).kind.length > 0)));
});
