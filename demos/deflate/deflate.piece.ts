import type { Source } from '#demos/protocol/source.ts';
import type { Span } from '#demos/protocol/span.ts';
import type { Code } from './deflate.tree.ts';

export type BlockKind = 'stored' | 'fixed' | 'dynamic';

export type PartName =
  | 'bfinal'
  | 'btype'
  | 'padding'
  | 'len'
  | 'nlen'
  | 'bytes'
  | 'hlit'
  | 'hdist'
  | 'hclen'
  | 'code-length'
  | 'length-symbol'
  | 'repeat'
  | 'literal'
  | 'length'
  | 'length-extra'
  | 'distance'
  | 'distance-extra'
  | 'end';

/**
 * Some bits with one meaning. A Huffman code is sent its most significant bit first, every other number its least
 * significant bit first (RFC 1951 §3.1.1).
 */
export interface Part {
  readonly name: PartName;
  readonly span: Span;
  readonly order: 'code' | 'number' | 'bytes';
  /** The number, or the symbol that the code stands for. */
  readonly value: number;
}

interface PieceBase {
  /** Bits of the stream, the least significant of each byte first. */
  readonly span: Span;
  readonly parts: readonly Part[];
  /** Which block, from 0. */
  readonly block: number;
  /** Bytes written before it, and by it. */
  readonly at: number;
  readonly length: number;
}

/** What an inflater reads at once: the stops of the figure. */
export type Piece = PieceBase &
  (
    | { readonly kind: 'header'; readonly final: boolean; readonly type: BlockKind }
    | { readonly kind: 'stored-length'; readonly bytes: number }
    | { readonly kind: 'stored' }
    | { readonly kind: 'counts'; readonly literals: number; readonly distances: number; readonly codes: number }
    | { readonly kind: 'code-length-code'; readonly codes: number }
    /** One code length, or several equal ones: of `count` symbols from number `from` on. */
    | {
        readonly kind: 'code-length';
        readonly alphabet: 'literal' | 'distance';
        readonly from: number;
        readonly count: number;
        readonly bits: number;
      }
    | { readonly kind: 'literal'; readonly byte: number }
    /** `length` bytes from `distance` bytes back. */
    | { readonly kind: 'copy'; readonly distance: number }
    | { readonly kind: 'end' }
    /** Bits skipped behind a final block, because another follows. */
    | { readonly kind: 'padding' }
  );

export type PieceKind = Piece['kind'];

/** Which of a block's codes a symbol is written in. */
export type CodeName = 'lengths' | 'literal' | 'distance';

export interface BlockCodes {
  readonly kind: BlockKind;
  /** The codes that the message uses. */
  readonly used: Readonly<Record<CodeName, readonly Code[]>>;
  /** How many codes there are in all. */
  readonly total: Readonly<Record<CodeName, number>>;
}

/** Where a stream breaks a rule: everything before it is good. */
interface Fault {
  readonly rule: string;
  readonly source: Source;
  /** The guilty bits. */
  readonly span: Span;
  readonly found: string;
  readonly expected: string;
}

/** A stop of the figure: a piece that has just been read, or the end. */
export interface Step {
  /** Its number in the scene; `null` at the end, and where a rule is broken. */
  readonly piece: number | null;
  /** Bytes written after it. */
  readonly written: number;
  /** How many of the scene's states the machine has been in. */
  readonly states: number;
}

/** One compressed message, read to its end or to its first fault. Plain data. */
export interface Scene {
  /** As it was sent: without the flush's `00 00 ff ff`. */
  readonly payload: Uint8Array;
  /** What earlier messages left for back-references. */
  readonly window: Uint8Array;
  readonly output: Uint8Array;
  readonly pieces: readonly Piece[];
  readonly blocks: readonly BlockCodes[];
  /** Why reading stopped; `unfinished`: the bits ended inside a block, or there is more than a figure draws. */
  readonly end: 'done' | 'unfinished' | 'failed';
  readonly fault: Fault | null;
  readonly steps: readonly Step[];
  /** The machine's states, one after the other. */
  readonly states: readonly string[];
}
