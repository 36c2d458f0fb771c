import type { DraftChange } from './event-draft.ts';
import type { Emission } from './socketio-packet.live.ts';

/** An event that is acknowledged: what is sent where nothing else was asked for. */
export const PLAIN: Emission = { event: 'add', args: [1, 2], ack: true };

const BINARY: Emission = {
  event: 'bin',
  args: [Uint8Array.of(1, 2, 3), { buf: Uint8Array.of(255, 254) }],
  ack: true,
};

/** Scenarios that prose names, and what each of them emits. */
export const EMISSIONS: Readonly<Record<string, Emission>> = { ack: PLAIN, binary: BINARY };

/** An event that JSON cannot carry as it is. */
export const LOSSY: DraftChange = {
  call: '"echo", { when: new Date("2026-01-31T12:00:00.000Z"), none: undefined, nan: NaN, map: new Map([["a", 1]]) }',
  namespace: '/',
  ackId: 0,
};
