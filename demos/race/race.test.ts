import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { getShortestPaths } from 'xstate/graph';
import { raceBatch, raceEventText, raceStreamText } from '#demos/capture/race-event.ts';
import { recordedCapture } from '#demos/capture/recording.ts';
import { headsOf } from './race.heads.ts';
import { BINS, LANES, type LaneId, Lateness, type RaceStory } from './race.lanes.ts';
import { costOf, verdictOf } from './race.measures.ts';
import { modelRace } from './race.model.ts';
import { MACHINES, momentsOf } from './race.moments.ts';
import { scheduleOf } from './race.schedule.ts';
import { LADDERS, nearest, type RaceSettings, RUNS } from './race.settings.ts';
import { simulateRace } from './race.simulate.ts';
import { sizesOf } from './race.sizes.ts';

const capture = recordedCapture(
  readFileSync(new URL('../../content/captures/race.json', import.meta.url), 'utf8'),
  'race.json',
);
const heads = headsOf(capture);
const lane = ({ lanes }: RaceStory, id: LaneId) => {
  const found = lanes.find((each) => each.lane === id);
  if (!found) throw new Error(`no ${id}`);
  return found;
};
const one = (settings: Partial<RaceSettings>, times: readonly number[], forMs: number) =>
  simulateRace({
    times,
    forMs,
    windowMs: forMs,
    settings: { pollMs: 1000, rttMs: 0, extra: 0, ...settings },
    heads,
  });

const settings: fc.Arbitrary<RaceSettings> = fc.record({
  perMinute: fc.constantFrom(...LADDERS.perMinute.slice(0, 6)),
  pollMs: fc.constantFrom(...LADDERS.pollMs.slice(1)),
  rttMs: fc.constantFrom(...LADDERS.rttMs),
  extra: fc.constantFrom(...LADDERS.extra),
  toleranceMs: fc.constantFrom(...LADDERS.toleranceMs),
});

describe('one event', () => {
  it('is 23 bytes of JSON, whatever its numbers are', () => {
    expect(raceEventText({ n: 1, at: 250.34 })).toBe('{"n":   1,"at":  250.3}');
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 9999 }), fc.double({ min: 0, max: 99_999, noNaN: true }), (n, at) => {
        const text = raceEventText({ n, at });
        return text.length === 23 && JSON.parse(text).n === n && Math.abs(JSON.parse(text).at - at) <= 0.05001;
      }),
    );
  });

  it('is 37 bytes as a chunk of an event stream, and 25 as a frame', () => {
    const { event } = sizesOf(heads, 0);
    const data = raceStreamText({ n: 1, at: 0 });
    expect(event).toEqual({ sse: `${data.length.toString(16)}\r\n${data}\r\n`.length, websocket: 2 + 23 });
    expect(event).toEqual({ sse: 37, websocket: 25 });
  });

  it('has room for no other numbers', () => expect(() => raceEventText({ n: 10_000, at: 0 })).toThrow(RangeError));
});

describe('the bytes of a model’s message', () => {
  it('are those of the JSON that the companion sends', () => {
    const { batch } = sizesOf(heads, 0);
    for (const count of [0, 1, 2, 7])
      expect(batch(count)).toBe(raceBatch(Array.from({ length: count }, (_, i) => ({ n: i + 1, at: i }))).length);
  });

  it('grow by what is added to a request, and by the digits of what the client has', () => {
    const [plain, longer] = [sizesOf(heads, 0), sizesOf(heads, 400)];
    for (const each of LANES) expect(longer.up(each, 0) - plain.up(each, 0)).toBe(400);
    expect(plain.up('polling', 10) - plain.up('polling', 9)).toBe(1);
    expect(plain.up('websocket', 10)).toBe(plain.up('websocket', 9));
  });
});

describe('polling', () => {
  it('tells of an event at the first tick after it', () => {
    const { deliveries, tally } = lane(one({}, [100, 2500], 4000), 'polling');
    expect(deliveries.map(({ at, deliveredAt }) => deliveredAt - at)).toEqual([900, 500]);
    expect(tally.requests).toBe(4);
  });

  it('lets a tick pass while a question is unanswered', () => {
    const { exchanges } = lane(one({ pollMs: 250, rttMs: 500 }, [], 2000), 'polling');
    // The first opens its connection, which takes a round trip of its own (RFC 9293 §3.5).
    expect(exchanges.map(({ sentAt }) => sentAt)).toEqual([250, 1250, 1750]);
  });

  it('is late by half its interval on average, whatever the rate', () => {
    for (const perMinute of [60, 300]) {
      const story = modelRace({ ...RUNS['one-a-minute'], perMinute, pollMs: 10_000, rttMs: 0 }, heads);
      expect(lane(story, 'polling').tally.meanMs / 10_000).toBeCloseTo(0.5, 1);
    }
  });

  it('needs a new connection each time where the server keeps none for so long', () => {
    expect(heads.keepAliveMs).toBe(5000);
    const kept = lane(one({ pollMs: 5000 }, [], 60_000), 'polling').tally;
    const lost = lane(one({ pollMs: 10_000 }, [], 60_000), 'polling').tally;
    expect([kept.requests, kept.connections]).toEqual([12, 1]);
    expect([lost.requests, lost.connections]).toEqual([6, 6]);
    // Open for 5 s after each of the polls at 10 … 50 s; the one at 60 s ends the race.
    expect(lost.held).toBeCloseTo((5 * 5000) / 60_000);
    expect(kept.held).toBeCloseTo(55_000 / 60_000);
  });
});

