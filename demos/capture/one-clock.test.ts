import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { isWireEvent } from './event-kinds.ts';
import { onOneClock } from './one-clock.ts';
import { recordedCapture } from './recording.ts';

const file = new URL('../../content/captures/lifecycle.json', import.meta.url);
const { events } = recordedCapture(readFileSync(file, 'utf8'), 'lifecycle');
const times = (of: typeof events): number[] => of.map(({ at }) => at);
const serverAhead = (ms: number): typeof events =>
  events.map((event) => (isWireEvent(event) ? { ...event, at: event.at + ms } : event));

test('clocks that agree stay as they are', () => {
  expect(onOneClock(events)).toEqual(events);
});

test.each([430, -430])('a server’s clock %d ms ahead is set by what the opening proves', (ms) => {
  const set = onOneClock(serverAhead(ms));
  expect(set.map(({ id }) => id)).toEqual(events.map(({ id }) => id));
  const opening = times(set.slice(0, 5));
  expect(opening).toEqual([...opening].sort((a, b) => a - b));
  // How long each of the ways took between the constructor and `open` nothing says.
  const off = times(set).map((at, i) => Math.abs(at - (events[i]?.at ?? 0)));
  expect(Math.max(...off)).toBeLessThan(22);
});

test('before anything came from the server nothing is known of its clock', () => {
  const constructed = events.slice(0, 1);
  expect(onOneClock(constructed)).toEqual(constructed);
});
