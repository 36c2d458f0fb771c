import type { AstroComponentFactory } from 'astro/runtime/server/index.js';
import { course } from '#content/course.ts';
import type { LabCard } from '#content/figures/lab-card.ts';

/** A demo that stands alone, at full width, under /lab/<id>/. */
export interface LabEntry extends LabCard {
  readonly Figure: AstroComponentFactory;
}

interface Face {
  readonly default: AstroComponentFactory;
  readonly lab?: LabCard;
}

const faces = import.meta.glob<Face>('/content/figures/*.astro', { eager: true });
const placeOf = ({ lesson }: LabCard): number => course.findIndex(({ slug }) => slug === lesson);

/** Every figure whose face exports a `lab` card, in the order of the course. */
export const lab: readonly LabEntry[] = Object.values(faces)
  .flatMap(({ default: Figure, lab: card }) => (card ? [{ ...card, Figure }] : []))
  .sort((a, b) => placeOf(a) - placeOf(b) || a.id.localeCompare(b.id));
