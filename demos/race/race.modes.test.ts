import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { recordedCapture } from '#demos/capture/recording.ts';
import { fromHex } from '#demos/protocol/bytes.ts';
import type { RaceStory } from './race.lanes.ts';
import { recordedRace } from './race.recorded.ts';
import { scheduleOf } from './race.schedule.ts';
import { RECORDED, RECORDED_MS } from './race.settings.ts';
import { simulateRace } from './race.simulate.ts';

const capture = recordedCapture(
  readFileSync(new URL('../../content/captures/race.json', import.meta.url), 'utf8'),
  'race.json',
);

/** Times and what follows from them are the network's; everything else is the protocols'. */
const counted = ({ lanes }: RaceStory) =>
  lanes.map(({ lane, tally, sample, exchanges, deliveries }) => {
    const { requests, connections, up, down, headUp, headDown, delivered } = tally;
    return {
      ...{ lane, requests, connections, up, down, headUp, headDown, delivered },
      batches: exchanges.map(({ events }) => events),
      // The time that the event says is the only other thing in it.
      sample: fromHex(sample).map((byte) => (byte >= 0x30 && byte <= 0x39 ? 0x20 : byte)),
      order: deliveries.map(({ n }) => n),
    };
  });

describe('the recorded race and the model’s, by the same script', () => {
  const { story: recorded, heads } = recordedRace(capture, '');
  const model = simulateRace({
    times: scheduleOf(RECORDED.perMinute, RECORDED_MS),
    forMs: RECORDED_MS,
    windowMs: RECORDED_MS,
    settings: RECORDED,
    heads,
  });

  it('ask as often, on as many connections, and cost the same bytes each way', () =>
    expect(counted(model)).toEqual(counted(recorded)));

  it('happen when the schedule says, and are as late as polling must make them', () => {
    const [polls, modelled] = [recorded.lanes[0], model.lanes[0]];
    for (const [i, { at, deliveredAt }] of (modelled?.deliveries ?? []).entries()) {
      const real = polls?.deliveries[i];
      expect(Math.abs((real?.at ?? 0) - at)).toBeLessThan(100);
      expect(Math.abs((real?.deliveredAt ?? 0) - deliveredAt)).toBeLessThan(300);
    }
  });
});
