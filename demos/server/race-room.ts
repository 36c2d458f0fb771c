import { RACE_LARGEST, type RaceEvent } from '#demos/capture/race-event.ts';

/** What happens in one page's race, and who is told of it. Times are milliseconds from the start of the race. */
export interface RaceRoom {
  /** Begins a race: an event at each of `times`, and its end after `forMs`. One that runs is over. */
  start(times: readonly number[], forMs: number): void;
  /** Whether anything may still happen. */
  readonly running: boolean;
  /** What has happened since event `n` of the race. */
  after(n: number): readonly RaceEvent[];
  /** `told` of each event as it happens, and of the end of a race with `null`. Returns what ends the listening. */
  listen(told: (event: RaceEvent | null) => void): () => void;
  close(): void;
}

export function createRaceRoom(): RaceRoom {
  const listeners = new Set<(event: RaceEvent | null) => void>();
  let events: RaceEvent[] = [];
  let timer: NodeJS.Timeout | undefined;
  let running = false;

  const tell = (event: RaceEvent | null): void => {
    for (const told of [...listeners]) told(event);
  };

  const end = (): void => {
    clearTimeout(timer);
    running = false;
    tell(null);
  };

  return {
    get running() {
      return running;
    },
    start(times, forMs) {
      end();
      running = true;
      events = [];
      const startedAt = performance.now();
      const next = (): void => {
        const due = times[events.length] ?? forMs;
        const left = due - (performance.now() - startedAt);
        // A timer may run out a little before its time.
        if (left > 0) {
          timer = setTimeout(next, Math.ceil(left));
          return;
        }
        const at = performance.now() - startedAt;
        // A process that was stopped, or a machine that slept, may come back later than an event has room to say.
        if (events.length >= times.length || at > RACE_LARGEST.at) {
          end();
          return;
        }
        const event: RaceEvent = { n: events.length + 1, at };
        events.push(event);
        tell(event);
        next();
      };
      next();
    },
    after: (n) => events.slice(n),
    listen(told) {
      listeners.add(told);
      return () => listeners.delete(told);
    },
    close() {
      end();
      listeners.clear();
    },
  };
}
