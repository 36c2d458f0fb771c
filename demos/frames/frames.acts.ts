import type { CaptureSource } from '#demos/capture/capture.ts';
import type { Policy } from '#demos/protocol/frame.ts';
import { type Bench, benchOf } from './frames.bench.ts';
import { readHash } from './frames.hash.ts';
import type { FrameRow } from './frames.log.ts';
import type { LoggedConnection } from './frames.logged.svelte.ts';
import type { PartRef } from './frames.parts.ts';
import { INTENTS, isRun, RUNS } from './frames.runs.ts';
import type { TrialBy } from './frames-session.machine.ts';

/** What the page's wishes need of the figure. */
export interface Willing {
  readonly source: CaptureSource;
  readonly socket: 'recorded' | 'opening' | 'open' | 'ended';
  /** Live bytes can be had. */
  readonly companion: boolean;
  readonly logged: Pick<LoggedConnection, 'act' | 'plan' | 'actPending' | 'firstFrame'>;
  choose(source: CaptureSource): void;
  choosePolicy(policy: Policy): void;
  /** Puts a frame of the log on the bench, or one of nowhere. */
  open(row: FrameRow): void;
  lay(bench: Bench): void;
  light(part: PartRef | null): void;
  try(by: TrialBy): void;
}

/** Asks the open connection for what the names stand for. */
export function ask({ logged }: Willing, run: 'ping' | 'fragments' | 'close'): void {
  const intent = INTENTS[run];
  if (intent) logged.act(intent, RUNS[run].isIn);
}

/** Runs a scenario that prose names. */
export function runScenario(figure: Willing, name: string): void {
  if (!isRun(name)) return;
  const { bench, isIn } = RUNS[name];
  const intent = INTENTS[name];
  const { logged } = figure;
  figure.light(null);
  if (intent && figure.companion) {
    const isOpen = figure.source === 'live' && figure.socket === 'open';
    if (!isOpen) figure.choose('live');
    logged.plan(intent, isIn);
    if (isOpen) logged.actPending();
    return;
  }
  const row = isIn && logged.firstFrame(isIn);
  if (row) figure.open(row);
  else figure.lay(bench);
  // Only what lies on the bench is sent.
  if (!isIn) figure.try('server');
}

/** Goes where a link points. A link lays a frame on the bench and sends nothing: sending is the reader's act. */
export function obeyLink(figure: Willing, params: URLSearchParams): void {
  const { bytes, from, after, deflate, part, policy, source } = readHash(params);
  if (policy) figure.choosePolicy(policy);
  if (bytes) figure.lay({ ...benchOf(bytes, from ?? 'client', after), deflate: deflate ?? false });
  if (part) figure.light(part);
  if (source && source !== figure.source && (source !== 'live' || figure.companion)) figure.choose(source);
}
