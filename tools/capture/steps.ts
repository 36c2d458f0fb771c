import type { ApplicationEvent, CaptureEvent, Direction } from '#demos/capture/capture.ts';
import { dissect } from '#demos/capture/dissect.ts';
import { encodeCapture } from '#demos/capture/json.ts';
import type { Link } from '#demos/link/link.ts';

type Source = Pick<Link, 'capture' | 'status' | 'dispose'>;

/** What a recording may wait for. Numbers count from 1, over the whole capture. */
export interface Steps {
  /** Resolves when script has been told of this as often. */
  told(on: 'open' | 'message' | 'close', times?: number): Promise<void>;
  /** Resolves when the Socket.IO client has told this as often. */
  heard(on: ApplicationEvent['on'], times?: number): Promise<void>;
  /** Resolves when as many frames of this opcode have passed this way. */
  frames(direction: Direction, opcode: number, times?: number): Promise<void>;
  /** Resolves when script has read that nothing waits to be sent any more. */
  drained(): Promise<void>;
  /** Resolves when script has been told that it is over, and the connection is gone. */
  closed(): Promise<void>;
  /** Resolves when `holds` does. */
  until(holds: (events: readonly CaptureEvent[]) => boolean): Promise<void>;
}

/** Takes a link through `script` and gives the capture it made, as JSON. Rejects when the companion refuses something. */
export async function recorded<L extends Source>(link: L, script: (link: L, steps: Steps) => Promise<void>) {
  const waiting = new Set<() => void>();
  const check = (): void => {
    for (const look of [...waiting]) look();
  };
  const until: Steps['until'] = (holds) =>
    new Promise((resolve) => {
      const look = (): void => {
        if (!holds(link.capture.get().events)) return;
        waiting.delete(look);
        resolve();
      };
      waiting.add(look);
      look();
    });
  const refused = new Promise<never>((_, reject) => {
    link.status.subscribe((status) => {
      if (status.kind === 'refused') reject(new Error(`${status.rule}: ${status.found}, not ${status.expected}`));
      if (status.kind === 'lost') reject(new Error('the companion went away'));
    });
  });
  // In a task of its own: what a script does at once is not to be drawn out by our looking.
  link.capture.subscribe(() => void setTimeout(check));

  const isTold = (on: string) => (event: CaptureEvent) =>
    event.kind === 'script' && 'on' in event.script && event.script.on === on;
  const isHeard = (on: string) => (event: CaptureEvent) =>
    event.kind === 'application' && 'on' in event.application && event.application.on === on;
  const steps: Steps = {
    until,
    closed: () => until((events) => events.some(isTold('close')) && events.some(({ kind }) => kind === 'closed')),
    drained: () =>
      until((events) => {
        const last = events.findLast((event) => event.kind === 'script');
        return last?.kind === 'script' && last.bufferedAmount === 0;
      }),
    told: (on, times = 1) => until((events) => events.filter(isTold(on)).length >= times),
    heard: (on, times = 1) => until((events) => events.filter(isHeard(on)).length >= times),
    frames: (direction, opcode, times = 1) => until((events) => countFrames(events, direction, opcode) >= times),
  };
  await Promise.race([script(link, steps), refused]);
  const capture = encodeCapture(link.capture.get());
  link.dispose();
  return capture;
}

const countFrames = (events: readonly CaptureEvent[], direction: Direction, opcode: number): number =>
  dissect(events).units.filter(
    (unit) =>
      unit.field === 'ws.frame' &&
      unit.direction === direction &&
      unit.children.some(({ field, value }) => field === 'ws.opcode' && value === opcode),
  ).length;
