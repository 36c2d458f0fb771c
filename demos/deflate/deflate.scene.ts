import { codeWords, type HuffmanCode, huffmanCode } from '#demos/protocol/inflate-huffman.ts';
import type {
  CodeLength,
  CodeWithExtra,
  HeaderPart,
  InflateBlock,
  InflateSymbol,
  InflateTrace,
} from '#demos/protocol/inflate-trace.ts';
import type { Span } from '#demos/protocol/span.ts';
import type { BlockCodes, BlockKind, CodeName, Part, PartName, Piece, Scene } from './deflate.piece.ts';
import { stepsOf } from './deflate.steps.ts';
import type { Code } from './deflate.tree.ts';

/** The symbols a code-length code may have (RFC 1951 §3.2.7). */
const LENGTH_SYMBOLS = 19;
const END_OF_BLOCK = 256;

const isEmpty = ({ start, end }: Span): boolean => end <= start;
const around = (spans: readonly Span[]): Span => ({
  start: Math.min(...spans.map(({ start }) => start)),
  end: Math.max(...spans.map(({ end }) => end)),
});

const number = (name: PartName, span: Span, value: number): Part => ({ name, span, order: 'number', value });
const code = (name: PartName, span: Span, value: number): Part => ({ name, span, order: 'code', value });

/** What is inflated, as the stops of the figure. */
export function sceneOf(payload: Uint8Array, window: Uint8Array, trace: InflateTrace): Scene {
  const { output, blocks, end, fault } = trace;
  const read = {
    payload,
    window,
    output,
    pieces: blocks.flatMap((block, index) => piecesOf(block, index, written(blocks, index))),
    blocks: blocks.map(codesOf),
    end: fault ? 'failed' : end.kind === 'final' || end.kind === 'flushed' ? 'done' : 'unfinished',
    fault,
  } as const;
  return { ...read, ...stepsOf(read) };
}

/** Bytes written by the blocks before. */
function written(blocks: readonly InflateBlock[], index: number): number {
  const last = blocks
    .slice(0, index)
    .flatMap(({ symbols }) => symbols)
    .at(-1);
  return last ? last.at + lengthOf(last) : 0;
}

function lengthOf(symbol: InflateSymbol): number {
  if (symbol.kind === 'end') return 0;
  return symbol.kind === 'literal' ? 1 : symbol.length;
}

function piecesOf(block: InflateBlock, index: number, at: number): readonly Piece[] {
  const { kind, header, symbols } = block;
  // What the fourth type would be is said by the rule that it breaks.
  if (kind === 'reserved') return [];
  const base = { block: index, at, length: 0 };
  const pieces: Piece[] = [];
  const some = <Kind extends HeaderPart['kind']>(...kinds: Kind[]) =>
    header.filter((part): part is HeaderPart & { kind: Kind } => kinds.some((each) => each === part.kind));
  const add = (parts: readonly Part[], rest: (span: Span) => Piece): void => {
    const shown = parts.filter(({ span }) => !isEmpty(span));
    if (shown.length > 0) pieces.push(rest(around(shown.map(({ span }) => span))));
  };

  const first = some('bfinal', 'btype').map((part) => number(part.kind, part.span, part.value));
  add(first, (span) => ({ ...base, kind: 'header', span, parts: first, final: block.final, type: kind }));

  const stored = some('padding', 'len', 'nlen').map((part) => number(part.kind, part.span, part.value));
  const bytes = some('len')[0]?.value ?? 0;
  add(stored, (span) => ({
    ...base,
    kind: 'stored-length',
    span,
    parts: stored.filter((part) => !isEmpty(part.span)),
    bytes,
  }));

  const sizes = some('hlit', 'hdist', 'hclen');
  const counts = sizes.map((part) => number(part.kind, part.span, part.value));
  const size = (which: 'hlit' | 'hdist' | 'hclen'): number => sizes.find((each) => each.kind === which)?.count ?? 0;
  const literals = size('hlit');
  add(counts, (span) => ({
    ...{ ...base, kind: 'counts', span, parts: counts },
    ...{ literals, distances: size('hdist'), codes: size('hclen') },
  }));

  const lengths = some('code-length-code').map((part) => number('code-length', part.span, part.length));
  add(lengths, (span) => ({ ...base, kind: 'code-length-code', span, parts: lengths, codes: lengths.length }));

  for (const part of some('code-length')) pieces.push(codeLength(part, literals, base));
  for (const symbol of symbols) pieces.push(symbolPiece(symbol, index));
  if (block.padding && !isEmpty(block.padding)) {
    const parts = [number('padding', block.padding, 0)];
    pieces.push({ ...base, at: at + sum(symbols), kind: 'padding', span: block.padding, parts });
  }
  return pieces;
}

