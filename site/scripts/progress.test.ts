import { expect, test } from 'vitest';
import { advance, parseProgress } from './progress.ts';

test('a lesson goes from begun to read', () => {
  const begun = advance({}, 'frames', 'begun');
  expect(begun).toEqual({ frames: 'begun' });
  expect(advance(begun, 'frames', 'read')).toEqual({ frames: 'read' });
});

test('opening a read lesson again leaves it read', () => {
  expect(advance({ frames: 'read' }, 'frames', 'begun')).toEqual({ frames: 'read' });
});

test.each([null, '', 'not JSON', '[]', '7', 'null'])('%j in storage is no progress', (stored) => {
  expect(parseProgress(stored)).toEqual({});
});

test('unknown states in storage are dropped', () => {
  expect(parseProgress('{"frames":"read","masking":"mastered"}')).toEqual({ frames: 'read' });
});
