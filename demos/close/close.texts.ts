import type { CommonWords } from '#demos/parts/figure-words.ts';
import type { Source } from '#demos/protocol/source.ts';
import type { RunId } from './close.runs.ts';

/** What a moment can be, as far as there are words for it. */
export const SAID_IDS = [
  'open',
  'client-close',
  'client-send',
  'leave',
  'server-close',
  'terminate',
  'pause',
  'resume',
  'violate',
  'linger',
  'close-first',
  'close-answer',
  'close-crossing',
  'close-unread',
  'close-1002',
  'data',
  'echo-dropped',
  'reserved',
  'fin-server-first',
  'fin-client-first',
  'fin-second',
  'rst',
  'message',
  'error',
  'told-frame',
  'told-empty',
  'told-none',
  'waited-answer',
  'waited-tcp',
] as const;
export type SaidId = (typeof SAID_IDS)[number];

/** Parts that the prose may name. */
export const PART_IDS = ['client', 'server', 'tcp', 'code', 'was-clean', 'time-wait'] as const;
export type PartId = (typeof PART_IDS)[number];
export const isPart = (part: string): part is PartId => PART_IDS.some((each) => each === part);

export interface Said {
  readonly title: string;
  /** May hold `code` in backticks, and `{code}`. */
  readonly says: string;
  readonly source: Source;
}

export const UI_KEYS = [
  'title',
  'caption',
  'runs',
  'steps',
  'client',
  'server',
  'wire',
  'time',
  'momentOf',
  'outcome',
  'sent',
  'received',
  'told',
  'nothingYet',
  'nothing',
  'noClose',
  'closeWithoutCode',
  'unreadable',
  'unread',
  'itsCode',
  'noCode',
  'noFrame',
  'clean',
  'unclean',
  'gone',
  'states',
  'timeWait',
  'inferred',
  'silence',
  'notRecorded',
  'page',
  'stopsReading',
  'readsOn',
  'endsTcp',
  'breaksRule',
  'lingers',
  'waited',
  'opened',
] as const;
export type UiKey = (typeof UI_KEYS)[number];

/** The words of the figure in one locale. */
export interface CloseTexts {
  readonly ui: CommonWords & Readonly<Record<UiKey, string>>;
  readonly runs: Readonly<Record<RunId, { readonly label: string; readonly says: string }>>;
  readonly moments: Readonly<Record<SaidId, Said>>;
  readonly parts: Readonly<Record<PartId, Said>>;
  /** By rule id, for what was refused. */
  readonly problems: Readonly<Record<string, { readonly title: string; readonly advice: string }>>;
}
