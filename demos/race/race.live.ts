import type { Capture } from '#demos/capture/capture.ts';
import type { Problem } from '#demos/capture/problem.ts';
import { createRaceLink, type RaceLink } from '#demos/link/race-live.ts';
import type { RaceStory } from './race.lanes.ts';
import { scheduleOf } from './race.schedule.ts';
import { LIVE_MS, type RaceSettings } from './race.settings.ts';
import { raceStory } from './race.story.ts';

export interface LiveRaceListener {
  /** The race so far. */
  story(story: RaceStory, capture: Capture): void;
  refused(problem: Problem): void;
  lost(isLost: boolean): void;
  running(isRunning: boolean): void;
}

export interface LiveRaces {
  run(settings: RaceSettings): void;
  stop(): void;
  dispose(): void;
}

/** Milliseconds between two looks at a capture that grows. */
const LOOK_MS = 200;

/** Races of the reader's own browser; loaded when the first is asked for. */
export function createLiveRaces(listener: LiveRaceListener, link: RaceLink = createRaceLink()): LiveRaces {
  let looking: ReturnType<typeof setTimeout> | undefined;
  const look = (): void => {
    looking = undefined;
    const capture = link.capture.get();
    const story = raceStory(capture, LIVE_MS);
    if (story) listener.story(story, capture);
  };
  const stops = [
    link.capture.subscribe(() => {
      looking ??= setTimeout(look, LOOK_MS);
    }),
    link.running.subscribe((isRunning) => listener.running(isRunning)),
    link.status.subscribe((status) => {
      listener.lost(status.kind === 'lost');
      if (status.kind === 'refused') listener.refused(status);
    }),
  ];
  return {
    run: ({ perMinute, pollMs, extra }) =>
      link.run({ times: scheduleOf(perMinute, LIVE_MS), forMs: LIVE_MS, pollMs, extra }),
    stop: () => link.stop(),
    dispose() {
      clearTimeout(looking);
      for (const stop of stops) stop();
      link.dispose();
    },
  };
}
