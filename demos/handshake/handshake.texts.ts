import type { CommonWords } from '#demos/parts/figure-words.ts';
import type { HandshakeFaultId } from '#demos/protocol/faults-handshake.ts';
import type { Source } from '#demos/protocol/source.ts';

/** What a reader is told of one header. */
export interface HeaderText {
  readonly name: string;
  /** At most 70 characters, shown beside the line. */
  readonly meaning: string;
  /** Who requires it and why it exists. */
  readonly why: string;
  /** Which heads cannot do without it. */
  readonly requiredIn?: readonly ('request' | 'response')[];
  readonly source: Source;
}

/** A title and what a moment means. Both may hold `{name}` placeholders and `code` in backticks. */
export interface MomentText {
  readonly title: string;
  readonly says: string;
  readonly source: Source;
}

/** The words of the figure in one locale. Facts stay with the codec: these name and explain. */
export interface HandshakeTexts {
  readonly ui: Readonly<Record<UiKey, string>> & CommonWords;
  readonly phases: Readonly<Record<string, string>>;
  /** What the statechart prints on its lines, by event, or by state and event. */
  readonly edges: Readonly<Record<string, string>>;
  /** By the short name of a check: as much as fits beside its box. */
  readonly checks: Readonly<Record<string, string>>;
  /** By moment id, the part before a colon standing for all (`check`, `frame`). */
  readonly moments: Readonly<Record<string, MomentText>>;
  /** By header name in lower case. */
  readonly headers: Readonly<Record<string, HeaderText>>;
  /** By rule id. */
  readonly rules: Readonly<Record<string, { readonly title: string; readonly advice: string }>>;
  readonly faults: Readonly<Record<HandshakeFaultId, string>>;
}

export const UI_KEYS = [
  'title',
  'client',
  'server',
  'request',
  'response',
  'bytesUnit',
  'waitingForBytes',
  'key',
  'guid',
  'sha1Of',
  'digest',
  'base64',
  'expected',
  'received',
  'equal',
  'different',
  'missing',
  'serverChecks',
  'clientChecks',
  'passed',
  'failed',
  'notYet',
  'noChecks',
  'tcpOpen',
  'readsAndHashes',
  'frame',
  'step',
  'of',
  'part',
  'bytes',
  'source',
  'editRequest',
  'editResponse',
  'send',
  'cancel',
  'restore',
  'breakIt',
  'editRequestHint',
  'editResponseHint',
  'byTheRfc',
  'whatHappened',
  'verdictOpen',
  'verdictRefusedByServer',
  'verdictRefusedByClient',
  'verdictPending',
  'verdictEnded',
  'realNobody',
  'realNobodyYet',
  'measuredLead',
  'measuredAccepts',
  'measuredRefuses',
  'chromium',
  'ws',
  'realServerAccepted',
  'realServerRefused',
  'realServerSilent',
  'realBrowserOpened',
  'realBrowserFailed',
  'theyDiffer',
  'laxer',
  'stricter',
  'theyAgree',
  'redactedNote',
  'requiredLine',
  'optionalLine',
  'nothingYet',
  'chart',
  'steps',
  'caption',
] as const;
export type UiKey = (typeof UI_KEYS)[number];
