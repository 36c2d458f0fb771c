import type { RandomBytes } from '#demos/link/random-bytes.ts';

/** How a browser chooses the masking key of its next frame. Only `random` is RFC 6455 (§5.3); `none` masks nothing. */
export const KEY_MODES = ['none', 'fixed', 'predictable', 'random'] as const;
export type KeyMode = (typeof KEY_MODES)[number];

/** What the attacker's script hands to `send()`: the bytes as they are, or XORed with a key that it expects. */
export const TACTICS = ['plain', 'same-key', 'next-key'] as const;
export type Tactic = (typeof TACTICS)[number];

/** What an attacker does who knows how the browser chooses. Against a random key there is nothing better than a guess. */
export const BEST_TACTIC: Readonly<Record<KeyMode, Tactic>> = {
  none: 'plain',
  fixed: 'same-key',
  predictable: 'next-key',
  random: 'same-key',
};

/** The key of RFC 6455 §5.7's examples. */
export const FIXED_KEY = Uint8Array.of(0x37, 0xfa, 0x21, 0x3d);

/** The key after `key`, for a browser that counts: one more, as a big-endian number of 32 bits. */
export function nextKey(key: Uint8Array): Uint8Array<ArrayBuffer> {
  const next = new Uint8Array(4);
  const view = new DataView(next.buffer);
  view.setUint32(0, new DataView(key.buffer, key.byteOffset, 4).getUint32(0) + 1);
  return next;
}

/** Gives the masking key of each frame in turn; `null` where frames are not masked. */
export function keysOf(mode: KeyMode, randomBytes: RandomBytes): () => Uint8Array | null {
  let last: Uint8Array | null = null;
  return () => {
    if (mode === 'none') return null;
    if (mode === 'fixed') return FIXED_KEY;
    last = mode === 'predictable' && last ? nextKey(last) : randomBytes(4);
    return last;
  };
}

/** The key that the attacker expects of the next frame, having seen this one's; `null` where he expects none. */
export function expectedKey(tactic: Tactic, seen: Uint8Array | null): Uint8Array | null {
  if (tactic === 'plain' || !seen) return null;
  return tactic === 'same-key' ? seen : nextKey(seen);
}
