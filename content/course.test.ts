import { expect, test } from 'vitest';
import { course, units } from './course.ts';

test('lessons are numbered from 1 in the order they stand', () => {
  expect(course.map(({ number }) => number)).toEqual(course.map((_, i) => i + 1));
  expect(course).toHaveLength(26);
});

test('slugs are unique and fit a URL', () => {
  const slugs = course.map(({ slug }) => slug);
  expect(new Set(slugs).size).toBe(slugs.length);
  for (const slug of slugs) expect(slug).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
});

test('no lesson asks for one that comes later', () => {
  for (const { number, after } of course) for (const earlier of after) expect(earlier).toBeLessThan(number);
});

test('units hold their lessons in one run', () => {
  expect(course.map(({ unit }) => unit)).toEqual(course.map(({ unit }) => unit).toSorted());
  for (const { unit } of course) expect(units.map(({ number }) => number)).toContain(unit);
});
