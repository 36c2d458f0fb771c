import { course, type Lesson, type Locale, locales } from '#content/course.ts';

/**
 * `en/02-upgrade-handshake` → the locale and the lesson of the course map.
 * @throws when the file's place or name contradicts the map: a lesson nobody could reach must not build.
 */
export function parseLessonId(id: string): { locale: Locale; lesson: Lesson } {
  const [folder, name] = id.split('/');
  const locale = locales.find((known) => known === folder);
  const lesson = course.find(({ number, slug }) => `${String(number).padStart(2, '0')}-${slug}` === name);
  if (!locale) throw new Error(`content/lessons/${id}: "${folder}" is not one of the locales ${locales.join(', ')}`);
  if (!lesson) throw new Error(`content/lessons/${id}: content/course.ts has no lesson with this number and slug`);
  return { locale, lesson };
}
