import type { Card, Placed } from './assembler.card.ts';

/** The list with the item at `from` at `to`; both are kept within it. */
export function moved<Item>(items: readonly Item[], from: number, to: number): readonly Item[] {
  const item = items[from];
  if (item === undefined) return items;
  const rest = items.toSpliced(from, 1);
  return rest.toSpliced(Math.max(0, Math.min(rest.length, to)), 0, item);
}

/** The list with another item at `index`. */
export const inserted = <Item>(items: readonly Item[], index: number, item: Item): readonly Item[] =>
  items.toSpliced(Math.max(0, Math.min(items.length, index)), 0, item);

export const without = <Item>(items: readonly Item[], index: number): readonly Item[] => items.toSpliced(index, 1);

export const replaced = (cards: readonly Placed[], index: number, change: Partial<Card>): readonly Placed[] =>
  cards.map((card, i) => (i === index ? { ...card, ...change } : card));

/** Where, among places whose middles are at `middles`, something dragged to `x` belongs. */
export const placeAt = (middles: readonly number[], x: number): number => middles.filter((middle) => middle < x).length;
