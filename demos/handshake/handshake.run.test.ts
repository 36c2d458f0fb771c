import { describe, expect, it } from 'vitest';
import type { Link, LinkStatus } from '#demos/link/link.ts';
import { createModelLink } from '#demos/link/model.ts';
import { seededBytes } from '#demos/link/random-bytes.ts';
import { latin1Decode } from '#demos/protocol/bytes.ts';
import { isSettled, startRun } from './handshake.run.ts';
import { answered, head, heard, REQUEST, RESPONSE, type Said, sent, storyFrom } from './test-stories.ts';

const OPEN = heard({ on: 'open', protocol: '', extensions: '' });
const CLOSE = heard({ on: 'close', code: 1006, reason: '', wasClean: false });
/** RFC 6455 §5.7, right behind the response. */
const ECHO = '\x81\x05Hello';

const settled = (edited: 'request' | 'response' | null, ...events: readonly Said[]): boolean =>
  isSettled(storyFrom(...events).analysis.exchange, edited);

describe('a plain run has shown what it was for', () => {
  it('when both greetings passed, and no sooner', () => {
    expect(settled(null, sent(REQUEST), answered(RESPONSE), OPEN)).toBe(false);
    expect(settled(null, sent(REQUEST), answered(RESPONSE + ECHO), OPEN)).toBe(false);
    expect(settled(null, sent(REQUEST), answered(RESPONSE + ECHO + ECHO), OPEN)).toBe(true);
  });

  it('when the connection ended', () =>
    expect(settled(null, sent(REQUEST), answered(RESPONSE), OPEN, { kind: 'closed' })).toBe(true));

  it('when the browser gave up and the tap has told why', () => {
    expect(settled(null, sent(REQUEST), CLOSE)).toBe(false);
    expect(settled(null, sent(REQUEST), answered('HTTP/1.1 403 Forbidden\n\n'), CLOSE)).toBe(true);
  });
});

it('an edited request has shown what it was for when it was answered, or its connection ended', () => {
  expect(settled('request', sent(REQUEST))).toBe(false);
  expect(settled('request', sent(REQUEST), answered('HTTP/1.1 400 Bad Request\n\n'))).toBe(true);
  expect(settled('request', sent(REQUEST), { kind: 'fin', direction: 'server-to-client' })).toBe(true);
});

it('an edited response has shown what it was for when it passed and script was told', () => {
  expect(settled('response', sent(REQUEST), answered(RESPONSE))).toBe(false);
  expect(settled('response', sent(REQUEST), OPEN)).toBe(false);
  expect(settled('response', sent(REQUEST), answered(RESPONSE), OPEN)).toBe(true);
});

describe('a run', () => {
  const deaf = { exchange() {}, refused() {}, lost() {} };
  const model = () => createModelLink({ randomBytes: seededBytes(1) });
  const calls = (link: Link) =>
    link.capture
      .get()
      .events.flatMap((event) => (event.kind === 'script' && 'do' in event.script ? [event.script] : []));

  it('greets once when it is plain', () => {
    const link = model();
    startRun(link, { kind: 'connect' }, deaf);
    expect(calls(link).map((call) => call.do)).toEqual(['construct', 'send']);
    const [, greeting] = calls(link);
    expect(greeting?.do === 'send' && latin1Decode(greeting.bytes)).toBe('Hello');
  });

  it('does not greet over an edited response', () => {
    const link = model();
    const before = RESPONSE.replace('s3pPLMBiTxaQ9kYGzzhZRbK+xOo=', '');
    startRun(link, { kind: 'respond-with', bytes: head(before), acceptAt: head(before).length - 4 }, deaf);
    expect(calls(link).map((call) => call.do)).toEqual(['construct']);
  });

  it('begins with nothing of the run before', () => {
    const link = model();
    startRun(link, { kind: 'connect' }, deaf)();
    const first = link.capture.get().events.length;
    startRun(link, { kind: 'connect' }, deaf);
    expect(link.capture.get().events).toHaveLength(first);
  });

  it('is followed until it is told to stop', () => {
    const link = model();
    let told = 0;
    const stop = startRun(link, { kind: 'connect' }, { ...deaf, exchange: () => void told++ });
    stop();
    const before = told;
    link.do({ kind: 'send', data: 'more' });
    expect(before).toBeGreaterThan(0);
    expect(told).toBe(before);
  });

  it('passes on what its link refuses, and that it was lost', () => {
    const listeners: ((status: LinkStatus) => void)[] = [];
    const subscribe = (on: (status: LinkStatus) => void) => {
      listeners.push(on);
      return () => {};
    };
    const link: Link = {
      ...model(),
      status: { get: () => ({ kind: 'connecting' }), subscribe },
    };
    const heardOf: unknown[] = [];
    startRun(
      link,
      { kind: 'connect' },
      { ...deaf, refused: ({ rule }) => void heardOf.push(rule), lost: (isLost) => void heardOf.push(isLost) },
    );
    for (const on of listeners) on({ kind: 'lost', retryInMs: 250 });
    for (const on of listeners) on({ kind: 'refused', rule: 'raw.off', found: 'none', expected: 'one' });
    expect(heardOf).toEqual([true, false, 'raw.off']);
  });
});
