import { describe, expect, test } from 'vitest';
import { type AnyStateNode, createActor, initialTransition, SimulatedClock, transition } from 'xstate';
import { getShortestPaths } from 'xstate/graph';
import { statePath } from './replay.ts';
import { CLAIMS, type Claim, type ClaimId } from './ws-connection.claims.ts';
import {
  CHROMIUM_WAITS,
  claimIn,
  claimOf,
  closeEventOf,
  readyStateOf,
  type WsEvent,
  wsConnection,
} from './ws-connection.machine.ts';

const EVENTS: readonly WsEvent[] = [
  { type: 'dns.resolved' },
  { type: 'tcp.opened' },
  { type: 'tls.established' },
  { type: 'handshake.accepted' },
  { type: 'connection.failed' },
  { type: 'tcp.closed' },
  { type: 'send.called', bytes: 5 },
  { type: 'close.called' },
  { type: 'document.left' },
  { type: 'message.received' },
  { type: 'ping.received' },
  { type: 'pong.received' },
  { type: 'close.received', code: 1000, reason: 'done' },
  { type: 'close.echoed' },
  { type: 'buffer.drained', remaining: 0 },
  { type: 'buffer.drained', remaining: 1 },
  { type: 'buffer.full' },
  { type: 'path.lost' },
  { type: 'path.restored' },
];

const DNS: WsEvent = { type: 'dns.resolved' };
const TCP: WsEvent = { type: 'tcp.opened' };
const OPENED: WsEvent[] = [DNS, TCP, { type: 'handshake.accepted' }];
const PEER_CLOSE: WsEvent = { type: 'close.received', code: 4000, reason: 'bye' };
const CLOSE: WsEvent = { type: 'close.called' };
const GONE: WsEvent = { type: 'tcp.closed' };

function reached(...events: readonly WsEvent[]) {
  let [snapshot, actions] = initialTransition(wsConnection, {});
  const effects: string[] = actions.map(({ type }) => type);
  for (const event of events) {
    [snapshot, actions] = transition(wsConnection, snapshot, event);
    effects.push(...actions.map(({ type }) => type));
  }
  const named = effects.filter((type) => !type.startsWith('xstate.'));
  const fired = effects.filter((type) => type.startsWith('fire'));
  return {
    state: statePath(snapshot),
    ready: readyStateOf(snapshot),
    fired,
    effects: named,
    close: closeEventOf(snapshot),
    snapshot,
  };
}

const nodesUnder = (node: AnyStateNode): AnyStateNode[] => [node, ...Object.values(node.states).flatMap(nodesUnder)];

/** Every state that can be reached, by the shortest way, for `ws:` and for `wss:`. */
const everywhere = [false, true].flatMap((secure) =>
  getShortestPaths(wsConnection, {
    input: { secure },
    events: [...EVENTS],
    // Amounts and codes do not tell states apart.
    serializeState: ({ value, context }) =>
      JSON.stringify([value, context.left, context.received !== null, context.bufferedAmount > context.discarded]),
  }),
);

