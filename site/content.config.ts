import { defineCollection } from 'astro:content';
import { glob } from 'astro/loaders';
import { z } from 'astro/zod';

/**
 * `content/lessons/<locale>/NN-slug.mdx`. Number, title and question stand in content/course.ts; a lesson's file adds
 * only what the map does not know.
 */
const lessons = defineCollection({
  loader: glob({ base: './content/lessons', pattern: '*/*.mdx' }),
  schema: z.strictObject({
    /** One sentence for search engines and link previews. */
    description: z.string().min(40).max(170),
    /** What the lesson was checked with, such as `Chromium 156`. Printed at its foot. */
    checkedWith: z.array(z.string()).min(1),
  }),
});

export const collections = { lessons };
