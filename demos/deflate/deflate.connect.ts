import { fill } from '#demos/parts/fill.ts';
import {
  DISTANCE_BASE,
  DISTANCE_EXTRA,
  END_OF_BLOCK,
  LENGTH_BASE,
  LENGTH_EXTRA,
} from '#demos/protocol/inflate-tables.ts';
import { type Source, source } from '#demos/protocol/source.ts';
import type { CodeName, Part, Piece, PieceKind, Scene } from './deflate.piece.ts';
import type { DeflateTexts, Says } from './deflate.texts.ts';
import { byteText, type PartRow } from './deflate.told.ts';

interface Explanation {
  readonly title: string;
  readonly says: string;
  readonly source: Source;
}

const SOURCES: Readonly<Record<PieceKind | 'tail' | 'done' | 'window', Source>> = {
  header: source('RFC 1951', '3.2.3'),
  'stored-length': source('RFC 1951', '3.2.4'),
  stored: source('RFC 1951', '3.2.4'),
  counts: source('RFC 1951', '3.2.7'),
  'code-length-code': source('RFC 1951', '3.2.7'),
  'code-length': source('RFC 1951', '3.2.7'),
  literal: source('RFC 1951', '3.2.5'),
  copy: source('RFC 1951', '3.2.5'),
  end: source('RFC 1951', '3.2.5'),
  padding: source('RFC 7692', '7.2.1'),
  tail: source('RFC 7692', '7.2.1'),
  done: source('RFC 7692', '7.2.2'),
  window: source('RFC 7692', '7.1.1'),
};

/** A byte as a reader knows it: `“H”`, or `0x0a` where it is no character by itself. */
const byteName = (byte: number): string =>
  byte >= 0x20 && byte < 0x7f ? `“${String.fromCharCode(byte)}”` : `0x${byte.toString(16).padStart(2, '0')}`;

/** What a symbol of a code stands for. */
export function symbolName(code: CodeName, symbol: number, { symbols }: DeflateTexts): string {
  if (code === 'lengths') return symbol > 15 ? symbols[`${symbol}` as '16'] : lengthName(symbol, symbols);
  if (code === 'literal' && symbol < END_OF_BLOCK) return byteName(symbol);
  if (code === 'literal' && symbol === END_OF_BLOCK) return symbols.end;
  const [base, extra, one, several] =
    code === 'literal'
      ? [LENGTH_BASE[symbol - 257], LENGTH_EXTRA[symbol - 257], symbols.length, symbols.lengths]
      : [DISTANCE_BASE[symbol], DISTANCE_EXTRA[symbol], symbols.distance, symbols.distances];
  if (base === undefined || !extra) return fill(one, { n: base ?? symbol });
  return fill(several, { from: base, to: base + 2 ** extra - 1 });
}

const lengthName = (bits: number, symbols: DeflateTexts['symbols']): string =>
  bits === 0 ? symbols.unused : fill(symbols.bits, { n: bits });

/** Bit `bit` of a stream in the order of RFC 1951 §3.1.1: bit 0 is the first byte's least significant one. */
const bitAt = (bytes: Uint8Array, bit: number): number => ((bytes[bit >> 3] ?? 0) >> (bit & 7)) & 1;

/** Bits in reading order. */
const bitsOf = (stream: Uint8Array, { start, end }: Part['span']): string =>
  Array.from({ length: end - start }, (_, i) => bitAt(stream, start + i)).join('');

/** Of more bits than these the first are shown. */
const MOST_BITS = 32;

function partRow(stream: Uint8Array, part: Part, code: CodeName, texts: DeflateTexts): PartRow {
  const all = bitsOf(stream, part.span);
  const { name, order, value } = part;
  const bits = all.length > MOST_BITS ? `${all.slice(0, MOST_BITS)}…` : all;
  const row = { name: texts.parts[name], bits, order };
  if (order === 'code') return { ...row, says: symbolName(code, value, texts) };
  return {
    ...row,
    says:
      order === 'number' ? `${[...all].reverse().join('')} = ${Number.parseInt([...all].reverse().join(''), 2)}` : '',
  };
}

/** Which code a part of a piece is written in. */
function codeOf(piece: Piece, part: Part): CodeName {
  if (piece.kind === 'code-length') return 'lengths';
  return part.name === 'distance' ? 'distance' : 'literal';
}

