import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { axisOf } from './time-axis.ts';

const times = fc
  .array(fc.oneof(fc.double({ min: 0, max: 20, noNaN: true }), fc.double({ min: 0, max: 60_000, noNaN: true })), {
    minLength: 1,
    maxLength: 40,
  })
  .map((gaps) => {
    let at = 0;
    return [0, ...gaps.map((gap) => (at += gap))];
  });

describe('the time axis', () => {
  test('is to scale where nothing is cut', () => {
    const { place, cuts } = axisOf([0, 10, 20, 40]);
    expect(cuts).toEqual([]);
    expect(place(20) / place(10)).toBeCloseTo(2);
    expect(place(40) / place(10)).toBeCloseTo(4);
  });

  test('cuts out a long silence and says its length', () => {
    const { place, cuts } = axisOf([0, 10, 20, 60_020, 60_030]);
    expect(cuts.map(({ ms }) => ms)).toEqual([60_000]);
    expect(place(60_030) - place(60_020)).toBeCloseTo(place(10) - place(0));
  });

  test('keeps the order of time, inside its bounds, for all times', () =>
    fc.assert(
      fc.property(times, (each) => {
        const places = each.map(axisOf(each).place);
        expect(places.every((x, i) => x >= (places[i - 1] ?? 0) - 1e-9 && x <= 1)).toBe(true);
      }),
    ));

  test('one moment alone has a place', () => expect(axisOf([0]).place(0)).toBe(0));
});
