import type { AstroComponentFactory } from 'astro/runtime/server/index.js';
import Handshake from '#content/figures/Handshake.astro';

/** A demo that stands alone, at full width, under /lab/<id>/. */
export interface LabEntry {
  /** The folder under demos/, and the last part of the address. */
  readonly id: string;
  readonly title: string;
  /** One sentence: what the reader can do with it. */
  readonly summary: string;
  /** Slug of the lesson the instrument belongs to. */
  readonly lesson: string;
  readonly Figure: AstroComponentFactory;
}

/** In the order of the course. */
export const lab: readonly LabEntry[] = [
  {
    id: 'handshake',
    title: 'Handshake',
    summary: 'Step through an opening handshake, edit any line of either head, and see who notices.',
    lesson: 'upgrade-handshake',
    Figure: Handshake,
  },
];
