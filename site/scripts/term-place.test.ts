import { expect, test } from 'vitest';
import { placeNote } from './term-place.ts';

const note = { width: 320, height: 100 };
const phone = { width: 360, height: 640 };

test('a note stands under its term', () => {
  expect(placeNote({ left: 200, top: 100, bottom: 128 }, note, { width: 1280, height: 800 })).toEqual({
    left: 200,
    top: 134,
  });
});

test('at 360 px it keeps 20 px from either side, wherever its term stands', () => {
  expect(placeNote({ left: 300, top: 100, bottom: 128 }, note, phone).left).toBe(20);
  expect(placeNote({ left: 4, top: 100, bottom: 128 }, note, phone).left).toBe(20);
});

test('it stands over a term near the lower edge', () => {
  expect(placeNote({ left: 20, top: 600, bottom: 628 }, note, phone).top).toBe(494);
});

test('where there is room on neither side it stands under the term, and the page scrolls', () => {
  expect(placeNote({ left: 20, top: 60, bottom: 88 }, note, { width: 360, height: 120 }).top).toBe(94);
});
