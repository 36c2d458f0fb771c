import type { CaptureSource } from '#demos/capture/capture.ts';
import { type Bench, type Origin, placesOf } from './deflate.bench.ts';
import { readHash } from './deflate.hash.ts';
import { nearestWith } from './deflate.nearest.ts';
import { type PartOfFigure, partOf, stepOfPart } from './deflate.parts.ts';
import { readScene } from './deflate.read.ts';
import { RUNS } from './deflate.runs.ts';
import { type Conversation, nthOf } from './deflate.talk.ts';

/** What the page's wishes need of the figure. */
export interface Willing {
  readonly bench: Bench;
  readonly origin: Origin;
  readonly index: number;
  readonly source: CaptureSource;
  /** Live bytes can be had. */
  readonly companion: boolean;
  /** Those that are listed, and those of the recording. */
  readonly conversations: readonly Conversation[];
  readonly recordedConversations: readonly Conversation[];
  show(step: number): void;
  open(connection: string, index: number, step?: number): void;
  lay(bench: Bench, step?: number): void;
  choose(source: CaptureSource): void;
  /** Lights a part of what is shown; `where` is said of a part that what was shown did not have. */
  light(part: PartOfFigure | null, where?: 'partElsewhere' | 'partNowhere'): void;
}

/** A word of the prose names a part: the figure goes where it is, in this message or in the nearest one that has it. */
export function selectPart(figure: Willing, name: string): void {
  const part = partOf(name);
  if (!part) return;
  const step = stepOfPart(part, readScene(figure.bench));
  if (step !== null) {
    // RSV1 is in no bit of the payload: any step shows it.
    if (part !== 'rsv1') figure.show(step);
    figure.light(part);
    return;
  }
  const near = nearestWith(part, figure.conversations, figure.origin);
  if (near) figure.open(near.place.conversation.connection, near.place.index, near.step);
  figure.light(near && part, near ? 'partElsewhere' : 'partNowhere');
}

const toRecorded = (figure: Willing): void => {
  if (figure.source !== 'recorded') figure.choose('recorded');
};
const LAST_STEP = Number.MAX_SAFE_INTEGER;

/** Runs a scenario that prose names. */
export function runScenario(figure: Willing, name: string): void {
  const run = RUNS[name];
  if (!run) return;
  toRecorded(figure);
  if (run.kind === 'bench') {
    figure.lay(run.bench, name === 'malformed' ? LAST_STEP : undefined);
    return;
  }
  const conversation = figure.conversations[run.connection];
  const index = conversation && nthOf(conversation, run.direction, run.nth);
  if (conversation && index !== undefined) figure.open(conversation.connection, index);
}

/** Goes where a link points. A link lays bytes on the bench and sends nothing. */
export function obeyLink(figure: Willing, params: URLSearchParams): void {
  const { bench, message, step, part, source } = readHash(params);
  const place = message === undefined ? undefined : placesOf(figure.recordedConversations)[message];
  if (source && source !== figure.source && (source !== 'live' || figure.companion)) figure.choose(source);
  if (bench) figure.lay(bench, step);
  else if (place) figure.open(place.conversation.connection, place.index, step);
  else if (step !== undefined) figure.show(step);
  if (!part) return;
  if (step === undefined) selectPart(figure, part);
  else figure.light(part);
}

/** The same bytes with one bit changed, counted in reading order (RFC 1951 §3.1.1). */
export function flipBit(bytes: Uint8Array, bit: number): Uint8Array {
  const flipped = bytes.slice();
  flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return flipped;
}
