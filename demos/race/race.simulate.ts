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
import type { RaceSettings } from './race.settings.ts';
import { type RaceHeads, type RaceSizes, sizesOf } from './race.sizes.ts';

/** What a model's race is given. */
export interface Race {
  /** When events happen, in milliseconds; they never fall. */
  readonly times: readonly number[];
  readonly forMs: number;
  readonly windowMs: number;
  readonly settings: Pick<RaceSettings, 'pollMs' | 'rttMs' | 'extra'>;
  readonly heads: RaceHeads;
}

/** Milliseconds for which the companion holds a long poll. */
export const HOLD_MS = 25_000;

/**
 * The same four lanes on a network of one round trip and no loss, in simulated time, with messages as long as those
 * that the codec makes. What the network carries below HTTP and WebSocket is not counted, but for the round trip that
 * TCP takes to open a connection (RFC 9293 §3.5).
 */
export function simulateRace(race: Race): RaceStory {
  const sizes = sizesOf(race.heads, race.settings.extra);
  return {
    lanes: LANES.map((lane) => SIMULATIONS[lane](new Lane(lane, race, sizes))),
    events: race.times.length,
    forMs: race.forMs,
    windowMs: race.windowMs,
  };
}

/** One lane's accounts. */
class Lane {
  readonly lane: LaneId;
  readonly race: Race;
  readonly sizes: RaceSizes;
  readonly lateness = new Lateness();
  readonly exchanges: Exchange[] = [];
  readonly deliveries: Delivery[] = [];
  requests = 0;
  connections = 0;
  up = 0;
  down = 0;
  headUp = 0;
  headDown = 0;
  openMs = 0;
  sample = '';
  /** How many events the client has, and so the number of the last one. */
  known = 0;

  constructor(lane: LaneId, race: Race, sizes: RaceSizes) {
    this.lane = lane;
    this.race = race;
    this.sizes = sizes;
  }

  /** How many events have happened by then. */
  happened(by: number): number {
    const { times } = this.race;
    let count = this.known;
    while (count < times.length && (times[count] ?? 0) <= by) count += 1;
    return count;
  }

  /** An answered request for what the client does not have yet. */
  exchange(sentAt: number, arrivedAt: number, answeredAt: number): number {
    const endedAt = answeredAt + this.race.settings.rttMs / 2;
    const before = this.known;
    const events = this.happened(answeredAt) - before;
    const body = this.sizes.batch(events);
    this.ask(this.sizes.up(this.lane, before), this.sizes.down(this.lane, body), body);
    this.show(events);
    for (let i = 0; i < events; i++) this.deliver(answeredAt);
    if (sentAt <= this.race.windowMs) this.exchanges.push({ sentAt, arrivedAt, answeredAt, endedAt, events });
    return endedAt;
  }

  /** The bytes that bring the next events, if they are the first: as many of them as are shown. */
  show(events: number): void {
    if (this.sample !== '' || events === 0) return;
    const shown = this.race.times.slice(0, Math.min(events, 3)).map((at, i) => ({ n: i + 1, at }));
    this.sample = toHex(this.sizes.sample(this.lane, shown).subarray(0, SAMPLE_BYTES));
  }

  ask(up: number, down: number, body = 0): void {
    this.requests += 1;
    this.headUp += up;
    this.headDown += down;
    this.up += up;
    this.down += down + body;
  }

  /** The next event leaves the server. */
  deliver(leftAt: number): void {
    const n = this.known + 1;
    const at = this.race.times[this.known] ?? 0;
    this.known = n;
    const deliveredAt = leftAt + this.race.settings.rttMs / 2;
    this.lateness.add(deliveredAt - at);
    if (at <= this.race.windowMs) this.deliveries.push({ n, at, leftAt, deliveredAt });
  }

