import type { Capture, CaptureEvent } from '#demos/capture/capture.ts';
import {
  type Delivery,
  type Exchange,
  LANES,
  type LaneId,
  type LaneStory,
  Lateness,
  type RaceStory,
} from './race.lanes.ts';
import { requestsOf, type TappedRequest } from './race.requests.ts';

/**
 * A race that happened, as its tap saw it. Events say when they happened on the server's own clock, which the tap
 * shares but for its zero: the fastest delivery sets it, and the others were as much later than that one. Throws a
 * TypeError where nothing was delivered.
 */
export function raceStory({ events }: Pick<Capture, 'events'>, forMs: number): RaceStory {
  const requests = requestsOf({ events });
  const zero = Math.min(...requests.flatMap(({ events }) => events.map(({ event, at }) => at - event.at)));
  if (!Number.isFinite(zero)) throw new TypeError('The capture holds no event of a race');
  const lanes = LANES.map((lane) =>
    laneStory(
      lane,
      requests.filter((request) => request.lane === lane),
      { events, zero, forMs },
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
  return {
    lane,
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
      held: held(requests, race),
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

/** How many of the connections that carried these requests were open, on average over the race. */
function held(requests: readonly TappedRequest[], race: Race): number {
  const connections = new Set(requests.map(({ connection }) => connection));
  let openMs = 0;
  for (const connection of connections) {
    const first = requests.find((request) => request.connection === connection)?.at ?? 0;
    const opened = race.events.find((event) => event.kind === 'opened' && event.connection === connection)?.at ?? first;
    const from = Math.max(0, opened - race.zero);
    openMs += Math.max(0, Math.min(race.forMs, closedAt(connection, race)) - from);
  }
  return openMs / race.forMs;
}
