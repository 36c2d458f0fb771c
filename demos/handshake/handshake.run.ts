import type { Capture } from '#demos/capture/capture.ts';
import type { Problem } from '#demos/capture/problem.ts';
import { doOrRefuse, followLink } from '#demos/link/follow.ts';
import type { Intent, Link } from '#demos/link/link.ts';
import type { Exchange } from './handshake.exchange.ts';
import { readHandshake } from './handshake.reading.ts';
import { realVerdict } from './handshake.real.ts';

export type RunIntent = Extract<Intent, { kind: 'connect' | 'send-raw' | 'respond-with' }>;

/** What the first frame carries. */
export const GREETING = 'Hello';

const editedSide = ({ kind }: RunIntent): 'request' | 'response' | null =>
  kind === 'send-raw' ? 'request' : kind === 'respond-with' ? 'response' : null;

export interface RunListener {
  /** Called for every change; `settled` once the run has shown what it was for. */
  exchange(exchange: Exchange, settled: boolean, capture: Capture): void;
  refused(problem: Problem): void;
  lost(isLost: boolean): void;
}

/** A plain run has shown what it was for when both greetings passed; an edited request when it was answered; an edited response when script was told. */
export function isSettled(exchange: Exchange, edited: 'request' | 'response' | null): boolean {
  const real = realVerdict(exchange);
  // The tap's records and script's events arrive by different ways: wait for both.
  const answered = exchange.response !== undefined || exchange.end !== undefined;
  if (edited === 'request') return answered;
  if (edited === 'response' || (real.by === 'browser' && !real.opened)) return answered && real.by === 'browser';
  return exchange.frames.length >= 2 || exchange.end !== undefined;
}

const hasOpened = ({ events }: Capture): boolean =>
  events.some((event) => event.kind === 'script' && 'on' in event.script && event.script.on === 'open');

/** Performs one handshake on a link and follows it; a plain one greets once it is open. Returns what ends the following. */
export function startRun(link: Link, intent: RunIntent, listener: RunListener): () => void {
  const edited = editedSide(intent);
  let greeted = false;
  const follow = (): void => {
    const capture = link.capture.get();
    // Before anything is worked out, so that the times show the connection's pace and not the figure's.
    if (edited === null && !greeted && hasOpened(capture)) {
      greeted = true;
      link.do({ kind: 'send', data: GREETING });
      return;
    }
    const exchange = readHandshake(capture);
    if (exchange) listener.exchange(exchange, isSettled(exchange, edited), capture);
  };
  const stop = followLink(link, { ...listener, captured: follow });
  // A companion that is being reached may offer it yet.
  if (!link.can(intent.kind) && link.status.get().kind !== 'ready') listener.lost(true);
  else doOrRefuse(link, intent, listener.refused);
  follow();
  return stop;
}
