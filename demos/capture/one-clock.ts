import type { CaptureEvent } from './capture.ts';
import { isScriptEvent, isServerEvent, isWireEvent } from './event-kinds.ts';

/**
 * Puts the wire's times on the page's clock. Page and server each have a clock of their own; how far the server's is
 * ahead the opening proves: TCP was open after the constructor, and the 101 had left before `open`. Where the clocks
 * already agree with that, nothing changes. Order and everything but `at` stay.
 */
export function onOneClock(events: readonly CaptureEvent[]): readonly CaptureEvent[] {
  const ahead = aheadIn(events);
  if (ahead === 0) return events;
  return events.map((event) => (isServerEvent(event) ? { ...event, at: event.at - ahead } : event));
}

/** Milliseconds that the wire's times are ahead of script's; the least that is possible. */
function aheadIn(events: readonly CaptureEvent[]): number {
  const script = events.filter(isScriptEvent);
  const wire = events.filter(isWireEvent);
  const constructed = script.find((event) => 'do' in event.script && event.script.do === 'construct');
  const told = script.find((event) => 'on' in event.script && event.script.on === 'open');
  const opened = wire.find(({ kind }) => kind === 'opened');
  const answered = wire.find((event) => event.kind === 'bytes' && event.direction === 'server-to-client');
  if (!constructed || !opened) return 0;
  const most = opened.at - constructed.at;
  const least = told && answered ? answered.at - told.at : Number.NEGATIVE_INFINITY;
  return Math.max(least, Math.min(0, most));
}
