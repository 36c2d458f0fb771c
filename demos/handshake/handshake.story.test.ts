import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { recordedCapture } from '#demos/capture/recording.ts';
import { toHex } from '#demos/protocol/bytes.ts';
import { firstLook } from './handshake.moments.ts';
import { connectionsOf } from './handshake.reading.ts';
import { recordedStory } from './handshake.recorded.ts';
import { type Story, storyOf } from './handshake.story.ts';
import {
  answered,
  captureOf,
  head,
  heard,
  modelCapture,
  REQUEST,
  RESPONSE,
  sent,
  storyFrom,
  told,
} from './test-stories.ts';

const recording = readFileSync(new URL('../../content/captures/handshake.json', import.meta.url), 'utf8');
const recorded = recordedStory(recordedCapture(recording));

const path = ({ moments }: Story) => moments.map(({ id, state }) => `${id}: ${state}`);
const failedCheck = ({ moments }: Story) => moments.find(({ check }) => check?.outcome === 'failed')?.id;

const THIRTEEN = [
  'tcp: connecting',
  'request: awaitingResponse',
  'hash: awaitingResponse',
  'response: awaitingResponse',
  'check:status: validating.status',
  'check:upgrade: validating.upgrade',
  'check:connection: validating.connection',
  'check:accept: validating.accept',
  'check:extensions: validating.extensions',
  'check:protocol: validating.protocol',
  'open: open',
  'frame:0: open',
  'frame:1: open',
];

describe('the recorded handshake', () => {
  it('has thirteen moments', () => expect(path(recorded)).toEqual(THIRTEEN));

  it('passes every check on either side and opens, by the RFC and in the browser', () => {
    const { serverChecks, clientChecks, rfc, real, differ } = recorded.analysis;
    expect([...serverChecks, ...clientChecks].filter(({ outcome }) => outcome !== 'passed')).toEqual([]);
    expect(rfc).toEqual({ outcome: 'open' });
    expect(real).toEqual({ by: 'browser', opened: true, told: ['open', 'message'] });
    expect(differ).toBe(false);
  });

  it('never goes back in time', () => {
    const times = recorded.moments.map(({ at }) => at);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
  });

  it('is looked at first where its accept value is checked', () =>
    expect(recorded.moments[firstLook(recorded.moments)]?.id).toBe('check:accept'));

  it('received the accept value that its key asks for', () => {
    const { accept } = recorded.analysis;
    expect(accept?.received).toBe(accept?.expected);
    expect(accept?.guid).toBe('258EAFA5-E914-47DA-95CA-C5AB0DC85B11');
    expect(accept?.digest).toHaveLength(20);
  });

  it('ends with a masked “Hello” and its echo, unmasked', () => {
    const [up, down] = recorded.analysis.exchange.frames.map(({ bytes }) => toHex(bytes));
    expect(up).toMatch(/^81 85( [0-9a-f]{2}){9}$/);
    expect(down).toBe('81 05 48 65 6c 6c 6f');
  });

  it('is refused as a recording where it is none', () => {
    expect(() => recordedCapture('{')).toThrow(TypeError);
    expect(() => recordedCapture('{"format":2}')).toThrow(/expected/);
    expect(() => recordedStory({ format: 1, source: 'recorded', madeWith: {}, events: [] })).toThrow('no connection');
  });
});

describe('RFC 6455 §1.3', () => {
  const { analysis, moments } = storyFrom(
    sent(REQUEST),
    answered(RESPONSE),
    heard({ on: 'open', protocol: '', extensions: '' }),
  );

  it('opens', () => expect(moments.at(-1)).toMatchObject({ id: 'open', state: 'open' }));

  it('has the digest and the accept value that the RFC prints', () => {
    expect(toHex(analysis.accept?.digest ?? new Uint8Array())).toBe(
      'b3 7a 4f 2c c0 62 4f 16 90 f6 46 06 cf 38 59 45 b2 be c4 ea',
    );
    expect(analysis.accept?.expected).toBe('s3pPLMBiTxaQ9kYGzzhZRbK+xOo=');
  });
});

describe('a handshake that is not over', () => {
  it('is none before TCP is open', () =>
    expect(storyOf({ format: 1, source: 'live', madeWith: {}, events: [] })).toBeNull());

  it.each([
    ['TCP is open', [], ['tcp: connecting']],
    ['half a request has passed', [sent(REQUEST.slice(0, 40))], ['tcp: connecting']],
    [
      'the request has passed',
      [sent(REQUEST)],
      ['tcp: connecting', 'request: awaitingResponse', 'hash: awaitingResponse'],
    ],
    [
      'half a response has passed',
      [sent(REQUEST), answered(RESPONSE.slice(0, 40))],
      ['tcp: connecting', 'request: awaitingResponse', 'hash: awaitingResponse'],
    ],
  ])('stands where it is when %s', (_, events, expected) => {
    const story = storyFrom(...events);
    expect(path(story)).toEqual(expected);
    expect(story.analysis.rfc).toEqual({ outcome: 'pending' });
    expect(story.analysis.differ).toBe(false);
  });
});

