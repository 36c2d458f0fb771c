/** One event of the companion's race: what it says on the wire is always as long. */
export interface RaceEvent {
  /** Counts a race's events from 1. */
  readonly n: number;
  /** When it happened: milliseconds from the start of the race, on the server's clock. */
  readonly at: number;
}

/** Bytes of one event's text. */
export const RACE_EVENT_BYTES = 23;
/** The greatest number, and the latest time in milliseconds, that an event's text has room for. */
export const RACE_LARGEST = { n: 9999, at: 99_999.9 } as const;

/** `{"n":   1,"at":  250.3}`: JSON, 23 bytes, whatever the numbers are. Throws RangeError for what has no room. */
export function raceEventText({ n, at }: RaceEvent): string {
  if (!(n >= 0 && n <= RACE_LARGEST.n && at >= 0 && at <= RACE_LARGEST.at)) throw new RangeError(`event ${n} at ${at}`);
  return `{"n":${String(n).padStart(4)},"at":${at.toFixed(1).padStart(7)}}`;
}

/** What a poll is answered with: a JSON array. */
export const raceBatch = (events: readonly RaceEvent[]): string => `[${events.map(raceEventText).join(',')}]`;

/** One event of an event stream (HTML, "Server-sent events"): a `data` line, and the empty line that ends it. */
export const raceStreamText = (event: RaceEvent): string => `data: ${raceEventText(event)}\n\n`;

const EVENT = /\{"n": *(\d+),"at": *(\d+\.\d)\}/g;

/** The events in a text, and how much of it was read: what follows may be the beginning of one more. */
export function findRaceEvents(text: string): { readonly events: readonly RaceEvent[]; readonly read: number } {
  let read = 0;
  const events = [...text.matchAll(EVENT)].map((match) => {
    read = match.index + match[0].length;
    return { n: Number(match[1]), at: Number(match[2]) };
  });
  return { events, read };
}
