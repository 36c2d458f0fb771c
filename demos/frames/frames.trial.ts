import type { Capture } from '#demos/capture/capture.ts';
import type { Problem } from '#demos/capture/problem.ts';
import { doOrRefuse, followLink } from '#demos/link/follow.ts';
import type { Intent, Link } from '#demos/link/link.ts';
import { type LogRow, logOf } from './frames.log.ts';
import type { TrialBy } from './frames-session.machine.ts';

/** What came of a frame that was really sent. */
export interface Trial {
  readonly by: TrialBy;
  readonly source: Capture['source'];
  readonly madeWith: Capture['madeWith'];
  /** The frames and ends of its connection, ours included. */
  readonly rows: readonly LogRow[];
  /** What a page's script was told, in order: `message`, `close 1006`. */
  readonly told: readonly string[];
}

const trialOf = (capture: Capture, by: TrialBy): Trial => ({
  by,
  source: capture.source,
  madeWith: capture.madeWith,
  rows: logOf(capture).rows,
  told: capture.events.flatMap((event) => {
    if (event.kind !== 'script' || !('on' in event.script)) return [];
    const { script } = event;
    return [script.on === 'close' ? `close ${script.code}` : script.on];
  }),
});

/** The frame has had its answer: one from the server, or script's message, or an end. */
export function isSettled({ by, rows, told }: Trial): boolean {
  const answers = by === 'server' ? 'server-to-client' : 'client-to-server';
  const ended = rows.some(({ kind }) => kind !== 'frame');
  if (by === 'browser') return told.some((event) => event !== 'open' && event !== 'error') || answered(rows, answers);
  return ended || answered(rows, answers);
}

const answered = (rows: readonly LogRow[], direction: LogRow['direction']): boolean =>
  rows.some((row) => row.kind === 'frame' && row.direction === direction);

export interface TrialListener {
  changed(trial: Trial, settled: boolean): void;
  refused(problem: Problem): void;
}

/** Sends the frame on a connection of its own and follows it. Returns what ends the following. */
export function startTrial(link: Link, intent: Intent, by: TrialBy, listener: TrialListener): () => void {
  const stop = followLink(link, {
    captured() {
      const trial = trialOf(link.capture.get(), by);
      listener.changed(trial, isSettled(trial));
    },
    refused: (problem) => listener.refused(problem),
    // The log beside it says so.
    lost: () => {},
  });
  doOrRefuse(link, intent, listener.refused);
  return stop;
}