describe('a handshake that fails', () => {
  const told1006 = [heard({ on: 'error' }), heard({ on: 'close', code: 1006, reason: '', wasClean: false })] as const;

  it('at the server: a request without Host is refused with 400', () => {
    const story = storyFrom(
      sent(REQUEST.replace('Host: server.example.com\n', '')),
      answered('HTTP/1.1 400 Bad Request\nConnection: close\n\n'),
    );
    expect(path(story)).toEqual([
      'tcp: connecting',
      'request: awaitingResponse',
      'hash: awaitingResponse',
      'response: awaitingResponse',
      'check:status: validating.status',
      'failed: failed',
    ]);
    expect(failedCheck(story)).toBe('hash');
    expect(story.analysis.rfc).toMatchObject({
      outcome: 'refused',
      by: 'server',
      because: { rule: 'handshake.request-host' },
    });
    expect(story.analysis.real).toEqual({ by: 'server', accepted: false, said: 'HTTP/1.1 400 Bad Request' });
    expect(story.analysis.differ).toBe(false);
  });

  it('at the server, by the RFC; a server that takes it all the same differs', () => {
    const story = storyFrom(sent(REQUEST.replace('Host: server.example.com\n', '')), answered(RESPONSE));
    expect(story.analysis.real).toEqual({
      by: 'server',
      accepted: true,
      said: 'HTTP/1.1 101 Switching Protocols',
    });
    expect(story.analysis.differ).toBe(true);
  });

  it('at the server: a request that cannot be read is refused, and the response is no open one', () => {
    const story = storyFrom(sent('hello\n\n'), answered('HTTP/1.1 400 Bad Request\nConnection: close\n\n'));
    expect(path(story)).toEqual([
      'tcp: connecting',
      'request: awaitingResponse',
      'hash: awaitingResponse',
      'response: awaitingResponse',
      'failed: failed',
    ]);
    expect(story.analysis.rfc).toMatchObject({
      outcome: 'refused',
      by: 'server',
      because: { rule: 'http.request-line' },
    });
  });

  it('at the client: its fourth check stops the handshake, and no later one is shown', () => {
    const story = storyFrom(sent(REQUEST), answered(RESPONSE.replace('s3p', 'S3p')), ...told1006);
    expect(path(story).slice(-2)).toEqual(['check:accept: validating.accept', 'failed: failed']);
    expect(story.moments.at(-2)?.check).toMatchObject({
      outcome: 'failed',
      found: 'S3pPLMBiTxaQ9kYGzzhZRbK+xOo=',
      expected: 's3pPLMBiTxaQ9kYGzzhZRbK+xOo=',
    });
    expect(story.analysis.rfc).toMatchObject({ by: 'client', because: { rule: 'handshake.accept' } });
    expect(story.analysis.real).toEqual({ by: 'browser', opened: false, told: ['error', 'close 1006'] });
    expect(story.analysis.differ).toBe(false);
  });

  it('at a response that is not HTTP: no check is made of it', () => {
    const story = storyFrom(sent(REQUEST), answered('SSH-2.0-OpenSSH_9.2\n\n'), ...told1006);
    expect(path(story).slice(3)).toEqual(['response: awaitingResponse', 'failed: failed']);
    expect(story.analysis.clientChecks).toEqual([]);
    expect(story.analysis.rfc).toMatchObject({ by: 'client', because: { rule: 'http.not-http' } });
  });

  it.each([
    ['fin', { kind: 'fin', direction: 'server-to-client' }],
    ['rst', { kind: 'rst', direction: 'server-to-client' }],
    ['an error', { kind: 'error', code: 'ECONNRESET' }],
    ['its end', { kind: 'closed' }],
  ] as const)('when the connection is lost before the response, by %s', (_, end) => {
    const story = storyFrom(sent(REQUEST), end);
    expect(path(story)).toEqual([
      'tcp: connecting',
      'request: awaitingResponse',
      'hash: awaitingResponse',
      'failed: failed',
    ]);
    expect(story.moments.at(-1)?.at).toBe(2);
  });

  it('by the RFC at HTTP/1.0, which has no 1xx status; a browser that opens differs', () => {
    const story = storyFrom(
      sent(REQUEST),
      answered(RESPONSE.replace('HTTP/1.1', 'HTTP/1.0')),
      heard({ on: 'open', protocol: '', extensions: '' }),
    );
    expect(path(story).slice(-2)).toEqual(['check:http-version: validating.status', 'failed: failed']);
    expect(story.analysis.rfc).toMatchObject({ by: 'client', because: { rule: 'handshake.http-version' } });
    expect(story.analysis.real).toMatchObject({ by: 'browser', opened: true });
    expect(story.analysis.measured).toEqual({ end: 'client', chromium: 'accepts', ws: 'accepts' });
    expect(story.analysis.differ).toBe(true);
  });
});

describe('a capture of several connections', () => {
  const first = captureOf(sent(REQUEST), answered(RESPONSE));
  const both = {
    ...first,
    events: [
      ...first.events,
      ...captureOf(sent(REQUEST.replace('/chat', '/second'))).events.map((event, i) => ({
        ...event,
        id: `server:${i + 10}` as const,
        connection: 'socket-1',
      })),
    ],
  };

  it('lists them as they were opened', () => expect(connectionsOf(both)).toEqual(['socket-0', 'socket-1']));

  it('tells the newest, or the one named', () => {
    expect(told(both).analysis.exchange.request?.head?.target).toBe('/second');
    expect(storyOf(both, 'socket-0')?.analysis.exchange.request?.head?.target).toBe('/chat');
  });
});

describe('the model', () => {
  it('has the same thirteen moments', () => expect(path(told(modelCapture()))).toEqual(THIRTEEN));

  it('answers in one piece what was sent in one', () => {
    const story = told(modelCapture({ kind: 'send-raw', bytes: head(REQUEST) }));
    expect(path(story)).toEqual(THIRTEEN.slice(0, 11));
    expect(story.analysis.real).toMatchObject({ by: 'server', accepted: true });
  });
});
