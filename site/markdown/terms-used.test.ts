import { expect, test } from 'vitest';
import { termsUsed } from './terms-used.ts';

test('a term counts once, by whichever of its names it is called', () => {
  const mdx =
    'The <Term of="masking key" /> is no secret; a <Term of="mask">mask</Term>, <Term of="frame">frames</Term>.';
  expect([...termsUsed(mdx)]).toEqual(['mask / masking key', 'frame']);
});

test('a term in words only is not explained', () => {
  expect(termsUsed('The masking key is no secret.').size).toBe(0);
});
