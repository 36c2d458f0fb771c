import type { Direction } from '#demos/capture/capture.ts';
import { fromHex, utf8Encode } from '#demos/protocol/bytes.ts';
import type { Bench } from './deflate.bench.ts';

/** Scenarios that prose names. */
export type Run =
  /** A message of the recording, by its conversation and its number in one direction. */
  | { readonly kind: 'message'; readonly connection: number; readonly direction: Direction; readonly nth: number }
  | { readonly kind: 'bench'; readonly bench: Bench };

const message = (connection: number, nth: number, direction: Direction = 'client-to-server'): Run => ({
  kind: 'message',
  connection,
  direction,
  nth,
});
const bench = (hex: string, window = ''): Run => ({
  kind: 'bench',
  bench: { payload: fromHex(hex), window: utf8Encode(window), windowBits: 15 },
});

export const RUNS: Readonly<Record<string, Run>> = {
  hello: message(0, 0),
  'hello-again': message(0, 1),
  'no-takeover': message(1, 1),
  // RFC 7692 §7.2.3.3.
  stored: bench('000500faff48656c6c6f00'),
  dynamic: message(0, 5),
  // RFC 7692 §7.2.3.2's second message, where the receiver has not kept the first one.
  malformed: bench('f200110000'),
};
