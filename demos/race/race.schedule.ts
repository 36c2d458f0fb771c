/** Mulberry32: the same numbers in every browser, from 0 to less than 1. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const SEED = 6455;

/**
 * When events happen: in each slot of time one, at a moment that has nothing to do with any poll's. The same for the
 * same settings, so that a live race and a model's have the same events. Milliseconds, rounded to tenths.
 */
export function scheduleOf(perMinute: number, forMs: number): readonly number[] {
  const random = seeded(SEED);
  const slot = 60_000 / perMinute;
  return Array.from({ length: Math.floor(forMs / slot) }, (_, i) => Math.round((i + random()) * slot * 10) / 10);
}
