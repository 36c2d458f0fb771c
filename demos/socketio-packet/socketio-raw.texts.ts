import type { CommonWords } from '#demos/parts/figure-words.ts';
import type { Source } from '#demos/protocol/source.ts';

export const EXPERIMENTS = ['plain-client', 'plain-server', 'program'] as const;
export type Experiment = (typeof EXPERIMENTS)[number];

/** The words of the figure in one locale. */
export interface SocketioRawTexts {
  readonly ui: Readonly<
    Record<
      | 'title'
      | 'experiments'
      | 'transcript'
      | 'script'
      | 'run'
      | 'again'
      | 'send'
      | 'sendLabel'
      | 'ready'
      | 'closeIt'
      | 'chart'
      | 'program'
      | 'next'
      | 'waits'
      | 'nothing'
      | 'needsCompanion'
      | 'runHint'
      | 'sayHint'
      | 'closedHint'
      | 'caption',
      string
    >
  > &
    CommonWords;
  readonly experiments: Readonly<
    Record<Experiment, { readonly name: string; readonly says: string; readonly ends: string }>
  >;
  /** By a row's kind; one without a text is left without a note. */
  readonly notes: Readonly<Record<string, { readonly says: string; readonly source: Source }>>;
  readonly edges: Readonly<Record<string, string>>;
  readonly rules: Readonly<Record<string, { readonly title: string; readonly advice: string }>>;
}
