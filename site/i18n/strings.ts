import { defaultLocale, type Locale, locales } from '#content/course.ts';
import { en, type Strings } from './en.ts';
import { zhCn } from './zh-cn.ts';

const byLocale: Readonly<Record<Locale, Strings>> = { en, 'zh-cn': zhCn };

export const strings = (locale: Locale): Strings => byLocale[locale];

/** The locale of a route parameter or of `Astro.currentLocale`; anything unknown is the default. */
export const localeOf = (name: string | undefined): Locale =>
  locales.find((locale) => locale === name) ?? defaultLocale;

/** The value of `lang=`. */
export const languageTag = (locale: Locale): string => (locale === 'zh-cn' ? 'zh-CN' : locale);
