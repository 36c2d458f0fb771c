import type { Capture, CaptureEvent } from '#demos/capture/capture.ts';
import { toHex } from '#demos/protocol/bytes.ts';
import {
  type Delivery,
  type Exchange,
  LANES,
  type LaneId,
  type LaneStory,
  Lateness,
  type RaceStory,
  SAMPLE_BYTES,
} from './race.lanes.ts';
import { requestsOf, type TappedRequest } from './race.requests.ts';

/**
 * A race that happened, as its tap saw it. Events say when they happened on the server's own clock, which the tap
 * shares but for its zero: the fastest delivery sets it, and the others were as much later than that one. `null` until
 * something has been delivered.
 */
export function raceStory({ events }: Pick<Capture, 'events'>, forMs: number): RaceStory | null {
  const requests = requestsOf({ events });
  const zero = Math.min(...requests.flatMap(({ events }) => events.map(({ event, at }) => at - event.at)));
  if (!Number.isFinite(zero)) return null;
  const lanes = LANES.map((lane) =>
    laneStory(
      lane,
      requests.filter((request) => request.lane === lane),
      { requests, events, zero, forMs },
    ),
  );
  return {
    lanes,
    events: Math.max(...lanes.map(({ tally }) => tally.delivered)),
    forMs,
    windowMs: Math.max(forMs, ...lanes.flatMap(({ deliveries }) => deliveries.map(({ deliveredAt }) => deliveredAt))),
  };
}

interface Race {
  /** Of all lanes. */
  readonly requests: readonly TappedRequest[];
  readonly events: readonly CaptureEvent[];
  readonly zero: number;
  readonly forMs: number;
}

const sum = (requests: readonly TappedRequest[], of: (request: TappedRequest) => number): number =>
  requests.reduce((total, request) => total + of(request), 0);

function laneStory(lane: LaneId, requests: readonly TappedRequest[], race: Race): LaneStory {
  const { zero } = race;
  const lateness = new Lateness();
  const deliveries = requests.flatMap(({ events }): readonly Delivery[] =>
    events.map(({ event: { n, at }, at: told }) => ({ n, at, leftAt: told - zero, deliveredAt: told - zero })),
  );
  for (const { at, deliveredAt } of deliveries) lateness.add(deliveredAt - at);
  const exchanges = requests.map(({ connection, at, answeredAt, events }): Exchange => {
    const sentAt = at - zero;
    const endedAt = lane === 'sse' || lane === 'websocket' ? closedAt(connection, race) : answeredAt - zero;
    return { sentAt, arrivedAt: sentAt, answeredAt: endedAt, endedAt, events: events.length };
  });
  const sample = requests.find(({ events }) => events.length > 0)?.sample ?? new Uint8Array();
  return {
    lane,
    sample: toHex(sample.subarray(0, SAMPLE_BYTES)),
    tally: {
      requests: requests.length,
      connections: new Set(requests.map(({ connection }) => connection)).size,
      up: sum(requests, ({ up }) => up),
      down: sum(requests, ({ down }) => down),
      headUp: sum(requests, ({ headUp }) => headUp),
      headDown: sum(requests, ({ headDown }) => headDown),
      delivered: deliveries.length,
      meanMs: lateness.meanMs,
      worstMs: lateness.worstMs,
      bins: lateness.bins,
      held: heldBy(lane, race),
    },
    exchanges,
    deliveries,
  };
}

/** When a connection was gone; one that is kept for the next request is open at the end. */
function closedAt(connection: string, { events, zero, forMs }: Race): number {
  const closed = events.find((event) => event.kind === 'closed' && event.connection === connection);
  return closed ? closed.at - zero : forMs;
}

/**
 * How many connections a lane kept open, on average over the race. Lanes share them: between two requests one is kept
 * for the lane that used it last.
 */
function heldBy(lane: LaneId, race: Race): number {
  const { requests, events, zero, forMs } = race;
  const within = (at: number): number => Math.min(forMs, Math.max(0, at - zero));
  let openMs = 0;
  for (const [i, { connection, at, lane: by }] of requests.entries()) {
    if (by !== lane) continue;
    const isFirst = requests.findIndex((request) => request.connection === connection) === i;
    const opened = isFirst && events.find((event) => event.kind === 'opened' && event.connection === connection);
    const next = requests.slice(i + 1).find((request) => request.connection === connection);
    const until = next ? within(next.at) : Math.min(forMs, closedAt(connection, race));
    openMs += Math.max(0, until - within(opened ? opened.at : at));
  }
  return openMs / forMs;
}