/** A long run of equal parts says nothing part by part. */
const MOST_PARTS = 6;

/** A piece's bits part by part. */
export const partRows = (stream: Uint8Array, piece: Piece, texts: DeflateTexts): readonly PartRow[] =>
  piece.parts.length > MOST_PARTS ? [] : piece.parts.map((part) => partRow(stream, part, codeOf(piece, part), texts));

/** The bits of each Huffman code that a piece is written in. */
export function codesRead(stream: Uint8Array, piece: Piece): Readonly<Partial<Record<CodeName, string>>> {
  const read: Partial<Record<CodeName, string>> = {};
  for (const part of piece.parts) if (part.order === 'code') read[codeOf(piece, part)] = bitsOf(stream, part.span);
  return read;
}

/** The codes that help with a piece: while lengths are read, those they are written in. */
export const codesShown = (piece: Piece | null): readonly CodeName[] =>
  piece?.kind === 'code-length' || piece?.kind === 'code-length-code' || piece?.kind === 'counts'
    ? ['lengths']
    : ['literal', 'distance'];

const filled = (
  { title, says }: Says,
  values: Readonly<Record<string, string | number>>,
  from: Source,
): Explanation => ({
  title: fill(title, values),
  says: fill(says, values),
  source: from,
});

/** What is said of a piece that has just been read. */
export function explain({ payload }: Pick<Scene, 'payload'>, piece: Piece, texts: DeflateTexts): Explanation {
  const { pieces, headers } = texts;
  const { kind, length, span } = piece;
  switch (piece.kind) {
    case 'header':
      return filled(headers[piece.type], {}, SOURCES.header);
    case 'stored-length': {
      const isTail = span.end > payload.length * 8;
      return filled(
        isTail ? pieces.tail : pieces['stored-length'],
        { bytes: piece.bytes },
        isTail ? SOURCES.tail : SOURCES[kind],
      );
    }
    case 'counts':
      return filled(
        pieces.counts,
        { literals: piece.literals, distances: piece.distances, codes: piece.codes },
        SOURCES.counts,
      );
    case 'code-length-code':
      return filled(pieces[piece.kind], { codes: piece.codes }, SOURCES[kind]);
    case 'code-length': {
      const symbol = symbolName(piece.alphabet, piece.from, texts);
      const which = piece.count > 1 || piece.bits === 0 ? 'code-lengths-repeated' : 'code-length';
      return filled(pieces[which], { symbol, bits: piece.bits, count: piece.count }, SOURCES[kind]);
    }
    case 'literal':
      return filled(pieces.literal, { symbol: byteName(piece.byte) }, SOURCES.literal);
    case 'copy': {
      const { distance } = piece;
      const inWindow = distance > piece.at;
      const which = distance < length ? 'copy-overlapping' : inWindow ? 'copy-window' : 'copy';
      const values = { length, distance, bits: span.end - span.start };
      return filled(pieces[which], values, inWindow ? SOURCES.window : SOURCES.copy);
    }
    case 'stored':
      return filled(pieces.stored, { bytes: length }, SOURCES.stored);
    case 'end':
    case 'padding':
      return filled(pieces[piece.kind], {}, SOURCES[kind]);
  }
}

/** What is said where nothing more is read. */
export function atEnd({ fault, end, payload, output }: Scene, texts: DeflateTexts): Explanation {
  const { pieces, rules } = texts;
  if (fault) {
    const { rule, found, expected } = fault;
    return filled(pieces.failed, { rule: rules[rule]?.title ?? rule, found, expected }, fault.source);
  }
  const which = end === 'done' ? 'done' : 'unfinished';
  return filled(pieces[which], { payload: payload.length, output: output.length }, SOURCES.done);
}

/** What a piece's tile says in a few characters. */
export function tileOf(piece: Piece, { tiles }: DeflateTexts): string {
  switch (piece.kind) {
    case 'header':
      return tiles[piece.type];
    case 'literal':
      return byteText(piece.byte);
    case 'copy':
      return fill(tiles.copy, { length: piece.length, distance: piece.distance });
    case 'code-length':
      return fill(tiles[piece.count > 1 ? 'code-lengths' : 'code-length'], { bits: piece.bits, count: piece.count });
    case 'stored-length':
      return fill(tiles[piece.kind], { bytes: piece.bytes });
    default:
      return tiles[piece.kind];
  }
}
