import { termNamed } from '#content/glossary/term-named.ts';

/** The terms that a lesson's MDX explains with `<Term>`, under the glossary's own names. */
export const termsUsed = (mdx: string): ReadonlySet<string> =>
  new Set([...mdx.matchAll(/<Term\s+of="([^"]*)"/g)].map(([, name = '']) => termNamed(name).term));
