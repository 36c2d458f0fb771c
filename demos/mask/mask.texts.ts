import type { Problem } from '#demos/capture/problem.ts';
import type { CommonWords } from '#demos/parts/figure-words.ts';
import type { Source } from '#demos/protocol/source.ts';
import type { MaskPart } from './mask.parts.ts';

export interface SaidText {
  readonly title: string;
  readonly says: string;
  readonly source: Source;
}

export type UiKey =
  | 'title'
  | 'list'
  | 'listEmpty'
  | 'pair'
  | 'pairSame'
  | 'noPair'
  | 'message'
  | 'send'
  | 'opening'
  | 'ended'
  | 'connectAgain'
  | 'desk'
  | 'deskBytes'
  | 'changed'
  | 'asSent'
  | 'restore'
  | 'strip'
  | 'way'
  | 'mask'
  | 'unmask'
  | 'table'
  | 'payload'
  | 'key'
  | 'masked'
  | 'ascii'
  | 'bits'
  | 'noBits'
  | 'edit'
  | 'payloadText'
  | 'payloadHex'
  | 'keyHex'
  | 'keys'
  | 'randomKey'
  | 'zeroKey'
  | 'rfcKey'
  | 'hexBad'
  | 'hexHalf'
  | 'tooLong'
  | 'keyLength'
  | 'chart'
  | 'steps'
  | 'caption';

/** The words of the figure in one locale. */
export interface MaskTexts {
  readonly ui: CommonWords & Readonly<Record<UiKey, string>>;
  readonly parts: Readonly<Record<MaskPart, SaidText>>;
  /** By where the desk stands; `{name}` is filled in. */
  readonly stages: Readonly<Record<'begin' | 'byte' | 'masked' | 'unmasked' | 'zero', SaidText>>;
  readonly edges: Readonly<Record<string, string>>;
  readonly rules: Readonly<Partial<Record<Problem['rule'], { readonly title: string; readonly advice: string }>>>;
  /** Names of the opcodes that the list can show. */
  readonly opcodes: Readonly<Partial<Record<number, string>>>;
}
