import type { Capture } from '#demos/capture/capture.ts';
import type { Exportable } from '#demos/parts/export-capture.ts';
import { Playback } from '#demos/parts/playback.svelte.ts';
import type { Moment } from './sample.story.ts';

/** What the figure starts from: told at build time, its capture kept as a file. */
export interface Recorded {
  readonly moments: readonly Moment[];
  readonly madeWith: Capture['madeWith'];
  readonly url: string;
}

/** The figure's state while it is on a page: what a reader selects, edits or runs is kept here, beside the playback. */
export class SampleFigure {
  readonly playback;
  /** What is saved when the reader asks for it. */
  readonly capture: Exportable;

  constructor({ moments, url }: Recorded) {
    this.playback = new Playback(moments.map(({ at }) => at));
    this.capture = { url };
  }

  wake(): void {
    this.playback.start();
  }

  dispose(): void {
    this.playback.stop();
  }
}
