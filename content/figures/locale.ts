import { defaultLocale, type Locale, locales } from '../course.ts';

const isLocale = (name: string | undefined): name is Locale => locales.some((locale) => locale === name);

/** The texts of a figure in a page's language; in the course's first one where they are not translated yet. */
export const inLocale = <Texts>(
  texts: Partial<Record<Locale, Texts>> & Record<typeof defaultLocale, Texts>,
  locale: string | undefined,
): Texts => (isLocale(locale) ? texts[locale] : undefined) ?? texts[defaultLocale];
