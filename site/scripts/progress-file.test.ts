import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromFile, toFile } from './progress-file.ts';

test('what is written is read', () => {
  const lessons = fc.dictionary(fc.constantFrom('masking', 'ready-state'), fc.constantFrom('begun', 'read'));
  const answers = fc.dictionary(fc.constantFrom('predict-0123abcd', 'predict-89ef4567'), fc.constantFrom('a', 'd'));
  fc.assert(
    fc.property(lessons, answers, (some, given) => {
      const kept = { lessons: { ...some, frames: 'begun' }, answers: { ...given, 'frames/quiz': '3/4' } };
      expect(fromFile(toFile(kept.lessons, kept.answers))).toEqual(kept);
    }),
  );
});

const ours = '"format":"switching-protocols progress"';

test.each([
  ['not-json', 'Dear diary'],
  ['not-json', ''],
  ['not-ours', '{"lessons":{"frames":"read"}}'],
  ['not-ours', '[]'],
  ['not-ours', 'null'],
  ['newer', `{${ours},"version":2,"lessons":{"frames":"read"}}`],
  ['empty', `{${ours},"version":1}`],
  ['empty', `{${ours},"version":1,"lessons":{"frames":"mastered"},"answers":{"predict-0123abcd":"<b>"}}`],
  ['too-big', ' '.repeat(100_001)],
])('a file is refused as %s: %.40s', (fault, text) => {
  expect(fromFile(text)).toBe(fault);
});

test('entries that are not ours are dropped, and the others taken', () => {
  const text = `{${ours},"version":1,"lessons":{"frames":"read","../x":"read"},"answers":{"frames/quiz":"3/4","a/quiz":"b"}}`;
  expect(fromFile(text)).toEqual({ lessons: { frames: 'read' }, answers: { 'frames/quiz': '3/4' } });
});

test('what is in storage and not ours is not written', () => {
  expect(fromFile(toFile({ frames: 'read', x: 7 }, ['a', { b: 1 }]))).toEqual({
    lessons: { frames: 'read' },
    answers: {},
  });
});
