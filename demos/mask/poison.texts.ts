import type { CommonWords, RuleWords } from '#demos/parts/figure-words.ts';
import type { Source } from '#demos/protocol/source.ts';
import type { KeyMode, Tactic } from './attack.keys.ts';
import type { MomentKind } from './poison.story.ts';

/** What is said of a moment; `{name}` is filled in. */
export interface MomentText {
  /** For a narrow cell. */
  readonly label: string;
  /** What the page, or another user, does. */
  readonly client: string;
  readonly server: string;
  readonly title: string;
  readonly says: string;
  readonly source: Source;
}

export type UiKey =
  | 'title'
  | 'status'
  | 'keys'
  | 'tactics'
  | 'again'
  | 'poisoned'
  | 'clean'
  | 'untried'
  | 'clientColumn'
  | 'proxyColumn'
  | 'serverColumn'
  | 'ladder'
  | 'masksWith'
  | 'doesNotMask'
  | 'dump'
  | 'took'
  | 'tookNothing'
  | 'cache'
  | 'cacheEmpty'
  | 'chart'
  | 'steps'
  | 'outcomes'
  | 'caption';

/** What the proxy made of a moment's bytes. */
export type Verdict =
  | 'request'
  | 'noRequest'
  | 'kept'
  | 'notKept'
  | 'noResponse'
  | 'hasIt'
  | 'asksOn'
  | 'fromCache'
  | 'fromOrigin';

/** The words of the figure in one locale. */
export interface PoisonTexts {
  readonly ui: CommonWords & Readonly<Record<UiKey, string>>;
  readonly keys: Readonly<Record<KeyMode, { readonly label: string; readonly says: string }>>;
  readonly tactics: Readonly<Record<Tactic, string>>;
  /** By what happened: `yes` where the proxy was deceived, or did what it should not. */
  readonly moments: Readonly<Record<MomentKind, { readonly yes: MomentText; readonly no: MomentText }>>;
  readonly verdicts: Readonly<Record<Verdict, string>>;
  readonly edges: Readonly<Record<string, string>>;
  /** What may be refused, by rule. */
  readonly rules: RuleWords;
  /** What the attacker's script handed over, and what masking then made of it. */
  readonly given: Readonly<Record<'plain' | 'xored', string>>;
  readonly masked: Readonly<Record<'none' | 'same' | 'other', string>>;
}
