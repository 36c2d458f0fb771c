import { expect, test } from 'vitest';
import { parseLessonId } from './lesson-id.ts';

test('a lesson file names its locale and its place in the course', () => {
  const { locale, lesson } = parseLessonId('zh-cn/02-upgrade-handshake');
  expect(locale).toBe('zh-cn');
  expect(lesson.title.en).toBe('One GET, then no more HTTP');
});

test('a slug under the wrong number is refused, with the file named', () => {
  expect(() => parseLessonId('en/03-upgrade-handshake')).toThrow('content/lessons/en/03-upgrade-handshake');
});

test('an unknown locale is refused', () => {
  expect(() => parseLessonId('fr/02-upgrade-handshake')).toThrow('"fr" is not one of the locales en, zh-cn');
});
