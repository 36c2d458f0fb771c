import type { Direction, ServerCaptureEvent } from '#demos/capture/capture.ts';
import { raceQuery } from '#demos/capture/race-target.ts';
import { latin1Decode } from '#demos/protocol/bytes.ts';
import type { Link, LinkStatus } from './link.ts';
import { createLiveCapture } from './live-capture.ts';
import { browserPage, type Page } from './page.ts';
import {
  browserHttp,
  type LaneRun,
  openRaceSocket,
  openStream,
  type PageHttp,
  type RaceScript,
  runPolling,
  runWaiting,
} from './race-lanes.ts';
import { createWritable, type Readable } from './readable.ts';
import { type Session, sharedSideChannel } from './side-channel-client.ts';
import { socketUrl } from './socket-url.ts';

/** A race's script, and how many bytes longer each request is made. */
export interface LiveRace extends RaceScript {
  readonly extra: number;
}

/** Real requests and sockets of this page to the companion's race, and what its tap saw of them. */
export interface RaceLink {
  readonly source: 'live';
  readonly capture: Link['capture'];
  readonly status: Readable<LinkStatus>;
  readonly running: Readable<boolean>;
  /** Runs one race, and the capture from nothing; one that runs is stopped. Waits for a companion that is being reached. */
  run(race: LiveRace): void;
  stop(): void;
  dispose(): void;
}

/** Where each direction of a connection began, for the present capture: browsers keep connections for the next race. */
type Offsets = Record<Direction, number>;

/**
 * Resolves once the tap has seen the head of the event stream, or the run is stopped. Firefox 153 tells a page that its
 * stream is open with the first bytes after the head, and before the race there are none.
 */
const streamAnswered = (capture: RaceLink['capture'], signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const leave = capture.subscribe((added) => {
      if (added.some((event) => event.kind === 'bytes' && STREAM_TYPE.test(latin1Decode(event.bytes)))) done();
    });
    const done = (): void => {
      leave();
      resolve();
    };
    signal.addEventListener('abort', done);
  });
const STREAM_TYPE = /^content-type: *text\/event-stream/im;

export function createRaceLink(page: Page = browserPage(), http: PageHttp = browserHttp()): RaceLink {
  const channel = sharedSideChannel(page);
  const status = createWritable<LinkStatus>(channel.status.get());
  const running = createWritable(false);
  const live = createLiveCapture(page, channel);
  const begin = new Map<string, Offsets>();
  const end = new Map<string, Offsets>();
  let waiting: LiveRace | null = null;
  let stopping = new AbortController();
  /** All requests of one session carry one number: a kept connection is known by the first of them. */
  let numbered: { readonly session: Session; readonly number: number } | null = null;

  /** Counted from where the present capture begins. */
  function rebased(event: ServerCaptureEvent): ServerCaptureEvent {
    if (event.kind !== 'bytes' && event.kind !== 'gap') return event;
    const length = event.kind === 'bytes' ? event.bytes.length : event.length;
    const to = end.get(event.connection) ?? { 'client-to-server': 0, 'server-to-client': 0 };
    end.set(event.connection, { ...to, [event.direction]: event.offset + length });
    return { ...event, offset: event.offset - (begin.get(event.connection)?.[event.direction] ?? 0) };
  }

  function numberFor(session: Session): number {
    if (numbered?.session === session) return numbered.number;
    const number = channel.nextSocket();
    numbered = { session, number };
    begin.clear();
    end.clear();
    session.router.expectRequests(number, `race-${number}`, (events) => live.add(events.map(rebased), live.era));
    return number;
  }

  function stop(): void {
    stopping.abort();
    waiting = null;
    running.set(false);
  }

  async function start(session: Session, { extra, ...script }: LiveRace): Promise<void> {
    const socket = numberFor(session);
    const { signal } = stopping;
    const url = (path: string, after?: number): string => {
      const query = raceQuery({ after, extra });
      if (path.startsWith('/ws/')) return socketUrl(page, { path, query, tap: session.tap, socket });
      return socketUrl(page, { path, query, tap: session.tap, socket }).replace(/^ws/, 'http');
    };
    const run: LaneRun = { page, http, script, signal, url };
    try {
      const answered = streamAnswered(live.capture, signal);
      const [stream, racing] = [openStream(run), openRaceSocket(run)];
      await Promise.all([Promise.race([stream.opened, answered]), racing.opened]);
      if (signal.aborted) return;
      // Before the companion begins: then its end is never earlier than ours.
      const startedAt = page.now();
      if (!(await begun(session, script))) return stop();
      await Promise.all([
        runPolling(run, startedAt),
        runWaiting(run, startedAt),
        stream.run(startedAt),
        racing.run(startedAt),
      ]);
      if (!signal.aborted) running.set(false);
    } catch {
      // Stopped, or the companion went away: then the side channel says so.
      if (!signal.aborted) stop();
    }
  }

  const begun = (session: Session, { times, forMs }: RaceScript): Promise<boolean> =>
    new Promise((resolve) =>
      session.command({ kind: 'race', times, forMs }, (answer) => {
        if (answer.kind === 'refused') {
          const { kind, rule, found, expected } = answer;
          status.set({ kind, rule, found, expected });
        }
        resolve(answer.kind === 'acted');
      }),
    );

  const unsubscribe = channel.status.subscribe((next) => {
    status.set(next);
    const { session } = channel;
    const due = waiting;
    if (session && due) {
      waiting = null;
      void start(session, due);
    } else if (next.kind !== 'connecting') stop();
  });
  const release = channel.use();

  return {
    source: 'live',
    capture: live.capture,
    status,
    running,
    run(race) {
      stop();
      stopping = new AbortController();
      live.clear();
      for (const [connection, offsets] of end) begin.set(connection, offsets);
      if (status.get().kind === 'refused') status.set(channel.status.get());
      running.set(true);
      if (channel.session) void start(channel.session, race);
      else waiting = race;
    },
    stop,
    dispose() {
      stop();
      live.clear();
      unsubscribe();
      release();
    },
  };
}
