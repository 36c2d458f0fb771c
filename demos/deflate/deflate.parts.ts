import type { Piece, Scene } from './deflate.piece.ts';

/** What a word of the prose may name. */
const PARTS = ['block-header', 'huffman', 'literal', 'pair', 'window', 'end-of-block', 'tail', 'rsv1'] as const;
export type PartOfFigure = (typeof PARTS)[number];

export const partOf = (name: string): PartOfFigure | null => PARTS.find((part) => part === name) ?? null;

/** Whether a piece is one that the part names; `null`: the part is not in the bits. */
function pieceIs(part: PartOfFigure, { payload, window }: Scene): ((piece: Piece) => boolean) | null {
  switch (part) {
    case 'block-header':
      return ({ kind }) => kind === 'header';
    case 'huffman':
    case 'literal':
      return ({ kind }) => kind === 'literal';
    case 'pair':
      return ({ kind }) => kind === 'copy';
    // Nobody sees a window until something reaches into it.
    case 'window':
      return (piece) => window.length > 0 && piece.kind === 'copy' && piece.distance > piece.at;
    case 'end-of-block':
      return ({ kind }) => kind === 'end';
    case 'tail':
      return ({ span }) => span.end > payload.length * 8;
    case 'rsv1':
      return null;
  }
}

/** The step that shows a part; `null` where the message has none. RSV1 is shown at any: at the first. */
export function stepOfPart(part: PartOfFigure, scene: Scene): number | null {
  const isIt = pieceIs(part, scene);
  if (!isIt) return 0;
  const piece = scene.pieces.findIndex(isIt);
  // Of a copy that is followed byte by byte, the last byte.
  const step = piece < 0 ? -1 : scene.steps.findLastIndex((each) => each.piece === piece);
  return step < 0 ? null : step;
}
