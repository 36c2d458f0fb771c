import { describe, expect, test } from 'vitest';
import { fromHex, utf8DecodeLenient, utf8Encode } from '#demos/protocol/bytes.ts';
import { readScene } from './deflate.read.ts';

const scene = (hex: string, window = '', windowBits = 15) =>
  readScene({ payload: fromHex(hex), window: utf8Encode(window), windowBits });
const told = (hex: string, window = '') =>
  scene(hex, window).pieces.map((piece) => {
    const bits = piece.span.end - piece.span.start;
    if (piece.kind === 'literal') return `${String.fromCharCode(piece.byte)} ${bits}`;
    return piece.kind === 'copy' ? `${piece.length} from −${piece.distance}, ${bits}` : `${piece.kind} ${bits}`;
  });
const trail = (hex: string, window = '') => scene(hex, window).states.map((state) => state.replace('reading.', ''));

describe('RFC 7692 §7.2.3.1: “Hello”', () => {
  test('is a header, five literals and an end; then the empty block, whose LEN and NLEN were never sent', () =>
    expect(told('f248cdc9c90700')).toEqual([
      ...['header 3', 'H 8', 'e 8', 'l 8', 'l 8', 'o 8', 'end 7'],
      ...['header 3', 'stored-length 35'],
    ]));

  test('takes the machine through two blocks to its end', () =>
    expect(trail('f248cdc9c90700')).toEqual([
      ...['blockHeader', 'symbol', 'blockHeader'],
      ...['storedLength', 'storedBytes', 'done'],
    ]));

  test('is shown with the codes that it uses, and each as often as it is used', () =>
    expect(
      scene('f248cdc9c90700').blocks[0]?.used.literal.map(({ symbol, bits, uses }) => [symbol, bits, uses]),
    ).toEqual([
      [256, '0000000', 1],
      [72, '01111000', 1],
      [101, '10010101', 1],
      [108, '10011100', 2],
      [111, '10011111', 1],
    ]));
});

describe('RFC 7692 §7.2.3.2: “Hello” again, with the first one in the window', () => {
  test('is one literal and a copy', () =>
    expect(told('f200110000', 'Hello')).toEqual([
      ...['header 3', 'H 8', '4 from −5, 13', 'end 7'],
      ...['header 3', 'stored-length 38'],
    ]));

  test('waits for a distance after the length', () =>
    expect(trail('f200110000', 'Hello').slice(0, 4)).toEqual(['blockHeader', 'symbol', 'distance', 'symbol']));

  test('without that window stops at the distance, and keeps what was read', () => {
    const { fault, output, end } = scene('f200110000');
    expect(fault?.rule).toBe('inflate.distance');
    expect(utf8DecodeLenient(output)).toBe('H');
    expect(end).toBe('failed');
    expect(trail('f200110000').at(-1)).toBe('failed');
  });
});

test('RFC 7692 §7.2.3.3: a stored block is its length twice and its bytes', () =>
  expect(told('000500faff48656c6c6f00')).toEqual([
    'header 3',
    'stored-length 37',
    'stored 40',
    'header 3',
    'stored-length 37',
  ]));

test('an overlapping copy is followed byte by byte', () => {
  // zlib's "aaaaaa" at level 6: two literals, and four bytes from one back.
  const run = scene('4a4c040100');
  expect(utf8DecodeLenient(run.output)).toBe('aaaaaa');
  expect(run.pieces[3]).toMatchObject({ kind: 'copy', length: 4, distance: 1 });
  expect(run.steps.filter(({ piece }) => piece === 3).map(({ written }) => written)).toEqual([3, 4, 5, 6]);
});

test('each piece ends where the next one begins', () => {
  const { pieces } = scene('f248cdc9c90700');
  expect(pieces.slice(1).map(({ span }) => span.start)).toEqual(pieces.slice(0, -1).map(({ span }) => span.end));
});
