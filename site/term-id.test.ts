import { expect, test } from 'vitest';
import { terms } from '#content/glossary/terms.ts';
import { termId } from './term-id.ts';

test('an anchor is the term in lower case, words joined by hyphens', () => {
  expect(termId('mask / masking key')).toBe('mask-masking-key');
  expect(termId('Engine.IO')).toBe('engine-io');
});

test('no two terms share an anchor', () => {
  const ids = terms.map(({ term }) => termId(term));
  expect(new Set(ids).size).toBe(terms.length);
});
