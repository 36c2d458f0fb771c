import { findRaceEvents } from '#demos/capture/race-event.ts';
import { PATHS } from '#demos/capture/side-channel.ts';
import type { Page } from './page.ts';

/** What a race uses of a page besides its sockets. */
export interface PageHttp {
  fetch(
    url: string,
    init: { readonly signal: AbortSignal },
  ): Promise<{ readonly ok: boolean; text(): Promise<string> }>;
  readonly EventSource: new (url: string) => PageEventSource;
}

export interface PageEventSource {
  addEventListener(type: 'open' | 'message' | 'error', listener: (event: { readonly data?: unknown }) => void): void;
  close(): void;
}

export const browserHttp = (): PageHttp => ({
  fetch: (url, init) => globalThis.fetch(url, init),
  EventSource: globalThis.EventSource,
});

/** One race as a page runs it. */
export interface RaceScript {
  /** When events happen, in milliseconds from the start; they never fall. */
  readonly times: readonly number[];
  /** How long it goes on, in milliseconds; longer where something has not been delivered. */
  readonly forMs: number;
  /** Milliseconds between polls. */
  readonly pollMs: number;
}

/** What the four lanes share: where to ask, when to stop. */
export interface LaneRun {
  readonly page: Page;
  readonly http: PageHttp;
  readonly script: RaceScript;
  readonly signal: AbortSignal;
  /** The page's address for a path of the race; `after`: the last event it has. */
  url(path: string, after?: number): string;
}

/** Resolves at that time on the page's clock, or when the run is stopped. */
const sleepUntil = ({ page, signal }: LaneRun, time: number): Promise<void> =>
  new Promise((resolve) => {
    const cancel = page.after(Math.max(0, time - page.now()), resolve);
    signal.addEventListener('abort', () => {
      cancel();
      resolve();
    });
  });

/** Asks once; the answer is the number of the newest event that the page now has. */
async function ask({ http, url, signal }: LaneRun, path: string, after: number): Promise<number> {
  const response = await http.fetch(url(path, after), { signal });
  if (!response.ok) throw new Error('the race was refused');
  return findRaceEvents(await response.text()).events.at(-1)?.n ?? after;
}

/** Polling: every `pollMs`, whether something happened or not. A poll that is still unanswered lets the next one pass. */
export async function runPolling(run: LaneRun, startedAt: number): Promise<void> {
  const { pollMs, forMs, times } = run.script;
  let known = 0;
  for (let tick = 1; !run.signal.aborted; tick++) {
    const due = tick * pollMs;
    if (due > forMs && known >= times.length) return;
    if (run.page.now() > startedAt + due) continue;
    await sleepUntil(run, startedAt + due);
    if (run.signal.aborted) return;
    known = await ask(run, PATHS.racePoll, known);
  }
}

/** Long polling: a question is always waiting for its answer. */
export async function runWaiting(run: LaneRun, startedAt: number): Promise<void> {
  const { times, forMs } = run.script;
  for (let known = 0; !run.signal.aborted; ) {
    if (known >= times.length && run.page.now() - startedAt >= forMs) return;
    known = await ask(run, PATHS.raceWait, known);
  }
}

/** A lane on which the server speaks by itself: ready once open, over once everything has come. */
export interface PushLane {
  readonly opened: Promise<void>;
  /** Resolves when the race is over, having closed the lane. */
  run(startedAt: number): Promise<void>;
}

function pushLane(
  run: LaneRun,
  lane: { onOpen(told: () => void): void; onText(told: (text: string) => void): void; close(): void },
): PushLane {
  let known = 0;
  let check = (): void => {};
  lane.onText((text) => {
    known = findRaceEvents(text).events.at(-1)?.n ?? known;
    check();
  });
  run.signal.addEventListener('abort', () => lane.close());
  return {
    opened: new Promise((resolve) => {
      lane.onOpen(resolve);
      run.signal.addEventListener('abort', () => resolve());
    }),
    async run(startedAt) {
      await sleepUntil(run, startedAt + run.script.forMs);
      await new Promise<void>((resolve) => {
        check = () => {
          // Its time is over, whatever a timer that ran out early makes of it.
          if (run.signal.aborted || known >= run.script.times.length) resolve();
        };
        run.signal.addEventListener('abort', check);
        check();
      });
      lane.close();
    },
  };
}

/** Server-sent events: one response that does not end. */
export function openStream(run: LaneRun): PushLane {
  const source = new run.http.EventSource(run.url(PATHS.raceEvents));
  return pushLane(run, {
    onOpen: (told) => source.addEventListener('open', told),
    onText: (told) => source.addEventListener('message', ({ data }) => told(String(data))),
    close: () => source.close(),
  });
}

/** A WebSocket, to which this page says nothing until it says goodbye. */
export function openRaceSocket(run: LaneRun): PushLane {
  const socket = new run.page.WebSocket(run.url(PATHS.raceSocket));
  return pushLane(run, {
    onOpen: (told) => socket.addEventListener('open', told),
    onText: (told) => socket.addEventListener('message', ({ data }) => told(String(data))),
    close: () => socket.close(1000),
  });
}
