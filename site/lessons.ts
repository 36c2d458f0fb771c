import { getCollection } from 'astro:content';
import { course, type Lesson, type Locale, locales, units } from '#content/course.ts';
import { parseLessonId } from './lesson-id.ts';

/** `L02` */
export const lessonName = ({ number }: Pick<Lesson, 'number'>): string => `L${String(number).padStart(2, '0')}`;

export const unitOf = (lesson: Lesson) => {
  const unit = units.find(({ number }) => number === lesson.unit);
  if (!unit) throw new Error(`${lessonName(lesson)} is in unit ${lesson.unit}, which the course does not have`);
  return unit;
};

/** The lessons that are written in this locale, in course order, each with its content. */
export async function writtenLessons(locale: Locale) {
  const entries = await getCollection('lessons');
  const written = entries.map((entry) => ({ entry, ...parseLessonId(entry.id) }));
  return written
    .filter((lesson) => lesson.locale === locale)
    .map(({ entry, lesson }) => ({ entry, lesson }))
    .sort((a, b) => a.lesson.number - b.lesson.number);
}

export const writtenSlugs = async (locale: Locale): Promise<ReadonlySet<string>> =>
  new Set((await writtenLessons(locale)).map(({ lesson }) => lesson.slug));

/** Locales a reader can choose: the default, and any other that has at least one lesson. */
export async function openLocales(): Promise<readonly Locale[]> {
  const counts = await Promise.all(locales.map(async (locale) => (await writtenLessons(locale)).length));
  return locales.filter((_, i) => i === 0 || (counts[i] ?? 0) > 0);
}

export const neighbours = (lesson: Lesson) => ({
  previous: course[lesson.number - 2],
  next: course[lesson.number],
});
