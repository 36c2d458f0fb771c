import type { Intent } from '#demos/link/link.ts';

export const RUN_IDS = [
  'close',
  'code',
  'server-first',
  'both',
  'late',
  'terminate',
  'cut',
  'violation',
  'linger',
  'no-answer',
] as const;
/** One way in which a connection ends. */
export type RunId = (typeof RUN_IDS)[number];
export const isRunId = (run: string): run is RunId => RUN_IDS.some((each) => each === run);

/** What is done in one task of script once the connection has come so far. */
export interface RunStep {
  /** `ready`: the server's program has done what the step before asked of it. */
  readonly when: 'open' | 'ready';
  readonly intents: readonly Intent[];
}

const once = (...intents: readonly Intent[]): readonly RunStep[] => [{ when: 'open', intents }];
/** The server is prepared first; only then the client does something. */
const then = (first: Intent, ...intents: readonly Intent[]): readonly RunStep[] => [
  { when: 'open', intents: [first] },
  { when: 'ready', intents },
];

/** The codes are of the private range: an application's own (RFC 6455 §7.4.2). */
export const RUNS: Readonly<Record<RunId, readonly RunStep[]>> = {
  close: once({ kind: 'close' }),
  code: once({ kind: 'close', code: 4001, reason: 'bye' }),
  'server-first': once({ kind: 'server', act: { do: 'close', code: 1001, reason: 'restart' } }),
  both: then(
    { kind: 'server', act: { do: 'hold' } },
    { kind: 'close', code: 4002, reason: 'client' },
    { kind: 'server', act: { do: 'close', code: 4001, reason: 'server' } },
  ),
  late: once({ kind: 'send', data: 'late' }, { kind: 'close', code: 1000, reason: 'done' }),
  terminate: once({ kind: 'server', act: { do: 'terminate' } }),
  cut: once({ kind: 'leave' }),
  violation: once({ kind: 'server', act: { do: 'violate' } }),
  linger: then({ kind: 'server', act: { do: 'linger' } }, { kind: 'close', code: 1000, reason: 'done' }),
  'no-answer': then({ kind: 'server', act: { do: 'vanish' } }, { kind: 'close', code: 1000, reason: 'bye' }),
};