  story(): LaneStory {
    const { lane, lateness, requests, connections, up, down, headUp, headDown, exchanges, deliveries } = this;
    const { count: delivered, meanMs, worstMs, bins } = lateness;
    const held = this.openMs / this.race.forMs;
    const costs = { requests, connections, up, down, headUp, headDown };
    return {
      lane,
      sample: this.sample,
      tally: { ...costs, delivered, meanMs, worstMs, bins, held },
      exchanges,
      deliveries,
    };
  }
}

/** A question at every tick; while one is unanswered the tick passes. */
function polling(lane: Lane): LaneStory {
  const { times, forMs, settings, heads } = lane.race;
  const { pollMs, rttMs } = settings;
  let freeAt = Number.NEGATIVE_INFINITY;
  for (let tick = 1; tick * pollMs <= forMs || lane.known < times.length; tick++) {
    const sentAt = tick * pollMs;
    if (sentAt < freeAt) continue;
    const idleMs = sentAt - freeAt;
    const isNew = idleMs > heads.keepAliveMs;
    // TCP's own round trip comes first.
    const arrivedAt = sentAt + (isNew ? 1.5 : 0.5) * rttMs;
    if (isNew) lane.connections += 1;
    const endedAt = lane.exchange(sentAt, arrivedAt, arrivedAt);
    lane.openMs += open(isNew ? sentAt : freeAt, endedAt, forMs);
    // Kept until it has been idle for too long; of what is used again, that time is counted above.
    if (sentAt + pollMs - endedAt > heads.keepAliveMs) lane.openMs += open(endedAt, endedAt + heads.keepAliveMs, forMs);
    freeAt = endedAt;
  }
  if (freeAt < forMs && forMs - freeAt <= heads.keepAliveMs && pollMs <= heads.keepAliveMs)
    lane.openMs += forMs - freeAt;
  return lane.story();
}

/** The part of a stretch of time that lies within the race. */
const open = (from: number, to: number, forMs: number): number => Math.max(0, Math.min(forMs, to) - Math.max(0, from));

/** A question that is answered when there is something to say. */
function longPolling(lane: Lane): LaneStory {
  const { times, forMs, settings } = lane.race;
  const { rttMs } = settings;
  let sentAt = 0;
  do {
    const arrivedAt = sentAt + (lane.requests === 0 ? 1.5 : 0.5) * rttMs;
    const next = times[lane.known] ?? Number.POSITIVE_INFINITY;
    // With nothing when the hold runs out, or the race ends.
    const answeredAt = Math.max(arrivedAt, Math.min(next, arrivedAt + HOLD_MS, forMs));
    sentAt = lane.exchange(sentAt, arrivedAt, answeredAt);
  } while (sentAt < forMs || lane.known < times.length);
  lane.connections = 1;
  lane.openMs = forMs;
  return lane.story();
}

/** A connection that was made before the race began, and on which the server speaks by itself. */
function pushed(lane: Lane, event: number, close: { readonly up: number; readonly down: number }): LaneStory {
  const { times, forMs, settings } = lane.race;
  const { rttMs } = settings;
  lane.ask(lane.sizes.up(lane.lane, 0), lane.sizes.down(lane.lane, 0));
  lane.show(Math.min(1, times.length));
  for (const at of times) {
    lane.deliver(at);
    lane.down += event;
  }
  lane.up += close.up;
  lane.down += close.down;
  lane.connections = 1;
  lane.openMs = forMs;
  const sentAt = -2 * rttMs;
  const endedAt = forMs + rttMs / 2;
  lane.exchanges.push({ sentAt, arrivedAt: sentAt + 1.5 * rttMs, answeredAt: forMs, endedAt, events: times.length });
  return lane.story();
}

const SIMULATIONS: Readonly<Record<LaneId, (lane: Lane) => LaneStory>> = {
  polling,
  'long-polling': longPolling,
  // An event stream ends with its connection: nothing is said.
  sse: (lane) => pushed(lane, lane.sizes.event.sse, { up: 0, down: 0 }),
  websocket: (lane) => pushed(lane, lane.sizes.event.websocket, lane.sizes.close),
};
