import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cardOf } from './assembler.card.ts';
import { without } from './assembler.edit.ts';
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

/** Cards are told apart by their opcodes. */
const lying = (...opcodes: readonly number[]): Timeline =>
  laid(
    EMPTY,
    opcodes.map((opcode) => cardOf(opcode, new Uint8Array())),
  );
const order = ({ cards }: Timeline): string => cards.map(({ opcode }) => opcode).join(' ');
const removed = (timeline: Timeline, at: number): Timeline => changed(timeline, without(timeline.cards, at));

describe('cards', () => {
  test('keep their keys, and no two ever have the same', () => {
    const one = lying(1, 2);
    const two = added(one, 1, cardOf(9, new Uint8Array()));
    expect(two.cards.map(({ key }) => key)).toEqual([1, 3, 2]);
    expect(laid(undone(two), [cardOf(8, new Uint8Array())]).cards.map(({ key }) => key)).toEqual([4]);
  });
});

describe('changes', () => {
  test('are taken back one by one, the last one first', () => {
    const two = removed(removed(lying(1, 2, 3), 0), 0);
    expect([two, undone(two), undone(undone(two))].map(order)).toEqual(['3', '2 3', '1 2 3']);
  });

  test('are not taken back past the cards that were laid', () => {
    const timeline = laid(removed(lying(1, 2), 0), [cardOf(8, new Uint8Array())]);
    expect(undone(timeline)).toBe(timeline);
  });

  test('are remembered as far as 50 back', () => {
    let timeline = lying(1);
    for (let i = 0; i < 60; i++) timeline = added(timeline, 0, cardOf(2, new Uint8Array()));
    while (timeline.past.length > 0) timeline = undone(timeline);
    expect(timeline.cards).toHaveLength(11);
  });
});

describe('the card in hand', () => {
  const held = taken(lying(1, 2, 3), 1);

  test('makes room wherever it is carried; all its moves are one change', () => {
    const there = carried(carried(held, 1), 2);
    expect([order(there), heldAt(there)]).toEqual(['2 3 1', 2]);
    const down = dropped(there);
    expect([down.hand, order(down), order(undone(down))]).toEqual([null, '2 3 1', '1 2 3']);
  });

  test('put back lies where it lay, and nothing has changed', () => {
    const back = putBack(carried(held, 2));
    expect([back.hand, order(back), back.past]).toEqual([null, '1 2 3', []]);
  });

  test('put down where it was taken up is no change', () => expect(dropped(carried(held, 0)).past).toEqual([]));

  test('is carried to places that are there, and no card without a hand', () => {
    for (const place of [-1, 0, 3]) expect(carried(held, place)).toBe(held);
    expect(carried(lying(1, 2), 1).cards).toHaveLength(2);
    expect(order(carried(lying(1, 2), 1))).toBe('1 2');
  });

  test('whatever is done, undoing all of it leads back to the cards that were laid', () =>
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom('take', 'carry', 'drop', 'back', 'add'), fc.nat(4))), (acts) => {
        let timeline = lying(1, 2, 3);
        for (const [act, n] of acts) {
          if (act === 'take' && !timeline.hand) timeline = taken(timeline, (n % 3) + 1);
          if (act === 'carry') timeline = carried(timeline, n);
          if (act === 'drop') timeline = dropped(timeline);
          if (act === 'back') timeline = putBack(timeline);
          if (act === 'add' && !timeline.hand) timeline = added(timeline, n, cardOf(9, new Uint8Array()));
        }
        timeline = putBack(timeline);
        while (timeline.past.length > 0) timeline = undone(timeline);
        expect(order(timeline)).toBe('1 2 3');
      }),
    ));
});
