import type { CommonWords } from '#demos/parts/figure-words.ts';
import type { Source } from '#demos/protocol/source.ts';
import type { RunId } from './negotiation.runs.ts';

/** What a word of the prose can name, and what lights up together. */
export const PARTS = ['offer', 'answer', 'verdict', 'protocol', 'extension'] as const;
export type PartId = (typeof PARTS)[number];

export interface PartText {
  readonly title: string;
  readonly says: string;
  readonly source: Source;
}

/** The words of the figure in one locale. Facts stay with the codec: these name and explain. */
export interface NegotiationTexts {
  readonly ui: CommonWords & Readonly<Record<UiKey, string>>;
  readonly runs: Readonly<Record<RunId, string>>;
  /** By the machine's state: what has happened. */
  readonly states: Readonly<Record<string, PartText>>;
  readonly parts: Readonly<Record<PartId, PartText>>;
  /** What the statechart prints on its lines. */
  readonly edges: Readonly<Record<string, string>>;
  /** What may be refused, by rule. */
  readonly rules: Readonly<Partial<Record<string, { readonly title: string; readonly advice: string }>>>;
}

export type UiKey =
  | 'title'
  | 'caption'
  | 'chart'
  | 'steps'
  | 'runs'
  | 'yours'
  | 'unsent'
  | 'offer'
  | 'answer'
  | 'others'
  | 'notSent'
  | 'notYet'
  | 'offerSubprotocols'
  | 'offerHint'
  | 'offerExtensions'
  | 'offerFixed'
  | 'answeredBy'
  | 'byWs'
  | 'byHand'
  | 'select'
  | 'selectFirst'
  | 'selectNone'
  | 'selectName'
  | 'name'
  | 'extension'
  | 'compress'
  | 'serverTakeover'
  | 'clientTakeover'
  | 'serverBits'
  | 'clientBits'
  | 'unnamed'
  | 'lines'
  | 'linesHint'
  | 'open'
  | 'verdicts'
  | 'rfc'
  | 'browser'
  | 'modelBrowser'
  | 'wsClient'
  | 'accepts'
  | 'refuses'
  | 'refusesSaying'
  | 'opened'
  | 'failed'
  | 'threw'
  | 'untold'
  | 'differ'
  | 'agreement'
  | 'nothingAgreed'
  | 'noProtocol'
  | 'noDeflate'
  | 'subprotocol'
  | 'compression'
  | 'up'
  | 'down'
  | 'takeover'
  | 'takeoverKept'
  | 'takeoverReset'
  | 'window'
  | 'windowBits'
  | 'clientHolds'
  | 'serverHolds'
  | 'compressor'
  | 'decompressor'
  | 'bytes'
  | 'firstEcho'
  | 'secondEcho'
  | 'memoryHint';
