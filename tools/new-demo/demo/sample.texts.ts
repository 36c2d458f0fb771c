import type { CommonWords } from '#demos/parts/figure-words.ts';
import type { Moment } from './sample.story.ts';

/** The words of the figure in one locale. Facts stay with the codec: these name and explain. */
export interface SampleTexts {
  readonly ui: CommonWords & Readonly<Record<'title' | 'chart' | 'steps' | 'caption', string>>;
  /** What each kind of moment says; `{length}` is its number of bytes. */
  readonly moments: Readonly<Record<Moment['kind'], string>>;
}
