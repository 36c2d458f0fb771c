import type { CommonWords } from '#demos/parts/figure-words.ts';
import type { Policy } from '#demos/protocol/frame.ts';
import type { Source } from '#demos/protocol/source.ts';
import type { Part } from './assembler.parts.ts';
import type { Did } from './assembler.reading.ts';
import type { RunId } from './assembler.runs.ts';

/** A sentence or two, and where it is written. */
export interface Claim {
  readonly title: string;
  readonly says: string;
  readonly source: Source;
}

/** The words of the figure in one locale. Facts stay with the codec: these name and explain. */
export interface AssemblerTexts {
  readonly ui: CommonWords & Readonly<Record<UiKey, string>>;
  /** Names of the sixteen opcodes. */
  readonly opcodes: Readonly<Record<number, string>>;
  readonly runs: Readonly<Record<RunId, string>>;
  /** What a frame did to its receiver. `{payload}`, `{message}`, `{n}`, `{have}` and `{of}` are filled in. */
  readonly did: Readonly<Record<Exclude<Did, 'fails'> | 'nothing' | 'half', Claim>>;
  readonly parts: Readonly<Record<Part, Claim>>;
  /** States of the machine, as the timeline names them. */
  readonly states: Readonly<Record<string, string>>;
  readonly policies: Readonly<Record<Policy, string>>;
  /** By rule id. */
  readonly rules: Readonly<Record<string, { readonly title: string; readonly advice: string }>>;
}

export const UI_KEYS = [
  'title',
  'caption',
  'chart',
  'scenarios',
  'ownTimeline',
  'sender',
  'fromClient',
  'fromServer',
  'timeline',
  'frameRow',
  'stateRow',
  'messageRow',
  'answerRow',
  'toldServer',
  'toldScript',
  'cardName',
  'cardHint',
  'grabbed',
  'movedTo',
  'dropped',
  'putBack',
  'wireBytes',
  'empty',
  'noPayload',
  'ofCharacter',
  'nothingYet',
  'unread',
  'withoutKey',
  'pong',
  'closeWord',
  'noCode',
  'message',
  'error',
  'add',
  'moveLeft',
  'moveRight',
  'edit',
  'remove',
  'undo',
  'full',
  'send',
  'sendToServer',
  'sendToBrowser',
  'sendServerHint',
  'sendBrowserHint',
  'modelHint',
  'sending',
  'cameRecorded',
  'cameLive',
  'cameModel',
  'asOwed',
  'otherwise',
  'missing',
  'endedTcp',
  'keptOpen',
  'policies',
  'choosePolicy',
  'delivers',
  'deliversOne',
  'deliversNone',
  'refusesAt',
  'noCloseFrame',
  'closesAt',
  'stillOpen',
  'allAgree',
  'theyDiffer',
  'opcode',
  'bits',
  'payload',
  'payloadAs',
  'asText',
  'asHex',
  'hexBad',
  'hexHalf',
  'tooLong',
  'copyAs',
  'hex',
  'javaScript',
  'printf',
  'copiedBytes',
  'foundAt',
  'closeCode',
  'step',
  'of',
] as const;
export type UiKey = (typeof UI_KEYS)[number];
