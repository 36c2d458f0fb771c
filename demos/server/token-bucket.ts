import type { Rate } from './limits.ts';

export interface TokenBucket {
  /** Takes one token; false when there is none. */
  take(): boolean;
  full(): boolean;
}

/** `now` gives milliseconds. */
export function createTokenBucket(
  { perSecond, burst }: Rate,
  now: () => number = () => performance.now(),
): TokenBucket {
  let tokens = burst;
  let filledAt = now();
  const refill = () => {
    const at = now();
    tokens = Math.min(burst, tokens + ((at - filledAt) / 1000) * perSecond);
    filledAt = at;
  };
  return {
    take() {
      refill();
      if (tokens < 1) return false;
      tokens -= 1;
      return true;
    },
    full() {
      refill();
      return tokens >= burst;
    },
  };
}
