import type { Capture } from '#demos/capture/capture.ts';
import { createDissector } from '#demos/capture/dissect.ts';
import type { Space, Unit } from '#demos/capture/dissection.ts';
import { type Analysis, analyse } from './handshake.analysis.ts';
import { readExchange } from './handshake.exchange.ts';
import { type Moment, momentsOf } from './handshake.moments.ts';

/** One handshake of a capture, ready to be stepped through. */
export interface Story {
  readonly analysis: Analysis;
  readonly moments: readonly Moment[];
}

/** The connections of a capture in the order in which they were opened. */
export function connectionsOf({ events }: Capture): readonly string[] {
  const opened = events.flatMap((event) =>
    event.kind !== 'script' && event.kind === 'opened' ? [event.connection] : [],
  );
  return [...new Set(opened)];
}

/** Dissects a capture and tells the handshake of its newest connection, or of the one named; `null` before there is one. */
export function storyOf(capture: Capture, connection = connectionsOf(capture).at(-1)): Story | null {
  if (connection === undefined) return null;
  const dissector = createDissector();
  const spaces = new Map<string, Space>();
  const units: Unit[] = [];
  for (const event of capture.events) {
    const dissected = dissector.push(event);
    for (const space of dissected.spaces) spaces.set(space.id, space);
    units.push(...dissected.units);
  }
  const analysis = analyse(readExchange(connection, capture.events, units, spaces));
  return { analysis, moments: momentsOf(analysis) };
}

/** Has a run shown what it was for? A plain one when both greetings passed; an edited request when it was answered; an edited response when script was told. */
export function isSettled({ analysis }: Story, edited: 'request' | 'response' | null): boolean {
  const { exchange, real } = analysis;
  // The tap's records and script's events arrive by different ways: wait for both.
  const answered = exchange.response !== undefined || exchange.end !== undefined;
  if (edited === 'request') return answered;
  if (edited === 'response' || (real.by === 'browser' && !real.opened)) return answered && real.by === 'browser';
  return exchange.frames.length >= 2 || exchange.end !== undefined;
}
