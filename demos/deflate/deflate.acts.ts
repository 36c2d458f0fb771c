import type { DeflateFigure } from './deflate.figure.svelte.ts';
import { readHash } from './deflate.hash.ts';
import { partOf, stepOfPart } from './deflate.parts.ts';
import { readScene } from './deflate.read.ts';
import { RUNS } from './deflate.runs.ts';
import { benchAt, nthOf } from './deflate.talk.ts';

/** A word of the prose names a part: the figure goes where it is, in this message or in the first that has it. */
export function selectPart(figure: DeflateFigure, name: string): void {
  const part = partOf(name);
  if (!part) return;
  let step = stepOfPart(part, readScene(figure.bench));
  if (step === null) {
    const place = figure.recordedPlaces.find((each) => stepOfPart(part, readScene(benchAt(each))) !== null);
    if (!place) return;
    figure.toRecorded();
    figure.open(place.conversation.connection, place.index);
    step = stepOfPart(part, readScene(figure.bench));
  }
  // RSV1 is in no bit of the payload: any step shows it.
  figure.go(part === 'rsv1' ? figure.index : (step ?? figure.index));
  figure.selected = part;
}

const LAST_STEP = Number.MAX_SAFE_INTEGER;

/** Runs a scenario that prose names. */
export function runScenario(figure: DeflateFigure, name: string): void {
  const run = RUNS[name];
  if (!run) return;
  figure.toRecorded();
  if (run.kind === 'bench') {
    figure.lay(run.bench, name === 'malformed' ? LAST_STEP : undefined);
    return;
  }
  const conversation = figure.conversations[run.connection];
  const index = conversation && nthOf(conversation, run.direction, run.nth);
  if (conversation && index !== undefined) figure.open(conversation.connection, index);
}

/** Goes where a link points. A link lays bytes on the bench and sends nothing. */
export function obeyLink(figure: DeflateFigure, params: URLSearchParams): void {
  const { bench, message, step, source } = readHash(params);
  const place = message === undefined ? undefined : figure.recordedPlaces[message];
  if (source && source !== figure.source && (source !== 'live' || figure.companion)) figure.choose(source);
  if (bench) figure.lay(bench, step);
  else if (place) figure.open(place.conversation.connection, place.index, step);
  else if (step !== undefined) figure.go(step);
}

/** The same bytes with one bit changed, counted in reading order (RFC 1951 §3.1.1). */
export function flipBit(bytes: Uint8Array, bit: number): Uint8Array {
  const flipped = bytes.slice();
  flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return flipped;
}
