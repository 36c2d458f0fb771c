import { Playback } from '#demos/parts/playback.svelte.ts';
import type { Moment } from './sample.story.ts';

/** The figure's state while it is on a page: what a reader selects, edits or runs is kept here, beside the playback. */
export class SampleFigure {
  readonly playback;

  constructor(moments: readonly Moment[]) {
    this.playback = new Playback(moments.map(({ at }) => at));
  }

  wake(): void {
    this.playback.start();
  }

  dispose(): void {
    this.playback.stop();
  }
}
