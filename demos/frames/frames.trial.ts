import type { Capture } from '#demos/capture/capture.ts';
import type { Problem } from '#demos/capture/problem.ts';
import { doOrRefuse, followLink } from '#demos/link/follow.ts';
import type { Intent, Link } from '#demos/link/link.ts';
import { concat, utf8Encode } from '#demos/protocol/bytes.ts';
import { serializeRequestHead } from '#demos/protocol/http-serialize.ts';
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

/** A request that asks for a WebSocket and nothing more, and the frame right behind it. */
export function rawBytes(frame: Uint8Array, key: string): Uint8Array {
  const head = serializeRequestHead({
    method: 'GET',
    target: '/',
    fields: [
      ['Host', '127.0.0.1'],
      ['Upgrade', 'websocket'],
      ['Connection', 'Upgrade'],
      ['Sec-WebSocket-Key', key],
      ['Sec-WebSocket-Version', '13'],
    ],
  });
  return concat(head, frame);
}

const ACCEPT_FIELD = 'Sec-WebSocket-Accept: ';

/** A 101 with the frame right behind it, and where the accept value is to be put in. */
export function answerBytes(frame: Uint8Array): { readonly bytes: Uint8Array; readonly acceptAt: number } {
  const before = utf8Encode(
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n${ACCEPT_FIELD}`,
  );
  return { bytes: concat(before, utf8Encode('\r\n\r\n'), frame), acceptAt: before.length };
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
