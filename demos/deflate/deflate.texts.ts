import type { Problem } from '#demos/capture/problem.ts';
import type { CommonWords } from '#demos/parts/figure-words.ts';
import type { BlockKind, PartName, PieceKind } from './deflate.piece.ts';

/** What is said of a stop; `{name}` stands for a value. */
export interface Says {
  readonly title: string;
  readonly says: string;
}

/** The words of the figure in one locale. */
export interface DeflateTexts {
  readonly ui: CommonWords &
    Readonly<
      Record<
        | 'title'
        | 'caption'
        | 'chart'
        | 'step'
        | 'of'
        | 'list'
        | 'message'
        | 'browserSent'
        | 'serverSent'
        | 'bytes'
        | 'cost'
        | 'costHeader'
        | 'sum'
        | 'uncompressed'
        | 'notYet'
        | 'agreed'
        | 'frame'
        | 'ownBytes'
        | 'changed'
        | 'rsv1'
        | 'noRsv1'
        | 'undo'
        | 'restore'
        | 'edit'
        | 'ribbon'
        | 'ribbonKey'
        | 'pressToFlip'
        | 'bit'
        | 'page'
        | 'earlier'
        | 'later'
        | 'text'
        | 'window'
        | 'fold'
        | 'byte'
        | 'codes'
        | 'codesUsed'
        | 'noCodes'
        | 'lengthsCode'
        | 'literalCode'
        | 'distanceCode'
        | 'parts'
        | 'asCode'
        | 'asNumber'
        | 'stopped'
        | 'kept'
        | 'memory'
        | 'memorySays'
        | 'hex'
        | 'hexHint'
        | 'hexBad'
        | 'hexHalf'
        | 'hexTooLong'
        | 'windowText'
        | 'yourMessage'
        | 'send'
        | 'takeover'
        | 'windowBits'
        | 'windowHint'
        | 'strategy'
        | 'connecting'
        | 'ended'
        | 'connectAgain'
        | 'modelSays'
        | 'liveFirst'
        | 'partElsewhere'
        | 'partNowhere',
        string
      >
    >;
  readonly strategies: Readonly<Record<'default' | 'fixed' | 'stored', string>>;
  readonly headers: Readonly<Record<BlockKind, Says>>;
  readonly pieces: Readonly<
    Record<
      | Exclude<PieceKind, 'header'>
      | 'copy-overlapping'
      | 'copy-window'
      | 'code-lengths-repeated'
      | 'tail'
      | 'done'
      | 'unfinished'
      | 'failed'
      | 'rsv1',
      Says
    >
  >;
  /** What a tile says in a few characters. */
  readonly tiles: Readonly<Record<BlockKind | Exclude<PieceKind, 'header' | 'literal'> | 'code-lengths', string>>;
  readonly parts: Readonly<Record<PartName, string>>;
  /** What a symbol of a code stands for. */
  readonly symbols: Readonly<
    Record<'end' | 'length' | 'lengths' | 'distance' | 'distances' | 'bits' | 'unused' | '16' | '17' | '18', string>
  >;
  readonly rules: Readonly<Partial<Record<Problem['rule'], { readonly title: string; readonly advice?: string }>>>;
}
