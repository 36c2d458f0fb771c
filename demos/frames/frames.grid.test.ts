import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromHex } from '#demos/protocol/bytes.ts';
import { anatomyOf } from './frames.anatomy.ts';
import { bitsOf, gridOf, moveInGrid, type Row } from './frames.grid.ts';

const grid = (bytes: Uint8Array, keep = []): readonly Row[] => gridOf(bytes, anatomyOf(bytes), keep);
const told = (rows: readonly Row[]): string[] =>
  rows.map((row) =>
    row.kind === 'fold'
      ? `${row.bytes} bytes of ${row.part} left out`
      : row.groups.map(({ part, bits }) => `${part} ${bits.map((bit) => bit ?? '·').join('')}`).join(' | '),
  );

test('“Hello” from a server is drawn as RFC 6455 §5.2 draws it, sixteen bits a row', () => {
  expect(told(grid(fromHex('81 05 48 65 6c 6c 6f')))).toEqual([
    'fin 1 | rsv 0 | rsv 0 | rsv 0 | opcode 0001 | mask 0 | length 0000101',
    'payload 01001000 | payload 01100101',
    'payload 01101100 | payload 01101100',
    'payload 01101111',
  ]);
});

test('what is announced and not here is drawn as bits that have no value', () => {
  expect(told(grid(fromHex('81 7e 00')))).toEqual([
    'fin 1 | rsv 0 | rsv 0 | rsv 0 | opcode 0001 | mask 0 | length 1111110',
    'extended-length 00000000········',
  ]);
  expect(told(grid(fromHex('81 05 48'))).slice(1)).toEqual([
    'payload 01001000 | payload ········',
    'payload ········ | payload ········',
    'payload ········',
  ]);
  expect(told(grid(fromHex('81 7d 48'))).at(-1)).toMatch(/bytes of payload left out/);
});

test('a long payload shows its two ends', () => {
  const rows = told(grid(Uint8Array.from([0x82, 0x7e, 0x01, 0x00, ...new Uint8Array(256)])));
  expect(rows).toContain('240 bytes of payload left out');
  expect(rows).toHaveLength(2 + 6 + 1 + 2);
});

test('a payload of 2^63 bytes takes no longer to draw', () => {
  const rows = told(grid(fromHex('82 7f 7f ff ff ff ff ff ff ff 01')));
  expect(rows.length).toBeLessThan(12);
});

test('a guilty byte in the middle of a long payload is drawn', () => {
  const bytes = Uint8Array.from([0x81, 0x7e, 0x01, 0x00, ...new Uint8Array(256)]);
  const rows = gridOf(bytes, anatomyOf(bytes), [{ start: 100 * 8, end: 101 * 8 }]);
  expect(rows.some((row) => row.kind === 'bits' && row.offset === 100)).toBe(true);
});

test('for all bytes, rows and folds cover the frame without a gap or an overlap', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 300 }), fc.nat(200), (bytes, at) => {
      const anatomy = anatomyOf(bytes);
      const keep = at < bytes.length ? [{ start: at * 8, end: at * 8 + 8 }] : [];
      let next = 0;
      for (const row of gridOf(bytes, anatomy, keep)) {
        const start = row.kind === 'fold' ? row.from : row.offset;
        expect(start).toBe(next);
        next += row.kind === 'fold' ? row.bytes : row.groups.reduce((sum, { bits }) => sum + bits.length, 0) / 8;
      }
      expect(next).toBe(Math.max(bytes.length, anatomy.headerBytes + Number(anatomy.announced ?? 0)));
    }),
  );
});

test('the arrow keys go through the bits, row by row, and stay at the edges', () => {
  const rows = grid(fromHex('81 01 41'));
  expect(moveInGrid(rows, 0, 'right')).toBe(1);
  expect(moveInGrid(rows, 0, 'left')).toBe(0);
  expect(moveInGrid(rows, 15, 'right')).toBe(16);
  expect(moveInGrid(rows, 3, 'down')).toBe(19);
  expect(moveInGrid(rows, 12, 'down')).toBe(23);
  expect(moveInGrid(rows, 19, 'up')).toBe(3);
  expect(moveInGrid(rows, 4, 'row-end')).toBe(15);
  expect(moveInGrid(rows, 20, 'row-start')).toBe(16);
  expect(moveInGrid(rows, 20, 'first')).toBe(0);
  expect(moveInGrid(rows, 4, 'last')).toBe(23);
});

test('every bit that can be reached is one that can be flipped', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 60 }), (bytes) => {
      for (const bit of bitsOf(grid(bytes)).flat()) expect(bit).toBeLessThan(bytes.length * 8);
    }),
  );
});
