import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inserted, moved, placeAt, without } from './assembler.edit.ts';

describe('moving a card', () => {
  test('puts it at its place and keeps the others in order', () => {
    expect(moved(['a', 'b', 'c', 'd'], 0, 2)).toEqual(['b', 'c', 'a', 'd']);
    expect(moved(['a', 'b', 'c', 'd'], 3, 0)).toEqual(['d', 'a', 'b', 'c']);
  });
  test('past an end stops at the end; what is not there does not move', () => {
    expect(moved(['a', 'b'], 0, 9)).toEqual(['b', 'a']);
    expect(moved(['a', 'b'], 5, 0)).toEqual(['a', 'b']);
  });
  test('and back is as before, for every place', () =>
    fc.assert(
      fc.property(fc.array(fc.nat(), { minLength: 1 }), fc.nat(), fc.nat(), (items, a, b) => {
        const [from, to] = [a % items.length, b % items.length];
        expect(moved(moved(items, from, to), to, from)).toEqual(items);
      }),
    ));
});

test('a card added and taken away again leaves the others', () =>
  expect(without(inserted(['a', 'b'], 1, 'x'), 1)).toEqual(['a', 'b']));

test('a card dragged belongs behind those whose middles it has passed', () =>
  expect([0, 60, 150, 900].map((x) => placeAt([50, 150, 250], x))).toEqual([0, 1, 1, 3]));
