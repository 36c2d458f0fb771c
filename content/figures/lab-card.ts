/**
 * What the lab says of a figure that has a page of its own there. A figure's `.astro` face exports one as `lab`;
 * the site finds it by that and lists it in the order of the course.
 */
export interface LabCard {
  /** The folder under demos/, the figure's own id there, and the last part of the address `/lab/<id>/`. */
  readonly id: string;
  readonly title: string;
  /** One sentence: what the reader can do with it. */
  readonly summary: string;
  /** Slug of the lesson the instrument belongs to. */
  readonly lesson: string;
  /** A few bytes of its recording, as hex or text: read from the capture, never typed. */
  readonly glimpse?: string;
}
