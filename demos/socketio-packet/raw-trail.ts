import { initialTransition, transition } from 'xstate';
import { type RawClientEvent, rawClientMachine } from './raw-client.machine.ts';
import type { TranscriptRow } from './raw-transcript.ts';

/** What a line of a transcript tells the machine. */
const EVENTS: Readonly<Record<string, RawClientEvent['type']>> = {
  'up.head': 'dial',
  'down.head': 'upgraded',
  'down.open': 'open.received',
  'up.CONNECT': 'connect.sent',
  'down.CONNECT': 'connect.received',
  'down.CONNECT_ERROR': 'refused',
  'up.DISCONNECT': 'disconnect',
  'down.DISCONNECT': 'disconnect',
  'down.close-frame': 'closed',
  'up.close-frame': 'closed',
  'script.close': 'closed',
};

const eventOf = (kind: string): RawClientEvent | null => {
  const type = EVENTS[kind];
  return type ? { type } : null;
};

/** The states that a transcript goes through, in order. */
export function trailOf(rows: readonly TranscriptRow[]): string[] {
  let [snapshot] = initialTransition(rawClientMachine);
  const trail = [String(snapshot.value)];
  for (const { kind } of rows) {
    const event = eventOf(kind);
    if (!event) continue;
    [snapshot] = transition(rawClientMachine, snapshot, event);
    if (snapshot.value !== trail.at(-1)) trail.push(String(snapshot.value));
  }
  return trail;
}
