/** What a reader may set. */
export interface RaceSettings {
  /** Events in a minute. */
  readonly perMinute: number;
  /** Milliseconds between polls. */
  readonly pollMs: number;
  /** Round trip, in milliseconds. */
  readonly rttMs: number;
  /** Bytes that each request is longer. */
  readonly extra: number;
  /** How old an event may be when it is delivered, in milliseconds. */
  readonly toleranceMs: number;
}

/** The values that each setting can have, in the order of its slider. */
export const LADDERS: { readonly [Name in keyof RaceSettings]: readonly number[] } = {
  perMinute: [1, 2, 6, 12, 30, 60, 120, 300, 600, 1200],
  pollMs: [250, 500, 1000, 2000, 5000, 10_000, 30_000, 60_000],
  rttMs: [0, 10, 20, 50, 100, 200, 500],
  extra: [0, 100, 200, 400, 800, 1600, 3200],
  toleranceMs: [100, 250, 500, 1000, 2000, 5000, 10_000, 30_000, 60_000],
};

export const SETTINGS = [
  'perMinute',
  'pollMs',
  'rttMs',
  'extra',
  'toleranceMs',
] as const satisfies (keyof RaceSettings)[];

/** The value of a ladder that lies nearest to one that may come from anywhere. */
export const nearest = (name: keyof RaceSettings, value: number): number =>
  LADDERS[name].reduce(
    (best, each) => (Math.abs(each - value) < Math.abs(best - value) ? each : best),
    Number.POSITIVE_INFINITY,
  );

/** Scenarios that the prose names. */
export const RUNS = {
  'one-a-minute': { perMinute: 1, pollMs: 10_000, rttMs: 50, extra: 0, toleranceMs: 1000 },
  'ten-a-second': { perMinute: 600, pollMs: 1000, rttMs: 50, extra: 0, toleranceMs: 250 },
  'polling-wins': { perMinute: 1, pollMs: 30_000, rttMs: 50, extra: 0, toleranceMs: 60_000 },
} as const satisfies Record<string, RaceSettings>;
export type RunId = keyof typeof RUNS;
export const isRunId = (text: string): text is RunId => Object.hasOwn(RUNS, text);

/** How the recording was made; its round trip is that of loopback. */
export const RECORDED: RaceSettings = { perMinute: 60, pollMs: 2000, rttMs: 0, extra: 0, toleranceMs: 500 };
export const RECORDED_MS = 4000;

/** A model's race lasts this long, so that what happens once an hour is seen to be rare. */
export const HOUR = 3_600_000;

/** The settings that a live race can have: it lasts seconds, and its network is the one there is. */
export const liveSettings = (settings: RaceSettings): RaceSettings => ({
  ...settings,
  perMinute: Math.max(settings.perMinute, 60),
  pollMs: Math.min(settings.pollMs, 2000),
  rttMs: 0,
});
export const LIVE_MS = 5000;
