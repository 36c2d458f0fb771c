import { setup } from 'xstate';

type Answer = { readonly type: 'response.received'; readonly events: number };

/** Polling: the page asks at every tick, whether something has happened or not. */
export type PollEvent = { readonly type: 'tick' } | Answer;

export const pollMachine = setup({
  types: { events: {} as PollEvent },
  guards: { hasData: ({ event }) => event.type === 'response.received' && event.events > 0 },
}).createMachine({
  id: 'polling',
  initial: 'idle',
  states: {
    idle: { on: { tick: 'requesting' } },
    requesting: { on: { 'response.received': [{ guard: 'hasData', target: 'delivered' }, { target: 'idle' }] } },
    delivered: { on: { tick: 'requesting' } },
  },
});

/** Long polling: the server keeps the question until it has an answer, or for as long as it may. */
export type WaitEvent =
  | { readonly type: 'request.sent' | 'request.arrived' | 'event.happened' | 'hold.ended' }
  | Answer;

export const waitMachine = setup({
  types: { events: {} as WaitEvent },
  guards: { hasData: ({ event }) => event.type === 'response.received' && event.events > 0 },
}).createMachine({
  id: 'long-polling',
  initial: 'idle',
  states: {
    idle: { on: { 'request.sent': 'requesting' } },
    requesting: { on: { 'request.arrived': 'holding' } },
    holding: { on: { 'event.happened': 'responding', 'hold.ended': 'responding' } },
    responding: { on: { 'response.received': [{ guard: 'hasData', target: 'delivered' }, { target: 'idle' }] } },
    delivered: { on: { 'request.sent': 'requesting' } },
  },
});

/** An event stream or a WebSocket: one question, and then the server speaks by itself. */
export type PushEvent = { readonly type: 'request.sent' | 'accepted' | 'event.delivered' | 'closed' };

export const pushMachine = setup({ types: { events: {} as PushEvent } }).createMachine({
  id: 'push',
  initial: 'idle',
  states: {
    idle: { on: { 'request.sent': 'handshaking' } },
    handshaking: { on: { accepted: 'open' } },
    open: { on: { 'event.delivered': 'open', closed: 'closed' } },
    closed: { type: 'final' },
  },
});
