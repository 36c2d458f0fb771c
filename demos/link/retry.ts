// Chromium 156 slows a whole tab to 1–5 s per connect after about 14 failures in a row, and a reload does not help.
const LEAST_MS = 2_000;
const MOST_MS = 15_000;

/** Milliseconds to wait after the failure numbered `failures` (from 1): doubling from 2 s to 15 s, less up to a quarter. */
export function retryDelay(failures: number, random: number): number {
  const capped = Math.min(MOST_MS, LEAST_MS * 2 ** (failures - 1));
  return Math.round(Math.max(LEAST_MS, capped * (1 - random / 4)));
}
