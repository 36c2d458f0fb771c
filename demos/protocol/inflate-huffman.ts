import type { BitReader } from './inflate-bits.ts';

/** No code is longer (RFC 1951 §3.2.7). */
const LONGEST = 15;

/**
 * A canonical Huffman code (RFC 1951 §3.2.2): the lengths alone say everything. Codes of one length are numbers in a
 * row, in the order of their symbols, and a longer code comes after every shorter one.
 */
export interface HuffmanCode {
  /** Bits of each symbol's code; 0: the symbol does not occur. */
  readonly lengths: Uint8Array;
  /** How many codes have each length, 0–15. */
  readonly counts: Uint16Array;
  /** The symbols that have a code, in the order of their codes. */
  readonly symbols: Uint16Array;
  readonly longest: number;
  /** Codes of the longest length that are left over: 0 is a complete code, fewer than 0 are more codes than bits can tell apart. */
  readonly unused: number;
}

export function huffmanCode(lengths: Uint8Array): HuffmanCode {
  const counts = new Uint16Array(LONGEST + 1);
  for (const length of lengths) counts[length] = (counts[length] ?? 0) + 1;
  const used = lengths.length - (counts[0] ?? 0);
  counts[0] = 0;
  const offsets = new Uint16Array(LONGEST + 2);
  let longest = 0;
  let unused = 1;
  for (let length = 1; length <= LONGEST; length++) {
    const count = counts[length] ?? 0;
    offsets[length + 1] = (offsets[length] ?? 0) + count;
    if (count > 0) longest = length;
  }
  for (let length = 1; length <= longest; length++) unused = unused * 2 - (counts[length] ?? 0);
  const symbols = new Uint16Array(used);
  for (const [symbol, length] of lengths.entries()) {
    if (length === 0) continue;
    const at = offsets[length] ?? 0;
    symbols[at] = symbol;
    offsets[length] = at + 1;
  }
  return { lengths, counts, symbols, longest, unused };
}

/** Returned by `readSymbol` in place of a symbol. */
export const NO_SUCH_CODE = -1;
export const BITS_ENDED = -2;

/**
 * Reads one code, bit by bit, its most significant bit first (§3.1.1). After `NO_SUCH_CODE` the reader stands behind the
 * bit that made it certain; after `BITS_ENDED` at the end.
 */
export function readSymbol({ counts, symbols, longest }: HuffmanCode, reader: BitReader): number {
  let code = 0;
  /** The first code of this length, and where its symbol stands. */
  let first = 0;
  let index = 0;
  for (let length = 1; length <= Math.max(1, longest); length++) {
    const bit = reader.next();
    if (bit < 0) return BITS_ENDED;
    code |= bit;
    const count = counts[length] ?? 0;
    if (code - first < count) return symbols[index + code - first] ?? NO_SUCH_CODE;
    index += count;
    first = (first + count) << 1;
    code <<= 1;
  }
  return NO_SUCH_CODE;
}

/** A symbol and its code as it stands in the data, first bit first. */
export interface CodeWord {
  readonly symbol: number;
  readonly bits: string;
}

/** The table of a code: shortest first, and in the order of the codes. */
export function codeWords({ counts, symbols }: HuffmanCode): readonly CodeWord[] {
  let code = 0;
  let index = 0;
  return Array.from(counts).flatMap((count, length) => {
    code <<= 1;
    return Array.from({ length: count }, () => {
      const symbol = symbols[index++] ?? 0;
      return { symbol, bits: (code++).toString(2).padStart(length, '0') };
    });
  });
}
