/** A client's randomness: keys and masks. */
export type RandomBytes = (count: number) => Uint8Array<ArrayBuffer>;

export const browserRandomBytes: RandomBytes = (count) => crypto.getRandomValues(new Uint8Array(count));

/** The same bytes for the same seed (mulberry32). For figures and tests that must repeat; never for a real connection. */
export function seededBytes(seed: number): RandomBytes {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) & 0xff;
  };
  return (count) => Uint8Array.from({ length: count }, next);
}
