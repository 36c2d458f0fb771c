/** The anchor of a glossary term: `mask / masking key` → `mask-masking-key`. */
export const termId = (term: string): string =>
  term
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