describe('one browser WebSocket', () => {
  test('reaches every state it declares', () => {
    const all = nodesUnder(wsConnection.root).flatMap((node) => (node.type === 'atomic' ? [node.path.join('.')] : []));
    const found = new Set(everywhere.flatMap(({ state }) => statePath(state).split(' ')));
    expect([...found].sort()).toEqual(all.sort());
    expect(all).toHaveLength(15);
  });

  test('makes one claim with each transition, and every claim once, but for two ways to the same failure', () => {
    const nodes = nodesUnder(wsConnection.root);
    const made = nodes.flatMap((node) => [...node.transitions.values()].flat().map(({ meta }) => claimIn(meta)));
    expect(made).not.toContain(null);
    expect([...new Set(made)].sort()).toEqual(Object.keys(CLAIMS).sort());
    expect(made.filter((claim, i) => made.indexOf(claim) !== i)).toEqual(['failed as asked']);
  });

  test('fires exactly the events that a transition’s claim names, wherever there is still script', () => {
    const checked = new Set<ClaimId>();
    for (const { state } of everywhere)
      for (const event of EVENTS) {
        const id = claimOf(state, event);
        if (id === null || state.context.left || event.type === 'document.left') continue;
        // A buffer that drains was fuller before.
        if (event.type === 'buffer.drained' && event.remaining >= state.context.bufferedAmount) continue;
        const claim: Claim = CLAIMS[id];
        const [next, actions] = transition(wsConnection, state, event);
        const fired = actions.flatMap(({ type }) => (type.startsWith('fire') ? [type.slice(4).toLowerCase()] : []));
        expect({ id, fired }).toEqual({ id, fired: claim.sees === 'event' ? [...claim.events] : [] });
        const ready = readyStateOf(state) !== readyStateOf(next);
        const amount = state.context.bufferedAmount !== next.context.bufferedAmount;
        if (claim.sees === 'attribute')
          expect({ id, ready, amount }).toEqual({
            id,
            ready: claim.attribute === 'readyState',
            amount: claim.attribute === 'bufferedAmount',
          });
        if (claim.sees === 'nothing' || claim.sees === 'exception')
          expect({ id, ready, amount }).toEqual({ id, ready: false, amount: false });
        checked.add(id);
      }
    const left = Object.keys(CLAIMS).filter((id) => !checked.has(id as ClaimId));
    expect(left).toEqual([
      'handshake timed out',
      'left while connecting',
      'open and left',
      'close never answered',
      'tcp never closed',
      'left while closing',
    ]);
  });

  test('tells nobody anything once the document has left', () => {
    for (const { state } of everywhere.filter(({ state }) => state.context.left))
      for (const event of EVENTS)
        for (const { type } of transition(wsConnection, state, event)[1])
          expect(['fireError', 'fireClose', 'fireOpen']).not.toContain(type);
  });

  test('`send()` before `open` throws and changes nothing', () =>
    expect(reached({ type: 'send.called', bytes: 5 })).toMatchObject({
      state: 'connecting.resolving',
      effects: ['throwInvalidState'],
    }));

  test('the peer’s Close changes readyState and fires nothing (WHATWG WebSockets, feedback from the protocol)', () =>
    expect(reached(...OPENED, PEER_CLOSE)).toMatchObject({ ready: 2, fired: ['fireOpen'] }));

  test('a message after `close()` is dropped', () =>
    expect(reached(...OPENED, CLOSE, { type: 'message.received' }).fired).toEqual(['fireOpen']));

  test('`close` tells the peer’s code, even where its FIN came before our answer', () =>
    expect(reached(...OPENED, PEER_CLOSE, GONE)).toMatchObject({
      state: 'closed.clean',
      close: { code: 4000, reason: 'bye', wasClean: true },
    }));

  test('a Close without a code stands as 1005', () =>
    expect(reached(...OPENED, CLOSE, { type: 'close.received', code: null, reason: '' }, GONE).close).toEqual({
      code: 1005,
      reason: '',
      wasClean: true,
    }));

  test('TCP that ends without a Close is 1006, and no error', () => {
    expect(reached(...OPENED, GONE)).toMatchObject({
      fired: ['fireOpen', 'fireClose'],
      close: { code: 1006, wasClean: false },
    });
    expect(reached(...OPENED, CLOSE, GONE)).toMatchObject({
      state: 'closed.abnormal',
      close: { code: 1006, wasClean: false },
    });
  });

  test('`close()` before `open` fails the connection: error, then close 1006', () =>
    expect(reached(DNS, CLOSE, GONE)).toMatchObject({
      fired: ['fireError', 'fireClose'],
      close: { code: 1006, wasClean: false },
    }));

  test('`send()` after `close()` counts and sends nothing; what was sent before still drains', () => {
    const before = reached(...OPENED, { type: 'send.called', bytes: 4 }, CLOSE);
    expect(before.snapshot.context.bufferedAmount).toBe(4);
    const drained = transition(wsConnection, before.snapshot, { type: 'buffer.drained', remaining: 0 })[0];
    expect(transition(wsConnection, drained, { type: 'send.called', bytes: 7 })[0].context.bufferedAmount).toBe(7);
  });

  test('a lost path is no event, and no readyState', () =>
    expect(reached(...OPENED, { type: 'path.lost' })).toMatchObject({
      ready: 1,
      fired: ['fireOpen'],
      state: 'open.path.halfOpen open.outgoing.drained',
    }));
});

describe('the waits of Chromium 156', () => {
  const wait = (events: readonly WsEvent[], ms: number): string => {
    const clock = new SimulatedClock();
    const actor = createActor(wsConnection, { input: {}, clock }).start();
    for (const event of events) actor.send(event);
    clock.increment(ms);
    return statePath(actor.getSnapshot());
  };

  test.each([
    ['for the response', [DNS, TCP], CHROMIUM_WAITS.handshake, 'connecting.upgradeSent', 'closed.failed'],
    ['for the answer to its Close', [...OPENED, CLOSE], CHROMIUM_WAITS.closing, 'closing.closeSent', 'closed.abnormal'],
    [
      'for the server to close TCP',
      [...OPENED, CLOSE, PEER_CLOSE],
      CHROMIUM_WAITS.lingering,
      'closing.awaitingTcpClose',
      'closed.clean',
    ],
  ] as const)('%s', (_, events, ms, before, then) => {
    expect(wait(events, ms - 1)).toBe(before);
    expect(wait(events, ms)).toBe(then);
  });
});