describe('long polling', () => {
  it('is told at once, and asks again for the next', () => {
    const { deliveries, tally } = lane(one({}, [100, 2500], 4000), 'long-polling');
    expect(deliveries.map(({ at, deliveredAt }) => deliveredAt - at)).toEqual([0, 0]);
    expect(tally.requests).toBe(3);
  });

  it('is late by up to three halves of a round trip where events follow each other', () => {
    const { deliveries } = lane(one({ rttMs: 100 }, [1000, 1001], 2000), 'long-polling');
    expect(deliveries.map(({ at, deliveredAt }) => deliveredAt - at)).toEqual([50, 149]);
  });

  it('is answered with nothing when the hold runs out', () => {
    const { exchanges } = lane(one({}, [], 60_000), 'long-polling');
    expect(exchanges.map(({ answeredAt }) => answeredAt)).toEqual([25_000, 50_000, 60_000]);
  });
});

describe('every lane, under any settings', () => {
  it('delivers every event once, in order, and never before it happened', () => {
    fc.assert(
      fc.property(settings, (given) => {
        const times = scheduleOf(given.perMinute, 120_000);
        for (const { deliveries } of one(given, times, 120_000).lanes) {
          if (deliveries.length !== times.length) return false;
          if (
            deliveries.some(({ n, at, leftAt, deliveredAt }, i) => n !== i + 1 || leftAt < at || deliveredAt < leftAt)
          )
            return false;
        }
        return true;
      }),
      { numRuns: 60 },
    );
  });

  it('costs what the sum says: requests × both heads, and the rest', () => {
    fc.assert(
      fc.property(settings, (given) =>
        one(given, scheduleOf(given.perMinute, 120_000), 120_000).lanes.every((each) => {
          const { requests, headUp, headDown, rest, total } = costOf(each);
          return Math.abs(requests * (headUp + headDown) + rest - total) < 1e-6 * total;
        }),
      ),
      { numRuns: 60 },
    );
  });

  it('has moments that its machine takes: each leaves the state that the last one reached', () => {
    fc.assert(
      fc.property(settings, (given) => {
        for (const each of one(given, scheduleOf(given.perMinute, 60_000), 60_000).lanes) {
          const moments = momentsOf(each, 60_000);
          const STATES = { asked: /requesting|handshaking/, nothing: /idle/, answered: /delivered/, delivered: /open/ };
          for (const { kind, state } of moments)
            if (kind in STATES && !STATES[kind as keyof typeof STATES].test(state)) return false;
        }
        return true;
      }),
      { numRuns: 60 },
    );
  });
});

describe('who wins', () => {
  it('is polling, by connections held open, at one event a minute and a minute’s tolerance', () => {
    const run = RUNS['polling-wins'];
    const verdict = verdictOf(modelRace(run, heads), run.toleranceMs);
    expect(verdict.inTime).toEqual(LANES);
    expect(verdict.best.held).toEqual(['polling']);
    expect(verdict.best.bytes).toEqual(['websocket']);
  });

  it('is polling, by bytes too, where an hour of many events may be a minute late', () => {
    const story = modelRace({ perMinute: 1200, pollMs: 30_000, rttMs: 50, extra: 0, toleranceMs: 60_000 }, heads);
    const bytes = (id: LaneId) => costOf(lane(story, id)).total;
    expect(bytes('polling')).toBeLessThan(bytes('sse'));
    expect(bytes('polling') / bytes('websocket')).toBeLessThan(1.05);
  });

  it('is nobody who is too late', () => {
    const run = RUNS['one-a-minute'];
    const verdict = verdictOf(modelRace(run, heads), run.toleranceMs);
    expect(verdict.polling).toBe('late');
    expect(verdict.inTime).toEqual(['long-polling', 'sse', 'websocket']);
    expect(verdictOf(modelRace(run, heads), 10).inTime).toEqual([]);
  });

  it('is the WebSocket at ten events a second and a quarter of one', () => {
    const run = RUNS['ten-a-second'];
    expect(verdictOf(modelRace(run, heads), run.toleranceMs).best.bytes).toEqual(['websocket']);
  });
});

describe('the settings', () => {
  it('of a link are the nearest that a slider has', () => {
    expect(nearest('pollMs', 900)).toBe(1000);
    expect(nearest('perMinute', 999_999)).toBe(1200);
  });

  it('give as many events as they say, in order', () => {
    fc.assert(
      fc.property(fc.constantFrom(...LADDERS.perMinute), (perMinute) => {
        const times = scheduleOf(perMinute, 600_000);
        return (
          times.length === perMinute * 10 && times.every((time, i) => time >= (times[i - 1] ?? 0) && time <= 600_000)
        );
      }),
    );
  });
});

describe('a machine', () => {
  it.each(LANES)('of %s reaches every state', (id) => {
    const reached = getShortestPaths(MACHINES[id], {
      events: [
        ...['tick', 'request.sent', 'request.arrived', 'event.happened', 'accepted', 'event.delivered', 'closed'].map(
          (type) => ({ type }),
        ),
        { type: 'response.received', events: 1 },
        { type: 'response.received', events: 0 },
      ],
    }).map(({ state }) => state.value);
    expect(new Set(reached)).toEqual(new Set(Object.keys(MACHINES[id].states)));
  });
});

it('a histogram’s bins hold every delay once', () => {
  const lateness = new Lateness();
  for (const ms of [0, 0.5, 1, 999, 1000, 1e6]) lateness.add(ms);
  expect(lateness.bins).toHaveLength(BINS.length + 1);
  expect(lateness.bins).toEqual([2, 1, 0, 0, 0, 0, 1, 1, 0, 0, 1]);
});
