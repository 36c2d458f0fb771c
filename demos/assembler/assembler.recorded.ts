import type { Capture, Direction } from '#demos/capture/capture.ts';
import { concat } from '#demos/protocol/bytes.ts';
import type { Role } from '#demos/protocol/violation.ts';
import { type Card, cardsOf, sameCards } from './assembler.card.ts';
import { type Outcome, outcomeOf } from './assembler.outcome.ts';
import { POLICIES } from './assembler.policies.ts';
import { type Reading, readTimeline } from './assembler.reading.ts';
import { RUN_IDS, RUNS, type RunId } from './assembler.runs.ts';

/** One timeline that was recorded twice: sent by a client to ws, and by a server to a browser. */
export interface RecordedRun {
  readonly cards: readonly Card[];
  readonly came: Readonly<Record<Role, Outcome>>;
}

/** What the page carries of the recording. */
export interface Recorded {
  readonly runs: Readonly<Record<RunId, RecordedRun>>;
  readonly madeWith: Capture['madeWith'];
  /** The timeline shown at first, as each receiver reads it. */
  readonly first: { readonly run: RunId; readonly readings: readonly Reading[] };
  /** Where the whole capture is. */
  readonly url: string;
}

/** The bytes that passed one way on one connection, after the head. */
function framesOf({ events }: Capture, connection: string, direction: Direction): Uint8Array {
  const parts = events.flatMap((event) =>
    event.kind === 'bytes' && event.connection === connection && event.direction === direction ? [event.bytes] : [],
  );
  const stream = concat(...parts);
  const head = /\r\n\r\n/.exec(String.fromCharCode(...stream));
  return stream.subarray(head ? head.index + 4 : 0);
}

/**
 * The recording, as the page carries it. Throws a TypeError where a timeline in it is not the scenario of its place:
 * then it is to be recorded anew.
 */
export function recordedRuns(capture: Capture, url: string): Recorded {
  const connections = capture.events.flatMap((event) => (event.kind === 'opened' ? [event.connection] : []));
  const one = (run: RunId, index: number): readonly [RunId, RecordedRun] => {
    const [toServer = '', toBrowser = ''] = [connections[index], connections[RUN_IDS.length + index]];
    const cards = cardsOf(framesOf(capture, toServer, 'client-to-server'));
    const given = cardsOf(framesOf(capture, toBrowser, 'server-to-client'));
    if (!sameCards(cards, RUNS[run]) || !sameCards(given.slice(0, cards.length), cards))
      throw new TypeError(`The recording holds another timeline in the place of ${run}`);
    const came = {
      client: outcomeOf(capture, 'client', toServer),
      server: outcomeOf(capture, 'server', toBrowser),
    };
    return [run, { cards, came }];
  };
  const runs = Object.fromEntries(RUN_IDS.map(one)) as Record<RunId, RecordedRun>;
  const run = 'ping-between';
  const readings = POLICIES.map((policy) => readTimeline(runs[run].cards, 'client', policy));
  return { runs, madeWith: capture.madeWith, first: { run, readings }, url };
}
