import { type CollectionEntry, getCollection } from 'astro:content';
import { course } from '#content/course.ts';

/** A figure that stands alone, at full width, under /lab/<id>/: `content/lab/<id>.mdx`. */
export type LabEntry = CollectionEntry<'lab'>;

const placeOf = ({ data }: LabEntry): number => course.findIndex(({ slug }) => slug === data.lesson);

/** Every page of the lab, in the order of the course. */
export const labEntries = async (): Promise<readonly LabEntry[]> =>
  (await getCollection('lab')).sort((a, b) => placeOf(a) - placeOf(b) || a.id.localeCompare(b.id));
