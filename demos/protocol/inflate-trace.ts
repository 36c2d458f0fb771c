import type { HuffmanCode } from './inflate-huffman.ts';
import type { InflateRule } from './rules-inflate.ts';
import type { Source } from './source.ts';
import type { Span } from './span.ts';

/**
 * What every bit of a piece of DEFLATE data (RFC 1951) says. Spans count bits in reading order, from the least
 * significant bit of the first byte (§3.1.1): bit `i` is `(data[i >> 3] >> (i & 7)) & 1`. The parts of all blocks,
 * in order, cover `[0, end.bit)` without a hole or an overlap.
 */
export interface InflateTrace {
  /** What was inflated, without the window; up to the limit or the fault. */
  readonly output: Uint8Array<ArrayBuffer>;
  readonly blocks: readonly InflateBlock[];
  readonly end: InflateEnd;
  /** Where the data is wrong; `null`: nothing that was read is. */
  readonly fault: InflateFault | null;
}

/**
 * Why reading stopped, and the first bit that is part of nothing read.
 * `final`: after the last block (BFINAL), whatever follows. `flushed`: the bits ended between two blocks, which is how
 * a message ends. `input-ended`: they ended inside a block. `limit`: the next symbol would make the output too long.
 */
export interface InflateEnd {
  readonly kind: 'final' | 'flushed' | 'input-ended' | 'limit' | 'fault';
  readonly bit: number;
}

export interface InflateFault {
  readonly rule: InflateRule;
  readonly source: Source;
  /** The guilty bits. They may be before `end.bit`: a set of codes is judged when it has been read whole. */
  readonly span: Span;
  readonly found: string;
  readonly expected: string;
}

/** Everything up to `end.bit` belongs to one block; the last one may be unfinished. */
export interface InflateBlock {
  /** BTYPE (§3.2.3): 00, 01, 10, and 11, which is an error. */
  readonly kind: 'stored' | 'fixed' | 'dynamic' | 'reserved';
  /** BFINAL: the last block of its stream. */
  readonly final: boolean;
  readonly span: Span;
  /** Everything before the first symbol, in order. */
  readonly header: readonly HeaderPart[];
  /** `null`: a stored block has none, and a dynamic one has none until its header has been read. */
  readonly codes: BlockCodes | null;
  readonly symbols: readonly InflateSymbol[];
  /** Bits between the end of a final block and the next byte, skipped because another block follows (RFC 7692 §7.2.1). */
  readonly padding: Span | null;
}

/** The two codes of a compressed block (§3.2.5): literals, lengths and end of block share one, distances have the other. */
export interface BlockCodes {
  readonly literal: HuffmanCode;
  readonly distance: HuffmanCode;
}

export type HeaderPart =
  | { readonly kind: 'bfinal' | 'btype'; readonly span: Span; readonly value: number }
  /** Bits skipped so that a stored block's LEN starts at a byte (§3.2.4). May be empty. */
  | { readonly kind: 'padding'; readonly span: Span; readonly value: number }
  /** How many bytes are stored, and the same number with every bit turned over (§3.2.4). 16 bits each. */
  | { readonly kind: 'len' | 'nlen'; readonly span: Span; readonly value: number }
  /** The bits' value, and the number of codes it stands for: HLIT + 257, HDIST + 1, HCLEN + 4 (§3.2.7). */
  | { readonly kind: 'hlit' | 'hdist' | 'hclen'; readonly span: Span; readonly value: number; readonly count: number }
  /** How long the code of code-length symbol `symbol` (0–18) is: 3 bits each, in the order of §3.2.7. 0: not used. */
  | { readonly kind: 'code-length-code'; readonly span: Span; readonly symbol: number; readonly length: number }
  | CodeLength;

/**
 * One symbol of the code-length code (§3.2.7): 0–15 is a length itself; 16 repeats the one before 3–6 times, 17 and 18
 * stand for 3–10 and 11–138 zeros. It gives `count` codes the length `length`, from the `at`-th on: the literal codes
 * (HLIT + 257 of them) and then the distance codes are counted as one sequence.
 */
export interface CodeLength {
  readonly kind: 'code-length';
  readonly span: Span;
  readonly symbol: number;
  /** The bits after the code that say how often; empty for 0–15. */
  readonly extra: Span;
  readonly at: number;
  readonly count: number;
  readonly length: number;
}

/** `at` counts bytes of the output. */
export type InflateSymbol =
  | { readonly kind: 'literal'; readonly span: Span; readonly at: number; readonly byte: number }
  | CopySymbol
  /** Symbol 256: the block ends. */
  | { readonly kind: 'end'; readonly span: Span; readonly at: number }
  /** The bytes of a stored block, as they are. */
  | { readonly kind: 'stored'; readonly span: Span; readonly at: number; readonly length: number };

/** Copies `length` bytes (3–258) from `distance` bytes back (1–32,768). Where `length` is larger it copies bytes it has just written. */
export interface CopySymbol {
  readonly kind: 'copy';
  readonly span: Span;
  readonly at: number;
  /** `at - distance`; negative: that many bytes before the end of the window. */
  readonly from: number;
  readonly length: number;
  readonly distance: number;
  readonly lengthCode: CodeWithExtra;
  readonly distanceCode: CodeWithExtra;
}

/** A length or distance symbol (§3.2.5): a code that stands for a base, and bits that are added to it. */
export interface CodeWithExtra {
  /** 257–285, or 0–29. */
  readonly symbol: number;
  readonly span: Span;
  /** Empty where the symbol has no extra bits. */
  readonly extra: Span;
  readonly base: number;
  /** The extra bits' value: `base + added` is the length or the distance. */
  readonly added: number;
}
