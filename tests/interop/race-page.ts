import { encodeCapture } from '#demos/capture/json.ts';
import { PATHS } from '#demos/capture/side-channel.ts';
import { createRaceLink, type LiveRace, type RaceLink } from '#demos/link/race-live.ts';
import { requestsOf } from '#demos/race/race.requests.ts';

declare global {
  var runRace: (race: LiveRace) => Promise<string>;
}

/** One link for all races of the page, as a figure has. */
let link: RaceLink | undefined;

/** Resolves when `holds` does, looked at whenever the link has news. */
const until = (of: RaceLink, holds: () => boolean): Promise<void> =>
  new Promise((resolve) => {
    const stops: (() => void)[] = [];
    const look = (): void => {
      if (!holds()) return;
      for (const stop of stops) stop();
      resolve();
    };
    stops.push(of.capture.subscribe(look), of.running.subscribe(look));
  });

/** Runs one race; the capture, as JSON, once the page has done its part and its two sockets are gone. */
globalThis.runRace = async (race) => {
  link ??= createRaceLink();
  const of = link;
  of.run(race);
  // The stream's connection and the socket's; kept ones of the race before may close meanwhile.
  const isClosed = (path: string): boolean => {
    const { events } = of.capture.get();
    const used = requestsOf({ events }).find(({ target }) => target.startsWith(path));
    return events.some((event) => event.kind === 'closed' && event.connection === used?.connection);
  };
  await until(of, () => !of.running.get() && isClosed(PATHS.raceEvents) && isClosed(PATHS.raceSocket));
  return encodeCapture(of.capture.get());
};
