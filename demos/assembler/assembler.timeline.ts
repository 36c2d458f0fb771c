import type { Card, Placed } from './assembler.card.ts';
import { inserted, moved } from './assembler.edit.ts';

/** How many changes can be taken back. */
const UNDO_LIMIT = 50;

/** The cards that lie there, as they lay before each change, and the one in the reader's hand. Plain data. */
export interface Timeline {
  readonly cards: readonly Placed[];
  /** The latest last. */
  readonly past: readonly (readonly Placed[])[];
  /** The card that was taken up, and all cards as they lay then. */
  readonly hand: { readonly key: number; readonly before: readonly Placed[] } | null;
  /** The last key that was given to a card. */
  readonly keys: number;
}

export const EMPTY: Timeline = { cards: [], past: [], hand: null, keys: 0 };

/** Other cards altogether: nothing of before can be taken back. */
export function laid({ keys }: Timeline, cards: readonly Card[]): Timeline {
  const placed = cards.map((card, i) => ({ ...card, key: keys + i + 1 }));
  return { ...EMPTY, cards: placed, keys: keys + cards.length };
}

/** With a change that can be taken back. */
export const changed = (timeline: Timeline, cards: readonly Placed[]): Timeline => ({
  ...timeline,
  cards,
  past: [...timeline.past, timeline.cards].slice(-UNDO_LIMIT),
});

/** With one more card; past an end, at the end. */
export function added(timeline: Timeline, index: number, card: Card): Timeline {
  const key = timeline.keys + 1;
  return { ...changed(timeline, inserted(timeline.cards, index, { ...card, key })), keys: key };
}

/** Without the last change; the same, where there is none. */
export function undone(timeline: Timeline): Timeline {
  const cards = timeline.past.at(-1);
  return cards ? { ...timeline, cards, past: timeline.past.slice(0, -1) } : timeline;
}

export const taken = (timeline: Timeline, key: number): Timeline => ({
  ...timeline,
  hand: { key, before: timeline.cards },
});

/** Where the card in hand is; -1 without one. */
export const heldAt = ({ cards, hand }: Timeline): number => cards.findIndex(({ key }) => key === hand?.key);

/** With the card in hand at a place, from 0; what it passes makes room. The same, where there is no such place. */
export function carried(timeline: Timeline, to: number): Timeline {
  const at = heldAt(timeline);
  if (at < 0 || to === at || to < 0 || to >= timeline.cards.length) return timeline;
  return { ...timeline, cards: moved(timeline.cards, at, to) };
}

/** With the card in hand where it is. All its moves are one change. */
export function dropped(timeline: Timeline): Timeline {
  const { cards, hand } = timeline;
  if (!hand || hand.before === cards) return { ...timeline, hand: null };
  return { ...changed({ ...timeline, cards: hand.before }, cards), hand: null };
}

/** With the card in hand where it was before. */
export const putBack = (timeline: Timeline): Timeline => ({
  ...timeline,
  cards: timeline.hand?.before ?? timeline.cards,
  hand: null,
});
