import { expect, test } from 'vitest';
import { utf8DecodeLenient } from './bytes.ts';
import { inflate, inflateTrace } from './inflate.ts';

/** Bits in reading order, blanks ignored, zeros to the byte. */
function pack(...parts: readonly string[]): Uint8Array {
  const bits = parts.join('').replace(/\s+/g, '');
  return Uint8Array.from({ length: Math.ceil(bits.length / 8) }, (_, i) =>
    Number.parseInt([...bits.slice(i * 8, i * 8 + 8)].reverse().join(''), 2),
  );
}
/** A number's bits, the least significant first. */
const n = (value: number, count: number): string => [...value.toString(2).padStart(count, '0')].reverse().join('');

const FIXED = '1 10';
const [H, e, END] = ['01111000', '10010101', '0000000'];
const DYNAMIC = '1 01';
/** HLIT, HDIST and HCLEN as counts. */
const counts = (hlit: number, hdist: number, hclen: number): string =>
  n(hlit - 257, 5) + n(hdist - 1, 5) + n(hclen - 4, 4);
/** Lengths of 18 code-length codes that make 18 `0`, and 0 and 1 `10` and `11`. */
const LENGTHS_18_0_1 = [0, 0, 1, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2].map((length) => n(length, 3)).join('');
const zeros = (count: number): string => `0${n(count - 11, 7)}`;
const [zero, one] = ['10', '11'];
/** A block whose only code is `0`: end of block. Bit 71 comes after it. */
const ONLY_END = [DYNAMIC, counts(257, 1, 18), LENGTHS_18_0_1, zeros(138), zeros(118), one, zero];

test.each<
  [what: string, bits: readonly string[], rule: string, span: [number, number], found: string, expected: string]
>([
  ['block type 11', ['1 11'], 'inflate.block-type', [1, 3], '11', '00, 01 or 10'],
  [
    'NLEN is not LEN turned over',
    ['1 00 00000', n(5, 16), n(0xfefa, 16)],
    'inflate.stored-length',
    [24, 40],
    '0xfefa',
    '0xfffa',
  ],
  ['287 literal codes', [DYNAMIC, counts(287, 1, 4)], 'inflate.code-counts', [3, 8], '287', '≤ 286'],
  ['31 distance codes', [DYNAMIC, counts(257, 31, 4)], 'inflate.code-counts', [8, 13], '31', '≤ 30'],
  [
    'a third code of one bit',
    [DYNAMIC, counts(257, 1, 4), '100 100 100 100'],
    'inflate.oversubscribed',
    [23, 26],
    '1 of 1 bits',
    '≤ 0',
  ],
  [
    'one code-length code',
    [DYNAMIC, counts(257, 1, 4), '100 000 000 000'],
    'inflate.incomplete',
    [17, 29],
    '1 of 2 codes left over',
    'none left over',
  ],
  [
    'no code-length code',
    [DYNAMIC, counts(257, 1, 4), '000 000 000 000'],
    'inflate.incomplete',
    [17, 29],
    '1 of 1 codes left over',
    'none left over',
  ],
  [
    'a repeat at the start',
    [DYNAMIC, counts(257, 1, 4), '100 100 000 000', '0', '00'],
    'inflate.repeat-nothing',
    [29, 32],
    '16',
    '0–15, 17 or 18 first',
  ],
  [
    'a repeat past the end',
    [DYNAMIC, counts(257, 1, 18), LENGTHS_18_0_1, zeros(138), zeros(138)],
    'inflate.repeat-overrun',
    [79, 87],
    '276',
    '258 code lengths',
  ],
  [
    'no end of block',
    [DYNAMIC, counts(257, 1, 18), LENGTHS_18_0_1, zeros(138), zeros(120)],
    'inflate.no-end-of-block',
    [79, 87],
    '0',
    '≥ 1 bit for symbol 256',
  ],
  [
    'a third literal code of one bit',
    [DYNAMIC, counts(257, 1, 18), LENGTHS_18_0_1, one, one, zeros(138), zeros(116), one, zero],
    'inflate.oversubscribed',
    [91, 93],
    '1 of 1 bits',
    '≤ 0',
  ],
  [
    'a code that is none',
    [...ONLY_END, '1'],
    'inflate.code',
    [91, 92],
    '1',
    'a literal, a length or the end of the block',
  ],
  [
    'a distance without distance codes',
    [DYNAMIC, counts(258, 1, 18), LENGTHS_18_0_1, zeros(138), zeros(118), one, one, zero, '1', '0'],
    'inflate.code',
    [94, 95],
    '0',
    'a distance',
  ],
  ['literal symbol 286', [FIXED, H, '11000110'], 'inflate.symbol', [11, 19], '286', '≤ 285'],
  ['distance symbol 30', [FIXED, H, '0000001', '11110'], 'inflate.symbol', [18, 23], '30', '≤ 29'],
  ['two back after one byte', [FIXED, H, '0000001', '00001'], 'inflate.distance', [18, 23], '2', '≤ 1'],
])('%s', (_, bits, rule, [start, end], found, expected) => {
  const { fault } = inflateTrace(pack(...bits));
  expect(fault).toMatchObject({ rule, span: { start, end }, found, expected });
});

test('a lone literal code is accepted, as zlib does', () => {
  expect(inflate(pack(...ONLY_END, '0'))).toMatchObject({ end: { kind: 'final', bit: 92 }, fault: null });
});

test('a distance above the agreed window breaks RFC 7692 §7.2.1, though the bytes are there', () => {
  const data = pack(FIXED, H, e, '0000001', '00001', END);
  expect(inflate(data).fault).toBeNull();
  expect(inflate(data, { windowBytes: 1 }).fault).toMatchObject({
    rule: 'inflate.window',
    span: { start: 26, end: 31 },
    found: '2',
    expected: '≤ 1',
    source: { document: 'RFC 7692', section: '7.2.1' },
  });
});

test('everything before a fault is kept', () => {
  const { output, blocks, end } = inflateTrace(pack(FIXED, H, e, '11000110'));
  expect(utf8DecodeLenient(output)).toBe('He');
  expect(blocks[0]?.symbols.map(({ kind }) => kind)).toEqual(['literal', 'literal']);
  expect(end).toEqual({ kind: 'fault', bit: 19 });
});

test('a window of 32,768 bytes is reached to its first byte, and no further', () => {
  const window = new Uint8Array(32_768).fill(7);
  const far = pack(FIXED, '0000001', '11101', n(0x1fff, 13), END);
  expect(inflate(far, { window })).toMatchObject({ fault: null, output: Uint8Array.of(7, 7, 7) });
  expect(inflate(far, { window: window.subarray(1) }).fault).toMatchObject({ found: '32768', expected: '≤ 32767' });
});
