/** One code of a Huffman code: its bits in the order in which they are sent, the first one first. */
export interface Code {
  readonly symbol: number;
  readonly bits: string;
  /** How often the message uses it. */
  readonly uses: number;
}

/** A line from a node to one of its children; depth is the number of bits read before it, `y` counts leaves. */
interface Branch {
  /** The bits read once the line has been gone along. */
  readonly prefix: string;
  readonly depth: number;
  readonly from: number;
  readonly to: number;
}

/** A code as a tree lying on its side: a column for each bit, a row for each code that is used. */
export interface CodeTree {
  readonly depth: number;
  readonly leaves: readonly Code[];
  readonly branches: readonly Branch[];
}

/** Branches without a code in use are left out. Codes are prefix-free (RFC 1951 §3.2.1). */
export function treeOf(codes: readonly Code[]): CodeTree {
  const leaves = [...codes].sort((a, b) => (a.bits < b.bits ? -1 : 1));
  const branches: Branch[] = [];
  /** Gives the row at which the node stands: the middle of its children. */
  const place = (prefix: string, from: number, to: number): number => {
    if (to - from === 1 && leaves[from]?.bits === prefix) return from;
    const one = leaves.slice(from, to).findIndex(({ bits }) => bits[prefix.length] === '1');
    const middle = one < 0 ? to : from + one;
    const children = [
      ['0', from, middle],
      ['1', middle, to],
    ] as const;
    const placed = children
      .filter(([, first, end]) => first < end)
      .map(([bit, first, end]) => ({ prefix: prefix + bit, row: place(prefix + bit, first, end) }));
    const row = placed.reduce((sum, child) => sum + child.row, 0) / placed.length;
    for (const child of placed) branches.push({ prefix: child.prefix, depth: prefix.length, from: row, to: child.row });
    return row;
  };
  if (leaves.length > 0) place('', 0, leaves.length);
  return { depth: Math.max(0, ...leaves.map(({ bits }) => bits.length)), leaves, branches };
}
