import { expect, test } from 'vitest';
import { under } from './links.ts';

test.each([
  ['/', '/lessons/frames/', '/lessons/frames/'],
  ['/course/', '/', '/course/'],
  ['/course', '/lessons/frames/', '/course/lessons/frames/'],
])('under %j, %j is %j', (base, path, expected) => {
  expect(under(base, path)).toBe(expected);
});
