import type { Capture } from '#demos/capture/capture.ts';
import { createDissector } from '#demos/capture/dissect.ts';
import type { Space, Unit } from '#demos/capture/dissection.ts';
import { type Exchange, readExchange } from './handshake.exchange.ts';

/** The connections of a capture in the order in which they were opened. */
export function connectionsOf({ events }: Capture): readonly string[] {
  const opened = events.flatMap((event) =>
    event.kind !== 'script' && event.kind === 'opened' ? [event.connection] : [],
  );
  return [...new Set(opened)];
}

/** Dissects a capture and reads the handshake of its newest connection, or of the one named; `null` before there is one. */
export function readHandshake(capture: Capture, connection = connectionsOf(capture).at(-1)): Exchange | null {
  if (connection === undefined) return null;
  const dissector = createDissector();
  const spaces = new Map<string, Space>();
  const units: Unit[] = [];
  for (const event of capture.events) {
    const dissected = dissector.push(event);
    for (const space of dissected.spaces) spaces.set(space.id, space);
    units.push(...dissected.units);
  }
  return readExchange(connection, capture.events, units, spaces);
}
