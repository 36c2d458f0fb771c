import { describe, expect, test } from 'vitest';
import { createActor } from 'xstate';
import { getShortestPaths } from 'xstate/graph';
import { latin1Encode } from '#demos/protocol/bytes.ts';
import { type ProxyEvent, proxyMachine, proxyState } from './proxy.machine.ts';

const up = (text: string): ProxyEvent => ({ type: 'bytes.up', bytes: latin1Encode(text) });
const down = (text: string): ProxyEvent => ({ type: 'bytes.down', bytes: latin1Encode(text) });
const asks = (url: string): ProxyEvent => ({ type: 'victim.asks', url });

const REQUEST = up('\x82\x80GET /a.js HTTP/1.1\r\nHost: victim.example\r\n\r\n');
const FRESH = down('\x82\x7eHTTP/1.1 200 OK\r\nCache-Control: max-age=60\r\nContent-Length: 0\r\n\r\n');
const SWITCHING = down('HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n');

function given(...events: readonly ProxyEvent[]) {
  const actor = createActor(proxyMachine).start();
  for (const event of events) actor.send(event);
  const snapshot = actor.getSnapshot();
  return { value: proxyState(snapshot), context: snapshot.context };
}

describe('a careless proxy', () => {
  test('keeps a response under the Host of the request before it', () => {
    const { value, context } = given(REQUEST, FRESH);
    expect(value).toBe('reading.cached');
    expect(context.cache.map(({ url }) => url)).toEqual(['victim.example/a.js']);
  });
  test('keeps no 101', () => {
    const { value, context } = given(REQUEST, SWITCHING);
    expect(value).toBe('reading.passing');
    expect(context).toEqual({ pending: null, cache: [] });
  });
  test('keeps no response that nothing asked for', () => expect(given(FRESH).context.cache).toEqual([]));
  test('goes on waiting while what comes back is no response', () =>
    expect(given(REQUEST, down('\x82\x04\x37\xfa\x21\x3d')).value).toBe('reading.sawRequest'));
  test('answers another user from its cache', () =>
    expect(given(REQUEST, FRESH, asks('victim.example/a.js')).value).toBe('victimServed'));
  test.each([
    [[REQUEST, FRESH], 'victim.example/b.js'],
    [[REQUEST], 'victim.example/a.js'],
    [[], 'victim.example/a.js'],
  ])('asks on where it keeps nothing of that name', (events, url) =>
    expect(given(...events, asks(url)).value).toBe('originAsked'),
  );
});

test('every state can be reached', () => {
  const reached = getShortestPaths(proxyMachine, {
    events: [REQUEST, FRESH, asks('victim.example/a.js')],
    limit: 200,
    serializeState: ({ value, context }) => JSON.stringify([value, context.cache.length > 0]),
  }).map(({ state }) => proxyState(state));
  const { reading, ...ends } = proxyMachine.states;
  expect(new Set(reached)).toEqual(
    new Set([...Object.keys(reading?.states ?? {}).map((name) => `reading.${name}`), ...Object.keys(ends)]),
  );
});
