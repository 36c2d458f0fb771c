import { CARDS_LIMIT, type Card, type Placed } from './assembler.card.ts';
import { moved, replaced, without } from './assembler.edit.ts';
import {
  added,
  carried,
  changed,
  dropped,
  EMPTY,
  heldAt,
  laid,
  putBack,
  type Timeline,
  taken,
  undone,
} from './assembler.timeline.ts';

/** The figure on whose timeline the cards lie. */
export interface Table {
  /** Frames received; the card last received is the one before. */
  index(): number;
  go(index: number): void;
  /** Does it once a timeline can be read; what is asked for first is done first. */
  inTurn(act: () => void): Promise<void>;
  /** Other cards lie there, or the same in another order. */
  read(): void;
  /** The reader has changed them. */
  changed(): void;
}

/** What a reader does with the cards: adds and edits them, takes them away, moves them, and takes all of that back. */
export class Hand {
  #timeline: Timeline = $state.raw(EMPTY);
  readonly #table: Table;

  constructor(table: Table, cards: readonly Card[]) {
    this.#table = table;
    this.#timeline = laid(EMPTY, cards);
  }

  get cards(): readonly Placed[] {
    return this.#timeline.cards;
  }
  get canUndo(): boolean {
    return this.#timeline.past.length > 0;
  }
  get isFull(): boolean {
    return this.cards.length >= CARDS_LIMIT;
  }
  /** The key of the card that is held. */
  get held(): number | null {
    return this.#timeline.hand?.key ?? null;
  }

  /** Lays other cards: nothing of before can be taken back. */
  lay(cards: readonly Card[]): void {
    this.#put(laid(this.#timeline, cards));
  }

  /** Puts a card behind the frames received. */
  add(card: Card): void {
    this.#change((timeline, index) => (this.isFull ? null : [added(timeline, index, card), index + 1]));
  }

  /** Changes the card last received. */
  edit(change: Partial<Card>): void {
    this.#change((timeline, index) =>
      index > 0 ? [changed(timeline, replaced(timeline.cards, index - 1, change)), index] : null,
    );
  }

  /** Takes the card last received away. */
  remove(): void {
    this.#change((timeline, index) =>
      index > 0 ? [changed(timeline, without(timeline.cards, index - 1)), index - 1] : null,
    );
  }

  /** Moves the card last received by so many places. */
  shift(by: -1 | 1): void {
    this.#change((timeline, index) => {
      const [at, to] = [index - 1, index - 1 + by];
      if (at < 0 || to < 0 || to >= timeline.cards.length) return null;
      return [changed(timeline, moved(timeline.cards, at, to)), to + 1];
    });
  }

  undo(): void {
    this.#change((timeline, index) => (this.canUndo ? [undone(timeline), index] : null));
  }

  /** Takes a card up; what it is moved over makes room at once. */
  grab(key: number): void {
    this.#timeline = taken(this.#timeline, key);
    this.#table.go(heldAt(this.#timeline) + 1);
  }

  /** Moves the card that is held to a place, from 0. */
  carry(to: number): void {
    void this.#table.inTurn(() => {
      const timeline = carried(this.#timeline, to);
      if (timeline === this.#timeline) return;
      this.#put(timeline);
      this.#table.go(to + 1);
    });
  }

  carryBy(places: -1 | 1): Promise<void> {
    return this.#table.inTurn(() => this.carry(heldAt(this.#timeline) + places));
  }

  /** Puts the card down where it is. */
  drop(): void {
    const { past } = this.#timeline;
    this.#timeline = dropped(this.#timeline);
    if (this.#timeline.past !== past) this.#table.changed();
  }

  /** Puts the card back where it was taken up. */
  letGo(): void {
    const { held } = this;
    this.#put(putBack(this.#timeline));
    this.#table.go(this.cards.findIndex(({ key }) => key === held) + 1);
  }

  /** `change` is given the frames received, and gives the frame to go to; `null`: nothing is to be changed. */
  #change(change: (timeline: Timeline, index: number) => readonly [Timeline, index: number] | null): void {
    void this.#table.inTurn(() => {
      const done = change(this.#timeline, this.#table.index());
      if (!done) return;
      const [timeline, index] = done;
      this.#put(timeline);
      this.#table.go(index);
      this.#table.changed();
    });
  }

  #put(timeline: Timeline): void {
    this.#timeline = timeline;
    this.#table.read();
  }
}
