import type { Source } from '#demos/protocol/source.ts';
import type { PieceKind } from './deflate.piece.ts';

/** A run of the stream's bits with one meaning. Bits are counted in reading order. */
export interface Stretch {
  /** The piece; `null`: bits that are part of none. */
  readonly piece: number | null;
  readonly kind: PieceKind | 'unread';
  readonly start: number;
  readonly end: number;
  /** Bits at which a part of it begins, the first one excepted. */
  readonly ticks: readonly number[];
  /** What its tile says, and the bit from which on there is most room to say it. */
  readonly name: string;
  readonly nameAt: number;
  /** Among them are bits that broke a rule. */
  readonly guilty: boolean;
}

/** A line of text. Places count from the message's first byte; those of the window are negative. */
export type Line =
  /** The places `[from, to)`, and the place that the first column stands for: the first line may begin further on. */
  | { readonly kind: 'bytes'; readonly first: number; readonly from: number; readonly to: number }
  /** Bytes that are left out of the picture. */
  | { readonly kind: 'fold'; readonly from: number; readonly bytes: number };

/** A curve from a byte to the one that it is a copy of, in columns and lines. */
export interface Arc {
  readonly path: string;
  /** Its head, at the byte that is read. */
  readonly head: string;
}

/** A Huffman code as a drawing, in pixels. */
export interface Tree {
  readonly title: string;
  readonly used: string;
  readonly width: number;
  readonly height: number;
  readonly lines: string;
  readonly digits: readonly { readonly x: number; readonly y: number; readonly bit: string }[];
  readonly leaves: readonly {
    readonly bits: string;
    readonly y: number;
    readonly label: string;
    readonly uses: string;
  }[];
}

export interface PartRow {
  readonly name: string;
  /** Its bits in the order in which they are read. */
  readonly bits: string;
  readonly order: 'code' | 'number' | 'bytes';
  /** What they say: the symbol of a code; of a number its bits turned round, and its value. */
  readonly says: string;
}

/** The figure at one of its stops. */
export interface View {
  readonly piece: number | null;
  /** How many of the machine's states have been entered. */
  readonly states: number;
  /** The bit to have in sight. */
  readonly sight: number;
  /** Bytes written by all steps before, and after this one. */
  readonly before: number;
  readonly written: number;
  readonly title: string;
  readonly says: string;
  readonly source: Source;
  readonly parts: readonly PartRow[];
  /** From where a copy reads: `[from, to)`. */
  readonly from: readonly [number, number] | null;
  readonly arcs: readonly Arc[];
  /** The text's lines, where they are not the same at every step. */
  readonly lines: readonly Line[] | null;
  /** Which block, from 0; which of the trees; and what of them is lit: lines, and the bits of a leaf. */
  readonly block: number;
  readonly trees: readonly { readonly tree: number; readonly lit: string; readonly leaf: string }[];
}

/** A compressed message, read and explained: plain data, all that the figure's views need. */
export interface Told {
  /** As it was sent: without the flush's `00 00 ff ff`. */
  readonly payload: Uint8Array;
  /** What earlier messages left for back-references. */
  readonly window: Uint8Array;
  readonly output: Uint8Array;
  /** Everything from the first bit to the last, in order, without a hole. */
  readonly stretches: readonly Stretch[];
  readonly views: readonly View[];
  /** The machine's states, one after the other. */
  readonly states: readonly string[];
  readonly trees: readonly Tree[];
  readonly lines: readonly Line[];
  /** The arcs of copies that have been made, each with the number of bytes after which it has. */
  readonly made: readonly { readonly path: string; readonly written: number }[];
  /** The first guilty bit, and how many bytes were read before it; `null`: nothing is wrong. */
  readonly stopped: { readonly bit: number } | null;
}

/** Put back behind every message before it is inflated (RFC 7692 §7.2.2). */
export const TAIL: Uint8Array = Uint8Array.of(0x00, 0x00, 0xff, 0xff);

/** Bytes in a line of text. */
export const COLUMNS = 32;

/** A byte where there is room for one character or two digits. */
export const byteText = (byte: number): string =>
  byte > 0x20 && byte < 0x7f ? String.fromCharCode(byte) : byte === 0x20 ? '␣' : byte.toString(16).padStart(2, '0');