const sum = (symbols: readonly InflateSymbol[]): number => symbols.reduce((all, each) => all + lengthOf(each), 0);

function codeLength(
  { span, symbol, extra, at, count, length }: CodeLength,
  literals: number,
  base: Pick<Piece, 'block' | 'at' | 'length'>,
): Piece {
  const parts = [
    code('length-symbol', { start: span.start, end: isEmpty(extra) ? span.end : extra.start }, symbol),
    ...(isEmpty(extra) ? [] : [number('repeat', extra, count)]),
  ];
  const alphabet = at < literals ? 'literal' : 'distance';
  const from = alphabet === 'literal' ? at : at - literals;
  return { ...base, kind: 'code-length', span, parts, alphabet, from, count, bits: length };
}

const withExtra = (name: 'length' | 'distance', { symbol, span, extra, added }: CodeWithExtra): readonly Part[] => [
  code(name, isEmpty(extra) ? span : { start: span.start, end: extra.start }, symbol),
  ...(isEmpty(extra) ? [] : [number(`${name}-extra`, extra, added)]),
];

function symbolPiece(symbol: InflateSymbol, block: number): Piece {
  const { span, at } = symbol;
  const base = { span, block, at, length: lengthOf(symbol) };
  switch (symbol.kind) {
    case 'literal':
      return { ...base, kind: 'literal', byte: symbol.byte, parts: [code('literal', span, symbol.byte)] };
    case 'end':
      return { ...base, kind: 'end', parts: [code('end', span, END_OF_BLOCK)] };
    case 'stored':
      return { ...base, kind: 'stored', parts: [{ name: 'bytes', span, order: 'bytes', value: symbol.length }] };
    case 'copy': {
      const parts = [...withExtra('length', symbol.lengthCode), ...withExtra('distance', symbol.distanceCode)];
      return { ...base, kind: 'copy', distance: symbol.distance, parts };
    }
  }
}

/** The codes that a block's symbols are written in, and how often each is used. */
function codesOf({ kind, header, codes, symbols }: InflateBlock): BlockCodes {
  const lengths = new Uint8Array(LENGTH_SYMBOLS);
  const read: number[] = [];
  for (const part of header) {
    if (part.kind === 'code-length-code') lengths[part.symbol] = part.length;
    if (part.kind === 'code-length') read.push(part.symbol);
  }
  const literals = symbols.flatMap((symbol) => {
    if (symbol.kind === 'literal') return [symbol.byte];
    if (symbol.kind === 'end') return [END_OF_BLOCK];
    return symbol.kind === 'copy' ? [symbol.lengthCode.symbol] : [];
  });
  const distances = symbols.flatMap((symbol) => (symbol.kind === 'copy' ? [symbol.distanceCode.symbol] : []));
  const all: Readonly<Record<CodeName, readonly [HuffmanCode | undefined, readonly number[]]>> = {
    lengths: [huffmanCode(lengths), read],
    literal: [codes?.literal, literals],
    distance: [codes?.distance, distances],
  };
  const each = <T>(of: (words: ReturnType<typeof codeWords>, used: readonly number[]) => T) => {
    const one = (name: CodeName): T => {
      const [huffman, used] = all[name];
      return of(huffman ? codeWords(huffman) : [], used);
    };
    return { lengths: one('lengths'), literal: one('literal'), distance: one('distance') };
  };
  const type: BlockKind = kind === 'reserved' ? 'stored' : kind;
  return { kind: type, used: each(usedCodes), total: each((words) => words.length) };
}

function usedCodes(words: ReturnType<typeof codeWords>, used: readonly number[]): readonly Code[] {
  const uses = new Map<number, number>();
  for (const symbol of used) uses.set(symbol, (uses.get(symbol) ?? 0) + 1);
  return words.flatMap(({ symbol, bits }) => {
    const times = uses.get(symbol);
    return times ? [{ symbol, bits, uses: times }] : [];
  });
}
