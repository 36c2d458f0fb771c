import { describe, expect, test } from 'vitest';
import { treeOf } from './deflate.tree.ts';

const code = (symbol: number, bits: string) => ({ symbol, bits, uses: 1 });

describe('a code as a tree', () => {
  // RFC 1951 §3.2.2: lengths (2, 1, 3, 3) of A, B, C, D give these codes.
  const tree = treeOf([code(0, '10'), code(1, '0'), code(2, '110'), code(3, '111')]);

  test('has its codes in rows, in the order of their bits', () =>
    expect(tree.leaves.map(({ bits }) => bits)).toEqual(['0', '10', '110', '111']));

  test('has a column for each bit of the longest code', () => expect(tree.depth).toBe(3));

  test('leads to each code along one branch for each of its bits', () => {
    for (const { bits } of tree.leaves)
      expect(tree.branches.filter(({ prefix }) => bits.startsWith(prefix))).toHaveLength(bits.length);
  });

  test('joins each branch to the one before it', () => {
    for (const { prefix, from } of tree.branches.filter(({ depth }) => depth > 0))
      expect(tree.branches.find((each) => each.prefix === prefix.slice(0, -1))?.to).toBe(from);
  });
});

test('a branch that no used code is on is left out', () =>
  expect(treeOf([code(72, '01111000'), code(256, '0000000')]).branches.map(({ prefix }) => prefix)).toHaveLength(
    8 + 7 - 1,
  ));

test('one code alone is a line', () =>
  expect(treeOf([code(0, '0')])).toMatchObject({ depth: 1, branches: [{ prefix: '0', from: 0, to: 0 }] }));

test('no code at all has no branch', () => expect(treeOf([])).toEqual({ depth: 0, leaves: [], branches: [] }));
