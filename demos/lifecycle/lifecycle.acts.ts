import type { Intent } from '#demos/link/link.ts';
import type { WsEvent } from '#demos/machines/ws-connection.machine.ts';

export const ACT_IDS = [
  'connect',
  'send-early',
  'send',
  'close',
  'close-code',
  'server-close',
  'server-cut',
  'vanish',
  'leave',
] as const;
export type ActId = (typeof ACT_IDS)[number];

/** What script sends when it is told to send something. */
export const GREETING = 'Hello';
/** A code of the private range: what an application says to itself (RFC 6455 §7.4.2). */
const PRIVATE_CODE = 4000;

interface Act {
  /** Done one after the other in one task. */
  readonly intents: readonly Intent[];
  /** The machine must take this event now; `null`: it takes a new WebSocket, and that can always be had. */
  readonly needs: WsEvent | null;
}

const CONNECT: Intent = { kind: 'connect' };
/** The other end can do something as long as there is a path to it that could be lost. */
const REACHABLE: WsEvent = { type: 'path.lost' };
const SEND: Intent = { kind: 'send', data: GREETING };

export const ACTS: Readonly<Record<ActId, Act>> = {
  connect: { intents: [CONNECT], needs: null },
  'send-early': { intents: [CONNECT, SEND], needs: null },
  send: { intents: [SEND], needs: { type: 'send.called', bytes: GREETING.length } },
  close: { intents: [{ kind: 'close' }], needs: { type: 'close.called' } },
  'close-code': {
    intents: [{ kind: 'close', code: PRIVATE_CODE, reason: 'done' }],
    needs: { type: 'close.called' },
  },
  'server-close': {
    intents: [{ kind: 'server', act: { do: 'close', code: 1001, reason: 'restart' } }],
    needs: REACHABLE,
  },
  'server-cut': { intents: [{ kind: 'server', act: { do: 'terminate' } }], needs: REACHABLE },
  vanish: { intents: [{ kind: 'server', act: { do: 'vanish' } }], needs: REACHABLE },
  leave: { intents: [{ kind: 'leave' }], needs: { type: 'document.left' } },
};

/** Acts that begin a new life, and so have no past. */
export const isFresh = (act: ActId): boolean => ACTS[act].needs === null;

/** One step of a scenario: what to do once the connection has come to `at`; at once where it is absent. */
export interface RunStep {
  readonly act: ActId;
  readonly at?: 'open' | 'open.path.halfOpen' | 'closed';
}

/** The scenarios that prose may name. */
export const RUNS = {
  connect: [{ act: 'connect' }],
  'send-early': [{ act: 'send-early' }],
  send: [{ act: 'connect' }, { act: 'send', at: 'open' }],
  close: [{ act: 'connect' }, { act: 'close', at: 'open' }],
  'close-code': [{ act: 'connect' }, { act: 'close-code', at: 'open' }],
  'server-close': [{ act: 'connect' }, { act: 'server-close', at: 'open' }],
  'server-cut': [{ act: 'connect' }, { act: 'server-cut', at: 'open' }],
  vanish: [{ act: 'connect' }, { act: 'vanish', at: 'open' }, { act: 'send', at: 'open.path.halfOpen' }],
  leave: [{ act: 'connect' }, { act: 'leave', at: 'open' }],
  'send-after-close': [{ act: 'connect' }, { act: 'close', at: 'open' }, { act: 'send', at: 'closed' }],
} as const satisfies Readonly<Record<string, readonly RunStep[]>>;

export type RunId = keyof typeof RUNS;
export const isRunId = (run: string): run is RunId => Object.hasOwn(RUNS, run);
