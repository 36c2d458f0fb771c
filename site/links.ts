import { defaultLocale, type Locale } from '#content/course.ts';

/** `/lessons/frames/` under `/course/` is `/course/lessons/frames/`. `base` may or may not end in a slash. */
export const under = (base: string, path: string): string => base.replace(/\/$/, '') + path;

/** An absolute path of this site, `/` first, under the base it was built for. Every internal link goes through here. */
export const link = (path: `/${string}`): string => under(import.meta.env.BASE_URL, path);

/** The same, in the locale's own tree: the default locale has no prefix. */
export const localLink = (locale: Locale, path: `/${string}`): string =>
  link(locale === defaultLocale ? path : `/${locale}${path}`);

export const lessonLink = (locale: Locale, slug: string): string => localLink(locale, `/lessons/${slug}/`);
