import type { CaptureSource } from '#demos/capture/capture.ts';

/** Words for where the bytes come from. */
export type SourceWords = Readonly<Record<CaptureSource | 'sourceChoice' | 'noCompanion' | 'liveHint', string>>;

/** Words of the row under a figure that steps. */
export type TransportWords = Readonly<
  Record<'back' | 'next' | 'play' | 'pause' | 'speed' | 'reset' | 'controls', string>
>;

/** Words of what every figure can share. */
export type SharingWords = Readonly<
  Record<'copyLink' | 'copied' | 'linkTooLong' | 'openAlone' | 'exportJson' | 'exportPcapng' | 'notSaved', string>
>;

/** Words for a run's state, and for what was refused. */
export type RunWords = Readonly<Record<'running' | 'lost' | 'found' | 'expectedWord', string>>;

/** Words for what may be refused, by rule. */
export type RuleWords = Readonly<Partial<Record<string, { readonly title: string; readonly advice?: string }>>>;

/** The words that all figures have in common, in one locale. */
export type CommonWords = SourceWords & TransportWords & SharingWords & RunWords;
