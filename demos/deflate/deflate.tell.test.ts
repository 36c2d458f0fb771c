import { describe, expect, test } from 'vitest';
import { deflateTexts } from '#content/figures/en/deflate.ts';
import { fromHex, toHex, utf8Encode } from '#demos/protocol/bytes.ts';
import { flipBit } from './deflate.acts.ts';
import { readScene } from './deflate.read.ts';
import { pageOf, ribbonOf } from './deflate.ribbon.ts';
import { tell } from './deflate.tell.ts';

const told = (hex: string, window = '', windowBits = 15) =>
  tell(readScene({ payload: fromHex(hex), window: utf8Encode(window), windowBits }), deflateTexts);

const HELLO = 'f248cdc9c90700';
const AGAIN = 'f200110000';

describe('the ribbon of “Hello”', () => {
  const hello = told(HELLO);
  const bytes = ribbonOf(hello, pageOf(hello.payload, 0));

  test('has the seven bytes that were sent, and the four that are put back', () =>
    expect(bytes.map(({ byte, sent }) => [toHex(Uint8Array.of(byte)), sent])).toEqual([
      ...['f2', '48', 'cd', 'c9', 'c9', '07', '00'].map((pair) => [pair, true]),
      ...['00', '00', 'ff', 'ff'].map((pair) => [pair, false]),
    ]));

  // f2 is 1111 0010: read from its lowest bit, 0 1 0 0 1 1 1 1.
  test('has the bits of each byte from the lowest on', () =>
    expect(bytes[0]?.runs.map(({ bits }) => bits.join(''))).toEqual(['010', '01111']));

  test('has a tile as wide as its bits, which may lie in two bytes', () => {
    const runs = bytes.flatMap((byte) => byte.runs).filter(({ stretch }) => stretch.name === 'H');
    expect(runs.map(({ start, bits }) => [start, bits.length])).toEqual([
      [3, 5],
      [8, 3],
    ]);
    expect(runs[0]?.stretch.nameAt).toBe(3);
  });

  test('covers every bit once', () =>
    expect(bytes.flatMap(({ runs }) => runs.map(({ bits }) => bits.length)).reduce((a, b) => a + b, 0)).toBe(11 * 8));
});

test('a long payload is shown in pages, the bytes that are put back on the last', () => {
  expect(pageOf(new Uint8Array(99), 40 * 8)).toEqual({ from: 32, to: 64, total: 103 });
  expect(pageOf(new Uint8Array(99), 99 * 8)).toEqual({ from: 96, to: 103, total: 103 });
  expect(pageOf(new Uint8Array(32), 35 * 8)).toEqual({ from: 0, to: 36, total: 36 });
});

describe('what is said of a step', () => {
  test('names a literal and its code, most significant bit first (RFC 1951 §3.1.1)', () =>
    expect(told(HELLO).views[1]).toMatchObject({
      title: 'Literal “H”',
      parts: [{ name: 'literal', bits: '01111000', order: 'code', says: '“H”' }],
      source: { document: 'RFC 1951', section: '3.2.5' },
    }));

  test('turns the bits of a number round: LEN and NLEN of the bytes that are put back', () =>
    expect(told(HELLO).views[8]?.parts.slice(-2)).toMatchObject([
      { name: 'LEN', bits: '0000000000000000', says: '0000000000000000 = 0' },
      { name: 'NLEN', bits: '1111111111111111', says: '1111111111111111 = 65535' },
    ]));

  test('says of a copy where it reaches', () =>
    expect(told(AGAIN, 'Hello').views[2]).toMatchObject({
      title: '4 bytes from 5 back, in an earlier message',
      from: [-4, 0],
      parts: [{ says: 'length 4' }, { says: '5–6 back' }, { says: '0 = 0' }],
    }));

  test('of a broken stream says the rule, what was found and what was expected, at the bit', () => {
    const broken = told(AGAIN);
    expect(broken.views.at(-1)).toMatchObject({
      title: 'The distance reaches before the first byte',
      says: expect.stringContaining('Found 5; expected ≤ 1'),
      source: { document: 'RFC 1951' },
    });
    expect(broken.stopped).toEqual({ bit: 18 });
    expect(broken.stretches.filter(({ guilty }) => guilty).map(({ start }) => start)).toEqual([18]);
  });
});

describe('where the text stands', () => {
  test('after the window, in one line with it where both are short', () =>
    expect(told(AGAIN, 'Hello').lines).toEqual([{ kind: 'bytes', first: -5, from: -5, to: 5 }]));

  test('half a line into a long window; lines that nothing reaches are one', () =>
    expect(told(HELLO, 'x'.repeat(100)).lines).toEqual([
      { kind: 'fold', from: -100, bytes: 84 },
      { kind: 'bytes', first: -16, from: -16, to: 5 },
    ]));
});

describe('the arcs of a copy', () => {
  test('lead from its first byte to the first that it reads', () =>
    expect(told(AGAIN, 'Hello').views[2]?.arcs.map(({ path }) => path.replace(/ .*Q.* (\S+) \S+$/, ' → $1'))).toEqual([
      'M6.5 → 1.5',
    ]));

  test('are one for each byte where it reads what it has just written', () =>
    expect(told('4a4c040100').views.map(({ arcs }) => arcs.length)).toEqual([0, 0, 0, 1, 2, 3, 4, 0, 0, 0, 0]));
});

describe('a tree', () => {
  test('is lit along the bits that are read, and at their leaf', () => {
    const { views, trees } = told(HELLO);
    const lit = views[1]?.trees[0];
    expect(lit?.lit.match(/H/g)).toHaveLength(8);
    expect(trees[lit?.tree ?? -1]?.leaves.find(({ bits }) => bits === lit?.leaf)?.label).toBe('“H”');
  });

  test('is of the block that is being read', () =>
    expect(told('000500faff48656c6c6f00').views.every(({ trees }) => trees.length === 0)).toBe(true));
});

test('every bit of “Hello” can be turned over, and what comes of it is told', () => {
  for (let bit = 0; bit < 56; bit++) {
    const changed = told(toHex(flipBit(fromHex(HELLO), bit)));
    expect(changed.views.length).toBeGreaterThan(0);
    expect(changed.states.at(-1)).toMatch(/^(done|failed|reading\..*)$/);
    // No bit is left out and none is told twice.
    expect(changed.stretches.map(({ start }) => start)).toEqual([
      0,
      ...changed.stretches.slice(0, -1).map(({ end }) => end),
    ]);
  }
});

test('turning a bit over twice changes nothing', () =>
  expect(toHex(flipBit(flipBit(fromHex(HELLO), 13), 13))).toBe(toHex(fromHex(HELLO))));
