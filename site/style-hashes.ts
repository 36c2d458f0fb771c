import { createHash } from 'node:crypto';
import type { AstroIntegration } from 'astro';
import { eachPage } from './each-page.ts';

/** As a source of `style-src`: `'sha256-…'`, in base64. */
const hashOf = (sheet: string): string => `'sha256-${createHash('sha256').update(sheet).digest('base64')}'`;

/** The page with the hash of each of its `<style>` elements in its policy. */
export function withStyleHashes(html: string): string {
  const hashes = new Set([...html.matchAll(/<style[^>]*>(.*?)<\/style>/gs)].map(([, sheet = '']) => hashOf(sheet)));
  return html.replace(/(?<=<meta http-equiv="content-security-policy"[^>]*style-src )[^;"]*/, (sources) => {
    const others = sources.split(' ').filter((source) => source !== '' && !source.startsWith("'sha256-"));
    return [...others, ...hashes].join(' ');
  });
}

/**
 * Names the style sheets of each page in that page's policy. Astro names those that it knows of when it compiles the
 * routes, and for a page made of content these are not all (`propagatedStylesMap`, Astro 7.3).
 */
export const styleHashes = (): AstroIntegration => ({
  name: 'style-hashes',
  hooks: {
    'astro:build:done': ({ dir }) => eachPage(dir, withStyleHashes),
  },
});
