import { base64Encode } from './base64.ts';
import { latin1Encode } from './bytes.ts';
import { sha1 } from './sha1.ts';

/** RFC 6455 §1.3: a string that no server that does not speak WebSocket would append by accident. */
export const ACCEPT_GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

export interface AcceptKey {
  /** The key as text, not decoded, and the GUID. */
  readonly input: Uint8Array<ArrayBuffer>;
  /** SHA-1 of `input`, 20 bytes. */
  readonly digest: Uint8Array<ArrayBuffer>;
  /** The digest in base64: 28 characters. */
  readonly accept: string;
}

/** `Sec-WebSocket-Accept` for a `Sec-WebSocket-Key`, with every value on the way (RFC 6455 §4.2.2 step 5.4). Throws TypeError on a key above U+00FF, which no head can hold. */
export function acceptKey(key: string): AcceptKey {
  const input = latin1Encode(key + ACCEPT_GUID);
  const digest = sha1(input);
  return { input, digest, accept: base64Encode(digest) };
}
