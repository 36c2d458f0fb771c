import type { AstroComponentFactory } from 'astro/runtime/server/index.js';

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
export const lab: readonly LabEntry[] = [];
