import type { Snippet } from 'svelte';

/** What every figure is given, by content its face (`.astro`) and by its face its view (`.svelte`). */
export interface FigureProps<Texts> {
  readonly id: string;
  /** `Fig. 2.1` */
  readonly no: string;
  readonly texts: Texts;
  /** Address of the lab page, where the figure stands alone; `null` on that page. */
  readonly alone: string | null;
}

/** A recorded capture. */
export interface Recording {
  /** The capture, as JSON. */
  readonly recording: string;
  /** Where the same JSON is served. */
  readonly url: string;
}

/** A face's, where the figure begins with a recording. */
export type RecordedFigureProps<Texts> = FigureProps<Texts> & Recording;

/** A view's. */
export interface FigureViewProps<Texts> extends FigureProps<Texts> {
  /** What the figure shows as a list, for a page without script and for print. */
  readonly children?: Snippet;
}

/** A view's, where one machine says what happens. */
export interface MachineViewProps<Texts> extends FigureViewProps<Texts> {
  /** The machine's statechart, drawn at build time. */
  readonly chart: string;
}
