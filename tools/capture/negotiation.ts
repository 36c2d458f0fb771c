import type { CaptureEvent } from '#demos/capture/capture.ts';
import { PATHS } from '#demos/capture/side-channel.ts';
import { createLiveLink } from '#demos/link/live.ts';
import { browserPage } from '#demos/link/page.ts';
import { storiesOf } from '#demos/negotiation/negotiation.reading.ts';
import { echoes, GREETINGS, greet, intentOf, isSettled } from '#demos/negotiation/negotiation.run.ts';
import { RUN_IDS, RUNS } from '#demos/negotiation/negotiation.runs.ts';
import { recorded } from './steps.ts';

const countOf = (events: readonly CaptureEvent[], kind: CaptureEvent['kind']): number =>
  events.filter((event) => event.kind === kind).length;

/** Each negotiation of its figure in turn: offered, answered, and closed where it opened. */
export const recordNegotiation = (): Promise<string> =>
  recorded(createLiveLink(browserPage(), { path: PATHS.negotiate }), async (link, { told, until }) => {
    let greetings = 0;
    for (const [index, run] of RUN_IDS.entries()) {
      link.do(intentOf(RUNS[run], 'live'));
      const story = () => storiesOf(link.capture.get())[index];
      const greets = echoes(RUNS[run], 'live');
      const reached = (settles: boolean) =>
        until(() => {
          const now = story();
          return now !== undefined && isSettled(now, settles);
        });
      await reached(false);
      const opened = story();
      if (greets && opened?.told.kind === 'opened') {
        greet(link, opened);
        greetings += GREETINGS;
      }
      // Called before they are told, close() would keep them from script.
      await Promise.all([reached(greets), told('message', greetings)]);
      if (opened?.told.kind === 'opened') link.do({ kind: 'close', code: 1000 });
      await Promise.all([told('close', index + 1), until((events) => countOf(events, 'closed') > index)]);
    }
  });
