import type { Capture } from '#demos/capture/capture.ts';
import { type Analysis, analyse } from './handshake.analysis.ts';
import type { Exchange } from './handshake.exchange.ts';
import { type Moment, momentsOf } from './handshake.moments.ts';
import { readHandshake } from './handshake.reading.ts';

/** One handshake, ready to be stepped through. Plain data: the recorded one is told at build time and sent with the page. */
export interface Story {
  readonly analysis: Analysis;
  readonly moments: readonly Moment[];
}

export function tell(exchange: Exchange): Story {
  const analysis = analyse(exchange);
  return { analysis, moments: momentsOf(analysis) };
}

/** The story of a capture's newest connection, or of the one named; `null` before there is one. */
export function storyOf(capture: Capture, connection?: string): Story | null {
  const exchange = readHandshake(capture, connection);
  return exchange && tell(exchange);
}
