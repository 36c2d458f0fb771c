import { defineCollection } from 'astro:content';
import { glob } from 'astro/loaders';
import { z } from 'astro/zod';
import { course } from '#content/course.ts';

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

/**
 * `content/lab/<id>.mdx`: a figure on a page of its own. The site finds it there and lists it in the order of the
 * course. It is content and not code, so that the page is sent the style sheet of its own figure and of no other.
 */
const lab = defineCollection({
  loader: glob({ base: './content/lab', pattern: '*.mdx' }),
  schema: z.strictObject({
    title: z.string(),
    /** One sentence: what the reader can do with it. */
    summary: z.string().min(40).max(170),
    /** Slug of the lesson the instrument belongs to. */
    lesson: z.enum(course.map(({ slug }) => slug)),
    /** A few bytes of its recording: read from the capture, as `<Captured>` does, never typed. */
    glimpse: z.strictObject({ of: z.string(), value: z.string() }).optional(),
  }),
});

export const collections = { lessons, lab };
