import type { CommonWords } from '#demos/parts/figure-words.ts';
import type { Registrar } from './close-codes.verdicts.ts';

export const CODES_UI_KEYS = [
  'title',
  'caption',
  'code',
  'ranges',
  'notACode',
  'measured',
  'meaning',
  'givenBy',
  'bytes',
  'wire',
  'may',
  'mustNot',
  'noMeaning',
  'says',
  'scriptCall',
  'wsCall',
  'sends',
  'throwsScript',
  'throwsWs',
  'hears',
  'told',
  'failed',
  'say',
  'receive',
  'trying',
  'sayHint',
  'receiveHint',
  'modelHint',
  'result',
  'threw',
  'sentClose',
  'cameClose',
  'answeredClose',
  'scriptTold',
  'serverTold',
  'scriptError',
  'unnamed',
  'column',
  'from',
] as const;
export type CodesUiKey = (typeof CODES_UI_KEYS)[number];

/** The words of the picker in one locale. */
export interface CloseCodesTexts {
  readonly ui: CommonWords & Readonly<Record<CodesUiKey, string>>;
  readonly registrars: Readonly<Record<Registrar, string>>;
  /** What a code, or a range by its first code, is for. */
  readonly meanings: Readonly<Record<number, string>>;
  /** By rule id, for what was refused. */
  readonly problems: Readonly<Record<string, { readonly title: string; readonly advice: string }>>;
}
