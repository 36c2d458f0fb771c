import type { Direction } from '#demos/capture/capture.ts';
import { concat } from '#demos/protocol/bytes.ts';

/** One message as it passed on a connection. */
export interface Message {
  readonly direction: Direction;
  /** The headers of its frames, one after the other. */
  readonly headers: Uint8Array;
  /** Its frames' payloads, unmasked and joined; compressed where RSV1 said so. */
  readonly payload: Uint8Array;
  /** RSV1 of its first frame (RFC 7692 §6). */
  readonly compressed: boolean;
  /** What script sent or was given; as far as it could be inflated. */
  readonly output: Uint8Array;
}

/** What one direction agreed on (RFC 7692 §7.1). */
export interface DirectionTerms {
  readonly takeover: boolean;
  readonly windowBits: number;
}

export interface Conversation {
  readonly connection: string;
  /** The extension that the answer named; `null` where it named none. */
  readonly agreed: string | null;
  readonly terms: Readonly<Record<Direction, DirectionTerms>>;
  readonly messages: readonly Message[];
}

/** What the messages before `index` left for one direction's back-references (RFC 7692 §7.1.1, §7.1.2). */
export function windowBefore({ messages, terms }: Conversation, direction: Direction, index: number): Uint8Array {
  const { takeover, windowBits } = terms[direction];
  if (!takeover) return new Uint8Array();
  // A message that was sent as it is leaves nothing: it never passed through the compressor.
  const earlier = messages.slice(0, index).filter((each) => each.direction === direction && each.compressed);
  return concat(...earlier.map(({ output }) => output)).slice(-(1 << windowBits));
}

/** The number of the `nth` message that went one way, both from 0. */
export const nthOf = ({ messages }: Conversation, direction: Direction, nth: number): number | undefined =>
  messages.flatMap((each, index) => (each.direction === direction ? [index] : []))[nth];
