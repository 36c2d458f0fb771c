import { describe, expect, test } from 'vitest';
import { assemblerTexts as texts } from '#content/figures/en/assembler.ts';
import { fromHex } from '#demos/protocol/bytes.ts';
import type { Role } from '#demos/protocol/violation.ts';
import { type Card, cardOf } from './assembler.card.ts';
import { agree, connectAssembler, verdictOf } from './assembler.connect.ts';
import { modelCapture } from './assembler.model.ts';
import { type Outcome, outcomeOf } from './assembler.outcome.ts';
import type { Part } from './assembler.parts.ts';
import { POLICIES, receiverOf } from './assembler.policies.ts';
import { readTimeline } from './assembler.reading.ts';
import { RUNS } from './assembler.runs.ts';
import { shown, shownAnswer } from './assembler.show.ts';

interface Seen {
  readonly from?: Role;
  readonly index?: number;
  readonly part?: Part;
  readonly came?: Outcome;
}

function see(cards: readonly Card[], { from = 'client', index = cards.length, part, came }: Seen = {}) {
  const owed = readTimeline(cards, from, receiverOf(from));
  const placed = cards.map((card, key) => ({ ...card, key }));
  return connectAssembler(
    {
      cards: placed,
      from,
      reading: owed,
      owed,
      came: came ?? outcomeOf(modelCapture(cards, from), from),
      index,
      part: part ?? null,
    },
    texts,
  );
}

describe('under each frame', () => {
  test('stands what it led to', () => {
    const { columns } = see(RUNS['ping-between']);
    expect(columns.map(({ answers }) => answers)).toEqual([[], ['pong “now?”'], ['text “Hello”']]);
    expect(columns.map(({ told }) => told)).toEqual([[], [], ['message “Hello”']]);
    expect(columns.map(({ wire }) => wire)).toEqual([9, 10, 8]);
  });

  test('stands the message so far, and half a character as the bytes it is', () =>
    expect(see(RUNS['split-euro']).columns.map(({ message }) => message)).toEqual([
      { text: '', pending: 'e2 82 · 2 of 3', whole: false },
      { text: '“€”', pending: '', whole: true },
    ]));

  test('stands what script is told when the connection fails, and of no message', () =>
    expect(see(RUNS.interleaved, { from: 'server' }).columns.map(({ told }) => told)).toEqual([
      [],
      ['error', 'close 1006'],
      [],
      [],
    ]));

  test('stands nothing that did not come', () => {
    const nothing: Outcome = { answers: [], told: [], ended: false };
    const { columns, placed } = see(RUNS['ping-between'], { came: nothing });
    expect(columns.flatMap(({ answers, told }) => [...answers, ...told])).toEqual([]);
    expect(placed.missing).toBe(2);
  });
});

describe('a broken rule', () => {
  test.each([
    ['orphan-continuation', 'opcode', 'RFC 6455', '5.4'],
    ['long-ping', 'length', 'RFC 6455', '5.5'],
    ['bad-utf8', 'payload', 'RFC 6455', '8.1'],
  ] as const)('of %s is marked on its %s, with its section', (run, part, document, section) => {
    const { columns, explanation } = see(RUNS[run]);
    expect(columns.flatMap(({ guilty }) => (guilty ? [guilty] : []))).toEqual([part]);
    expect(explanation.source).toEqual({ document, section });
  });
  test('of one bit is marked on that bit', () => {
    expect(see([cardOf(0x09, new Uint8Array())]).columns[0]?.guilty).toBe('fin');
    expect(see([cardOf(0xc1, new Uint8Array())]).columns[0]?.guilty).toBe('rsv');
  });
  test('leaves the frames after it unread', () =>
    expect(see(RUNS.interleaved).columns.map(({ unread }) => unread)).toEqual([false, false, true, true]));
});

test('the statechart is lit as far as frames were received', () => {
  expect(see(RUNS['ping-between'], { index: 2 }).trail).toEqual(['open.between', 'open.inMessage', 'open.inMessage']);
  expect(see(RUNS['ping-between'], { index: 0 }).state).toBe('open.between');
});

test.each([
  ['fragment', [true, false, true]],
  ['ping', [false, true, false]],
  ['answer', [false, true, true]],
] as const)('the word “%s” lights its frames', (part, lit) =>
  expect(see(RUNS['ping-between'], { part }).columns.map((column) => column.lit)).toEqual(lit),
);

describe('three receivers', () => {
  const readings = (cards: readonly Card[]) => POLICIES.map((policy) => readTimeline(cards, 'client', policy));
  test('agree on what all of them refuse', () => expect(agree(readings(RUNS.interleaved))).toBe(true));
  test('differ on wrong UTF-8: where, and with which code', () => {
    const all = readings(RUNS['bad-utf8']);
    expect(agree(all)).toBe(false);
    expect(all.map(verdictOf).map(({ stop }) => [stop?.at, stop?.violation?.closeCode])).toEqual([
      [1, 1007],
      [2, 1007],
      [1, 1002],
    ]);
  });
});

describe('bytes are shown', () => {
  test.each([
    ['48 65 6c', '“Hel”'],
    ['e2 82', 'e2 82'],
    ['', ''],
    ['01 02 03', '01 02 03'],
    ['78 78 78 78 78 78 78 78 78 78 78 78 78', '“xxxxxxxxxxxx…”'],
  ])('%s as %s', (hex, as) => expect(shown(fromHex(hex))).toBe(as));
  test('a Close by its code', () => {
    expect(shownAnswer({ opcode: 8, payload: fromHex('03 ea') }, texts)).toBe('close 1002');
    expect(shownAnswer({ opcode: 8, payload: new Uint8Array() }, texts)).toBe('close without a code');
  });
});
