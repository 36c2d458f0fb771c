import type { CommonWords } from '#demos/parts/figure-words.ts';
import type { LaneId } from './race.lanes.ts';
import type { Measure } from './race.measures.ts';
import type { MomentKind } from './race.moments.ts';
import type { RaceSettings } from './race.settings.ts';

type UiWord =
  | 'title'
  | 'caption'
  | 'settings'
  | 'moments'
  | 'lanesLabel'
  | 'pageLine'
  | 'serverLine'
  | 'lateHistogram'
  | 'costTable'
  | 'notInLive'
  | 'runLive'
  | 'modelOf'
  | 'legend'
  | 'and';

type Column =
  | 'lane'
  | 'requests'
  | 'headUp'
  | 'headDown'
  | 'rest'
  | 'total'
  | 'connections'
  | 'held'
  | 'mean'
  | 'worst';

/** The words of the figure in one locale. Numbers come from the race: these name them. */
export interface RaceTexts {
  readonly ui: CommonWords & Readonly<Record<UiWord, string>>;
  readonly lanes: Readonly<
    Record<LaneId, { readonly name: string; readonly how: string; readonly event: string; readonly chart: string }>
  >;
  /** What the charts print for an event, where that is not its name. */
  readonly edges: Readonly<Record<string, string>>;
  readonly settings: Readonly<Record<keyof RaceSettings, string>>;
  readonly columns: Readonly<Record<Column, string>>;
  /** `{n}` is the number. */
  readonly units: Readonly<
    Record<'perMinute' | 'perSecond' | 'ms' | 's' | 'min' | 'underMs' | 'bytes' | 'none', string>
  >;
  /** `{worst}`, `{tolerance}`, `{held}`, `{others}`. */
  readonly verdict: Readonly<Record<'nobodyInTime' | 'pollingLate' | 'pollingInTime' | 'pollingHoldsLeast', string>>;
  /** Who needs least, among those in time; `{value}` is how much. */
  readonly bests: Readonly<Record<Measure, { readonly label: string; readonly says: string }>>;
  /** What each kind of moment says; `{n}` is the event, or how many there are. */
  readonly moments: Readonly<Record<MomentKind, string>>;
  readonly problems: Readonly<Partial<Record<string, { readonly title: string; readonly advice: string }>>>;
}
