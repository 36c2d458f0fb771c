import type { Capture } from '#demos/capture/capture.ts';
import { LANES, type LaneId } from './race.lanes.ts';
import { requestsOf } from './race.requests.ts';
import { asksAgain, digits, type RaceHeads } from './race.sizes.ts';

/** Read from a capture of a race; its requests are not made longer. Throws a TypeError where a lane is missing. */
export function headsOf(capture: Pick<Capture, 'events'>): RaceHeads {
  const requests = requestsOf(capture);
  const lengthsOf = (lane: LaneId) => {
    const first = requests.find((request) => request.lane === lane && request.headDown > 0);
    if (!first) throw new TypeError(`The capture holds no ${lane}`);
    if (!asksAgain(lane)) return { up: first.headUp, down: first.headDown };
    const after = new URLSearchParams(first.target.split('?')[1]).get('after') ?? '';
    return { up: first.headUp - after.length, down: first.headDown - digits(first.down - first.headDown) };
  };
  return {
    lengths: Object.fromEntries(LANES.map((lane) => [lane, lengthsOf(lane)])) as Record<
      LaneId,
      ReturnType<typeof lengthsOf>
    >,
    keepAliveMs: requests.find(({ lane }) => lane === 'polling')?.keepAliveMs ?? 0,
  };
}
