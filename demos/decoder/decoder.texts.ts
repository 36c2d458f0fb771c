import type { CommonWords } from '#demos/parts/figure-words.ts';
import type { FieldId } from '#demos/protocol/fields.ts';
import type { ExampleName, FIRST_EXAMPLES } from './decoder.names.ts';
import type { Layer } from './detail.ts';
import type { DumpStyle } from './dump-style.ts';
import type { InputForm, InputRule } from './input.ts';
import type { RowKind } from './row.ts';
import type { Settings } from './settings.ts';

export const UI_KEYS = [
  'title',
  'pasted',
  'published',
  'private',
  'input',
  'inputHint',
  'heldHint',
  'openFile',
  'drop',
  'clear',
  'examples',
  'readAs',
  'sentBy',
  'deflate',
  'packets',
  'auto',
  'recognised',
  'recognisedDump',
  'bytesOnWire',
  'withHandshake',
  'withoutHandshake',
  'guessBoth',
  'guessClient',
  'guessServer',
  'wentBoth',
  'wentUp',
  'wentDown',
  'guessDeflate',
  'guessPackets',
  'harNote',
  'leftConnections',
  'leftConnectionsTls',
  'leftPackets',
  'missingBytes',
  'unreadable',
  'empty',
  'allDecoded',
  'allDecodedOne',
  'progress',
  'cancel',
  'cancelled',
  'stoppedAt',
  'stoppedPath',
  'stoppedByte',
  'brokenRow',
  'unread',
  'unreadOne',
  'showIt',
  'filter',
  'direction',
  'both',
  'clientToServer',
  'serverToClient',
  'kind',
  'connection',
  'all',
  'broken',
  'least',
  'most',
  'contains',
  'containsHint',
  'noFilter',
  'shownOf',
  'rows',
  'row',
  'noRows',
  'ms',
  'length',
  'payload',
  'packet',
  'wire',
  'compressed',
  'detail',
  'noDetail',
  'loadingDetail',
  'layerBytes',
  'layerByte',
  'layerAt',
  'stillCompressed',
  'moreBytes',
  'atByte',
  'atBytes',
  'atBit',
  'atBits',
  'closeCode',
  'showInText',
  'lineColumn',
  'chart',
  'caption',
  'keyFrames',
  'noWire',
] as const;
export type UiKey = (typeof UI_KEYS)[number];

/** The words of the figure in one locale. */
export interface DecoderTexts {
  readonly ui: Readonly<Record<UiKey, string>> & CommonWords;
  readonly forms: Readonly<Record<InputForm, string>>;
  readonly dumps: Readonly<Record<DumpStyle, string>>;
  readonly kinds: Readonly<Record<RowKind, string>>;
  readonly vias: Readonly<Record<Layer['via'], string>>;
  readonly senders: Readonly<Record<Settings['from'], string>>;
  readonly deflates: Readonly<Record<Settings['deflate'], string>>;
  readonly packets: Readonly<Record<Settings['packets'], string>>;
  readonly examples: Readonly<Record<ExampleName, string>>;
  /** As an empty page offers them. */
  readonly firstExamples: Readonly<Record<(typeof FIRST_EXAMPLES)[number], string>>;
  /** Where the bytes of an example were published; empty for the recorded one. */
  readonly published: Readonly<Record<ExampleName, string>>;
  readonly fields: Readonly<Record<FieldId, { readonly name: string; readonly meaning: string }>>;
  /** By rule id: of the input, and of the protocols. */
  readonly stops: Readonly<Record<InputRule, { readonly title: string; readonly advice: string }>>;
  readonly rules: Readonly<Record<string, { readonly title: string; readonly advice: string }>>;
  readonly edges: Readonly<Record<string, string>>;
}
