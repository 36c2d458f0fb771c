import type { CommonWords } from '#demos/parts/figure-words.ts';
import type { Source } from '#demos/protocol/source.ts';
import type { After } from './frames.after.ts';
import type { PartName } from './frames.anatomy.ts';
import type { Meaning } from './frames.meaning.ts';
import type { PolicyRow } from './frames.policies.ts';

/** What is said of one field, whatever its value. */
export interface PartText {
  readonly name: string;
  /** For a narrow column. */
  readonly short?: string;
  /** One to three sentences; words in backticks are code. */
  readonly says: string;
  readonly source: Source;
}

export interface StageText {
  /** One or two words, for a narrow cell. */
  readonly label: string;
  readonly title: string;
  readonly says: string;
  readonly source: Source;
}

/** The words of the figure in one locale. */
export interface FramesTexts {
  readonly ui: Readonly<Record<UiKey, string>> & CommonWords;
  readonly parts: Readonly<Record<PartName, PartText>>;
  readonly meanings: Readonly<Record<Meaning, string>>;
  /** One name for each of the sixteen opcodes. */
  readonly opcodes: readonly string[];
  readonly after: Readonly<Record<After, string>>;
  /** By the decoder's state. */
  readonly stages: Readonly<Record<string, StageText>>;
  readonly edges: Readonly<Record<string, string>>;
  /** By rule id; `quote` is the rule in the words of its document. */
  readonly rules: Readonly<
    Record<string, { readonly title: string; readonly advice: string; readonly quote?: string }>
  >;
  /** Why three receivers differ, by what they differ in. */
  readonly differences: Readonly<Record<PolicyRow, string>>;
  /** Close codes by number. */
  readonly closeCodes: Readonly<Record<string, string>>;
}

export const UI_KEYS = [
  'title',
  'log',
  'logEmpty',
  'logFirst',
  'logEarlier',
  'ms',
  'direction',
  'opcode',
  'length',
  'payload',
  'onTheWire',
  'bytesWord',
  'more',
  'clientToServer',
  'serverToClient',
  'finRow',
  'rstRow',
  'rowBroken',
  'openRow',
  'message',
  'send',
  'serverPing',
  'serverFragments',
  'close',
  'connectAgain',
  'opening',
  'ended',
  'frame',
  'frameBytes',
  'asLogged',
  'changed',
  'ownFrame',
  'restore',
  'edit',
  'hexField',
  'hexHint',
  'hexBad',
  'hexHalf',
  'hexTooLong',
  'copyAs',
  'hex',
  'javaScript',
  'printf',
  'copiedBytes',
  'bits',
  'pressToFlip',
  'bitName',
  'fields',
  'fold',
  'foldAbsent',
  'masking',
  'masked',
  'wire',
  'key',
  'utf8',
  'oneByte',
  'moreBytes',
  'notMasked',
  'noPayload',
  'forms',
  'formPayload',
  'formField',
  'formServer',
  'formClient',
  'formUp',
  'build',
  'sender',
  'client',
  'server',
  'flags',
  'payloadText',
  'payloadHex',
  'payloadAs',
  'asText',
  'asHex',
  'maskingKey',
  'randomKey',
  'noKey',
  'lengthForm',
  'form7',
  'form16',
  'form64',
  'shortest',
  'payloadLength',
  'before',
  'deflate',
  'verdictStopped',
  'verdictRest',
  'mustFail',
  'closeCode',
  'noCloseFrame',
  'answer',
  'answerKey',
  'policies',
  'policyRfc',
  'policyWs',
  'policyChromium',
  'accepts',
  'refuses',
  'waits',
  'discards',
  'allAgree',
  'theyDiffer',
  'measuredOn',
  'choosePolicy',
  'sendRaw',
  'giveBrowser',
  'sendRawHint',
  'giveBrowserHint',
  'modelHint',
  'tooLongToSend',
  'trialRunning',
  'trialServerSaid',
  'trialServerSilent',
  'trialServerCut',
  'trialServerAnswered',
  'trialBrowserTold',
  'trialBrowserNothing',
  'trialModel',
  'trialAgrees',
  'trialDiffers',
  'chart',
  'steps',
  'step',
  'of',
  'foundWord',
  'notHere',
  'atByte',
  'atBytes',
  'atBit',
  'atBits',
  'caption',
] as const;
export type UiKey = (typeof UI_KEYS)[number];

/** Fills `{name}` from a record; a name without a value stays as it stands, so that a missing one is seen. */
export const fill = (text: string, values: Readonly<Record<string, string | number>>): string =>
  text.replace(/\{(\w+)\}/g, (all, name: string) => String(values[name] ?? all));
