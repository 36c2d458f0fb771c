import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { recordedCapture } from '#demos/capture/recording.ts';
import { momentsOf } from './handshake.moments.ts';
import { recordedStory } from './handshake.recorded.ts';
import type { Story } from './handshake.story.ts';
import { timelineOf } from './handshake.timeline.ts';
import { answered, modelCapture, REQUEST, sent, storyFrom, told } from './test-stories.ts';

const recorded = recordedStory(
  recordedCapture(readFileSync(new URL('../../content/captures/handshake.json', import.meta.url), 'utf8')),
);
const timeline = ({ analysis, moments }: Story) => timelineOf(analysis, moments);

const plain = told(modelCapture());
/** The model's handshake with times of our own: opened, request, response, greeting, echo. */
function timed(
  opened: number,
  ...gaps: readonly [request: number, response: number, greeting: number, echo: number]
): Story {
  const [first = 0, second = 0, third = 0, fourth = 0] = gaps.map((_, i) =>
    gaps.slice(0, i + 1).reduce((at, each) => at + each, opened),
  );
  const { exchange } = plain.analysis;
  if (!exchange.opened || !exchange.request || !exchange.response) throw new Error('the model did not answer');
  const analysis = {
    ...plain.analysis,
    exchange: {
      ...exchange,
      opened: { ...exchange.opened, at: opened },
      request: { ...exchange.request, at: first },
      response: { ...exchange.response, at: second },
      frames: exchange.frames.map((frame, i) => ({ ...frame, at: i === 0 ? third : fourth })),
    },
  };
  return { analysis, moments: momentsOf(analysis) };
}
const gap = fc.double({ min: 0, max: 500, noNaN: true });
const anyTimes = fc
  .tuple(fc.double({ min: -100, max: 100, noNaN: true }), gap, gap, gap, gap)
  .map(([opened, request, response, greeting, echo]) => ({
    story: timed(opened, request, response, greeting, echo),
    handshake: request + response,
    silence: greeting,
  }));
const pastFirst = (values: readonly number[]) => values.slice(1).map((value, i) => value - (values[i] ?? 0));

