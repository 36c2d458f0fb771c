import type { CaptureEvent } from '#demos/capture/capture.ts';
import { PEER_PARAM } from '#demos/capture/side-channel.ts';
import { RECORDED_RUNS } from '#demos/close/close.recording.ts';
import { isOpen } from '#demos/close/close.run.ts';
import { RUNS } from '#demos/close/close.runs.ts';
import { createLiveLink } from '#demos/link/live.ts';
import { browserPage } from '#demos/link/page.ts';
import { recorded } from './steps.ts';

/** Whether the last thing has been said of a connection: by the server's program, and by script where there is one. */
function isOver(events: readonly CaptureEvent[]): boolean {
  const script = events.some((event) => {
    if (event.kind !== 'script') return false;
    return 'on' in event.script ? event.script.on === 'close' : event.script.do === 'leave';
  });
  return script && events.some((event) => event.kind === 'peer' && 'on' in event.peer && event.peer.on === 'close');
}

/** Each way of ending a connection, on a connection of its own. */
export const recordClose = (): Promise<string> => {
  const link = createLiveLink(browserPage(), { realm: 'frame', reads: true, query: { [PEER_PARAM]: '1' } });
  return recorded(link, async (_, { until }) => {
    for (const run of RECORDED_RUNS) {
      const seen = link.capture.get().events.length;
      const own = (events: readonly CaptureEvent[]) => {
        const connection = events.findLast((event) => event.kind === 'script')?.connection;
        return events.length > seen ? events.filter((event) => event.connection === connection) : [];
      };
      link.do({ kind: 'connect' });
      for (const { when, intents } of RUNS[run]) {
        await until((events) => {
          const mine = own(events);
          return isOpen(mine) && (when === 'open' || mine.some((event) => event.kind === 'peer' && 'do' in event.peer));
        });
        for (const intent of intents) link.do(intent);
      }
      await until((events) => isOver(own(events)));
    }
  });
};
