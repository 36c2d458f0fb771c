import { describe, expect, it } from 'vitest';
import type { ServerAct } from '#demos/capture/capture.ts';
import type { Intent, Link } from './link.ts';
import { events, model, scripts, sent, story } from './test-model.ts';

/** What the two ends of a model link are told, and what its server does of itself and when asked. */

describe('what script reads', () => {
  it('is how much of what it sent waits, and then that nothing does', () => {
    const link = model({ reads: true });
    link.do({ kind: 'connect' });
    link.do({ kind: 'send', data: 'Hello' });
    const amounts = events(link).flatMap((event) => (event.kind === 'script' ? [event.bufferedAmount] : []));
    expect(scripts(link).map((script) => ('do' in script ? script.do : script.on))).toEqual([
      ...['construct', 'open', 'send', 'read', 'message'],
    ]);
    expect(amounts).toEqual([0, 0, 5, 0, 0]);
  });

  it('grows for good once the socket is closed', () => {
    const link = model();
    link.do({ kind: 'connect' });
    link.do({ kind: 'close' });
    link.do({ kind: 'send', data: 'Hello' });
    link.do({ kind: 'send', data: 'Hello' });
    expect(events(link).at(-1)).toMatchObject({ readyState: 3, bufferedAmount: 10 });
  });

  it('is readyState 2 after the server’s Close, before `close` is told', () => {
    const link = model({ reads: true });
    link.do({ kind: 'connect' });
    link.do({ kind: 'server', act: { do: 'close', code: 1001 } });
    const states = events(link).flatMap((event) => (event.kind === 'script' ? [event.readyState] : []));
    expect(states).toEqual([0, 1, 2, 3]);
  });
});

/** What the server's program did and was told, with `readyState`. */
const viewed = (link: Link): string[] =>
  events(link).flatMap((event) => {
    if (event.kind !== 'peer') return [];
    const { peer, readyState } = event;
    const name = 'do' in peer ? `${peer.do}()` : peer.on;
    return [`${name}${'code' in peer ? ` ${peer.code}` : ''}·${readyState}`];
  });
const asked = (act: ServerAct): Intent => ({ kind: 'server', act });

describe('the server’s own view', () => {
  it('is of the code it received, and of 1005 where the Close had none (RFC 6455 §7.1.5)', () => {
    const link = model({ peer: true });
    link.do({ kind: 'connect' });
    link.do({ kind: 'close' });
    expect(viewed(link)).toEqual(['open·1', 'read()·2', 'close 1005·3']);
  });

  it('is 1006 where it ended TCP itself', () => {
    const link = model({ peer: true });
    link.do({ kind: 'connect' });
    link.do(asked({ do: 'terminate' }));
    expect(viewed(link)).toEqual(['open·1', 'terminate()·1', 'close 1006·3']);
  });

  it('is of the client’s code where the two Close frames crossed, and the client’s is of the server’s', () => {
    const link = model({ peer: true });
    link.do({ kind: 'connect' });
    link.do(asked({ do: 'hold' }));
    link.together([{ kind: 'close', code: 4002 }, asked({ do: 'close', code: 4001 })]);
    expect(viewed(link)).toEqual(['open·1', 'pause()·1', 'close() 4001·1', 'resume()·2', 'close 4002·3']);
    expect(scripts(link).at(-1)).toEqual({ on: 'close', code: 4001, reason: '', wasClean: true });
    // Neither was an answer: each end had sent its own before it read the other's.
    expect(sent(link, 'client-to-server').length).toBe(2);
    expect(sent(link, 'server-to-client').length).toBe(2);
  });

  it('is 1002 where its frame broke a rule, and script is told 1006', () => {
    const link = model({ peer: true });
    link.do({ kind: 'connect' });
    link.do(asked({ do: 'violate' }));
    expect(viewed(link)).toEqual(['open·1', 'violate()·1', 'read()·2', 'close 1002·3']);
    expect(scripts(link).at(-1)).toMatchObject({ on: 'close', code: 1006, wasClean: false });
  });

  it('is not written down unless it is asked for', () => {
    const link = model();
    link.do({ kind: 'connect' });
    expect(viewed(link)).toEqual([]);
  });
});

describe('a wait', () => {
  it('for a Close that never comes is over after 60 s, with 1006', () => {
    const link = model({ waits: true });
    link.do({ kind: 'connect' });
    link.do(asked({ do: 'vanish' }));
    link.do({ kind: 'close', code: 4000 });
    expect(scripts(link).at(-1)).toMatchObject({ on: 'close', code: 1006, wasClean: false });
    expect(events(link).at(-1)?.at).toBeGreaterThan(60_000);
  });

  it('for a server that does not end TCP is over after 2 s, and the end is clean', () => {
    const link = model({ waits: true });
    link.do({ kind: 'connect' });
    link.do(asked({ do: 'linger' }));
    link.do({ kind: 'close', code: 4000 });
    expect(scripts(link).at(-1)).toMatchObject({ on: 'close', code: 4000, wasClean: true });
    expect(story(link).slice(-4)).toEqual(['> fin', 'close', '< fin', 'closed']);
  });

  it('is not over by itself unless that is asked for', () => {
    const link = model();
    link.do({ kind: 'connect' });
    link.do(asked({ do: 'vanish' }));
    link.do({ kind: 'close' });
    expect(scripts(link).at(-1)).toMatchObject({ do: 'close' });
  });
});

describe('the server’s end', () => {
  it('says no more than its Close, and ends when the client’s has come', () => {
    const link = model();
    link.do({ kind: 'connect' });
    link.together([
      { kind: 'server', act: { do: 'close', code: 4000 } },
      { kind: 'send', data: 'Hello' },
    ]);
    expect(story(link).slice(5)).toEqual([
      ...['act', 'send()', '> bytes', '< bytes', '> bytes', '< fin', '> fin', 'closed', 'close'],
    ]);
  });

  it.each([
    [{ do: 'close', code: 1006 }, 'act.close-code'],
    [{ do: 'ping', payload: 'x'.repeat(126) }, 'act.ping'],
    [{ do: 'send', parts: [] }, 'act.send'],
  ] as const)('refuses %j as a server would', (act, rule) => {
    const link = model();
    link.do({ kind: 'connect' });
    link.do({ kind: 'server', act });
    expect(link.status.get()).toMatchObject({ kind: 'refused', rule });
    link.do({ kind: 'send', data: 'x' });
    expect(link.status.get().kind).toBe('ready');
  });

  it('can do nothing on a connection that is over', () => {
    const link = model();
    link.do({ kind: 'connect' });
    link.do({ kind: 'server', act: { do: 'terminate' } });
    link.do({ kind: 'server', act: { do: 'ping', payload: '' } });
    expect(link.status.get()).toMatchObject({ kind: 'refused', rule: 'act.socket' });
  });

  it('keeps a connection half-open once it has vanished', () => {
    const link = model();
    link.do({ kind: 'connect' });
    link.do({ kind: 'server', act: { do: 'vanish' } });
    link.do({ kind: 'send', data: 'x' });
    link.do({ kind: 'close' });
    expect(story(link).slice(5)).toEqual(['act', 'send()', '> bytes', 'close()', '> bytes']);
  });
});