describe('the arrows', () => {
  it('of the recording are its request, response, greeting and echo, each at its moment', () => {
    const { shots } = timeline(recorded);
    expect(
      shots.map(({ name, kind, direction, moment }) => [kind, name, direction, recorded.moments[moment]?.id]),
    ).toEqual([
      ['request', 'GET', 'client-to-server', 'request'],
      ['response', '101', 'server-to-client', 'response'],
      ['frame', '', 'client-to-server', 'frame:0'],
      ['frame', '', 'server-to-client', 'frame:1'],
    ]);
    const { request, response } = recorded.analysis.exchange;
    expect(shots.map(({ bytes }) => bytes)).toEqual([request?.bytes.length, response?.bytes.length, 11, 7]);
  });

  it('never go back in time', () => {
    fc.assert(
      fc.property(anyTimes, ({ story }) => {
        for (const step of pastFirst(timeline(story).shots.map(({ y }) => y))) expect(step).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it('are to scale: the same time is the same distance, before and after a pause', () => {
    fc.assert(
      fc.property(anyTimes, ({ story }) => {
        const { shots, pause, tcpY } = timeline(story);
        const opened = story.analysis.exchange.opened?.at ?? 0;
        const points = [
          { y: tcpY, at: opened },
          ...shots.map(({ y, moment }) => ({ y, at: story.moments[moment]?.at ?? 0 })),
        ];
        const halves = pause ? [points.slice(0, 3), points.slice(3)] : [points];
        const steps = halves.flatMap((half) =>
          half.slice(1).map(({ y, at }, i) => ({ distance: y - (half[i]?.y ?? 0), time: at - (half[i]?.at ?? 0) })),
        );
        for (const a of steps) for (const b of steps) expect(a.distance * b.time).toBeCloseTo(b.distance * a.time, 3);
      }),
    );
  });

  it('fill the figure: TCP at the top, the last 300 units below it, the pause and the checks aside', () => {
    const { shots, tcpY, pause } = timeline(timed(0, 10, 10, 10, 10));
    expect(pause).toBeNull();
    expect([tcpY, ...shots.map(({ y }) => y)]).toEqual([44, 119, 194, 269, 344]);
  });
});

describe('the labels', () => {
  it('are never closer than 17 units, and stand at their arrows where there is room', () => {
    fc.assert(
      fc.property(anyTimes, ({ story }) => {
        const { shots } = timeline(story);
        for (const step of pastFirst(shots.map(({ labelY }) => labelY))) expect(step).toBeGreaterThanOrEqual(17 - 1e-9);
        for (const { y, labelY } of shots) expect(labelY).toBeGreaterThanOrEqual(y);
        if (pastFirst(shots.map(({ y }) => y)).every((step) => step >= 17))
          expect(shots.map(({ labelY }) => labelY)).toEqual(shots.map(({ y }) => y));
      }),
    );
  });
});

describe('the pause', () => {
  it('is drawn exactly when the silence is longer than 1.5 handshakes', () => {
    expect(timeline(timed(0, 4, 6, 15, 1)).pause).toBeNull();
    expect(timeline(timed(0, 4, 6, 15.001, 1)).pause?.ms).toBeCloseTo(15.001);
  });

  it('is drawn for no other reason', () => {
    fc.assert(
      fc.property(anyTimes, ({ story, handshake, silence }) => {
        // At the very edge the sums of times decide, by their last digits.
        fc.pre(Math.abs(silence - 1.5 * handshake) > 1e-6);
        expect(timeline(story).pause !== null).toBe(silence > 1.5 * handshake);
      }),
    );
  });

  it('lies between the response and the first frame', () => {
    fc.assert(
      fc.property(anyTimes, ({ story }) => {
        const { pause, shots } = timeline(story);
        if (!pause) return;
        expect(pause.from).toBeGreaterThanOrEqual(shots[1]?.y ?? 0);
        expect(pause.to).toBeGreaterThan(pause.from);
        expect(pause.to).toBeLessThanOrEqual(shots[2]?.y ?? 0);
      }),
    );
  });

  it('needs frames: a handshake without them has none', () =>
    expect(timeline(storyFrom(sent(REQUEST), answered('HTTP/1.1 400 Bad Request\n\n'))).pause).toBeNull());
});

describe('the rest of the picture', () => {
  it('lies within its height', () => {
    fc.assert(
      fc.property(anyTimes, ({ story }) => {
        const { height, shots, ticks, checks, work, pause, cursorOf } = timeline(story);
        const ys = [
          ...shots.flatMap(({ y, labelY }) => [y, labelY]),
          ...ticks.map(({ y }) => y),
          ...story.moments.map(cursorOf),
          ...[checks, work, pause].flatMap((span) => (span ? [span.from, span.to] : [])),
        ];
        for (const y of ys) {
          expect(Number.isFinite(y)).toBe(true);
          expect(y).toBeGreaterThanOrEqual(44);
          expect(y).toBeLessThanOrEqual(height);
        }
      }),
    );
  });

  it('has one to nine ticks, from zero, evenly, each its own text', () => {
    fc.assert(
      fc.property(anyTimes, ({ story }) => {
        const { ticks } = timeline(story);
        expect(ticks.length).toBeGreaterThanOrEqual(1);
        expect(ticks.length).toBeLessThanOrEqual(9);
        expect(Number(ticks[0]?.ms)).toBe(0);
        expect(new Set(ticks.map(({ ms }) => ms)).size).toBe(ticks.length);
      }),
    );
  });

  it('marks the server’s time between the request and the response', () => {
    const { work, shots } = timeline(timed(0, 2, 7, 1, 1));
    expect(work).toEqual({ from: shots[0]?.y, to: shots[1]?.y, ms: 7 });
  });

  it.each([
    ['nothing but TCP', storyFrom()],
    ['a request without a response', storyFrom(sent(REQUEST))],
    ['a lost connection', storyFrom(sent(REQUEST), { kind: 'closed' })],
  ])('shows %s without a response', (_, story) => {
    const { work, checks, height } = timeline(story);
    expect([work, checks]).toEqual([null, null]);
    expect(height).toBeGreaterThan(44);
  });

  it('moves its cursor down, moment by moment', () => {
    for (const step of pastFirst(recorded.moments.map(timeline(recorded).cursorOf)))
      expect(step).toBeGreaterThanOrEqual(0);
  });
});
