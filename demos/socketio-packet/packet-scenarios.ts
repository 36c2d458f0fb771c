import { type Emission, PLAIN } from './emission.ts';
import type { DraftChange } from './event-draft.ts';

const BINARY: Emission = {
  event: 'bin',
  args: [Uint8Array.of(1, 2, 3), { buf: Uint8Array.of(255, 254) }],
  ack: true,
};

/** An event that JSON cannot carry as it is. */
const LOSSY: DraftChange = {
  call: '"echo", { when: new Date("2026-01-31T12:00:00.000Z"), none: undefined, nan: NaN, map: new Map([["a", 1]]) }',
  namespace: '/',
  ackId: 0,
};

/** Scenarios that prose names: what each of them emits, or lays in the editor. */
export const EMISSIONS: Readonly<Record<string, Emission>> = { ack: PLAIN, binary: BINARY };
export const DRAFTS: Readonly<Record<string, DraftChange>> = { date: LOSSY };
