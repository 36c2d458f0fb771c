import { expect, test } from 'vitest';
import type { Link } from './link.ts';
import { createLinks } from './links.ts';
import { createModelLink } from './model.ts';

test('a link is made once, when it is first asked for', async () => {
  const made: Link[] = [];
  const links = createLinks({
    model: async () => {
      const link = createModelLink();
      made.push(link);
      return link;
    },
  });
  expect(made).toEqual([]);
  expect(await links.open('model')).toBe(await links.open('model'));
  expect(made).toHaveLength(1);
  links.dispose();
});

test('a link whose script did not come is made anew', async () => {
  let isServed = false;
  const links = createLinks({
    model: async () => {
      if (!isServed) throw new TypeError('Failed to fetch dynamically imported module');
      return createModelLink();
    },
  });
  await expect(links.open('model')).rejects.toThrow('Failed to fetch');
  isServed = true;
  expect((await links.open('model')).source).toBe('model');
  links.dispose();
});
