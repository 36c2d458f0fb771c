import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { writeFigureHash } from '#demos/parts/figure-hash.ts';
import { concat, fromHex } from '#demos/protocol/bytes.ts';
import { encodeFrame } from '#demos/protocol/frame-encoder.ts';
import { hashPairs, readHash } from './decoder.hash.ts';
import { ALL, FILTER_KINDS, filterRows, rowFilter } from './filter.ts';
import { moveBy, scrollTo, slotsOf, windowOf } from './list-window.ts';
import { AUTO, DEFLATES, PACKETS, SENDERS } from './settings.ts';
import { split } from './split.ts';
import { decodeAll } from './test-inputs.ts';

describe('a filter', () => {
  const { rows } = decodeAll('81 05 48 65 6c 6c 6f 81 85 37 fa 21 3d 7f 9f 4d 51 58 89 00 82 03 01 02 03 80 00');
  const indices = (change: object): readonly number[] =>
    filterRows(rows, { ...ALL, ...change }).map(({ index }) => index);
  test.each([
    [{}, [0, 1, 2, 3, 4]],
    [{ direction: 'client-to-server' }, [1]],
    [{ kind: 'text' }, [0, 1]],
    [{ kind: 'broken' }, [4]],
    [{ least: 1, most: 3 }, [3]],
    [{ text: 'hELL' }, [0, 1]],
    [{ text: '01 02' }, [3]],
    [{ text: 'ell', direction: 'server-to-client' }, [0]],
  ])('%j', (change, expected) => expect(indices(change)).toEqual(expected));
});

test('rows that come later are filtered as if all had come at once', () => {
  const { rows } = decodeAll(`${'81 01 61 '.repeat(20)}${'82 01 61 81 01 62 '.repeat(20)}`);
  const filters = [ALL, { ...ALL, kind: 'text' as const }, { ...ALL, text: 'b' }];
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(rows.length), fc.constantFrom(...filters)), { maxLength: 12 }), (steps) => {
      const through = rowFilter();
      for (const [count, filter] of steps) {
        const come = rows.slice(0, count);
        expect(through(come, filter)).toEqual(filterRows(come, filter));
      }
    }),
  );
});

describe('a list of which only what is in sight is drawn', () => {
  const view = fc.record({
    scrollTop: fc.integer({ min: 0, max: 3_000_000 }),
    height: fc.integer({ min: 28, max: 2000 }),
    rowHeight: fc.constantFrom(28, 44),
  });
  const total = fc.integer({ min: 1, max: 100_000 });

  test('draws every row in sight, and few others', () =>
    fc.assert(
      fc.property(total, view, (rows, shown) => {
        const most = Math.max(0, rows * shown.rowHeight - shown.height);
        const at = { ...shown, scrollTop: Math.min(shown.scrollTop, most) };
        const { first, end } = windowOf(rows, at);
        expect(first * at.rowHeight).toBeLessThanOrEqual(at.scrollTop);
        expect(Math.min(rows, Math.ceil((at.scrollTop + at.height) / at.rowHeight))).toBeLessThanOrEqual(end);
        expect(end - first).toBeLessThanOrEqual(Math.ceil(at.height / at.rowHeight) + 18);
      }),
    ));

  test('has a slot for each row that is drawn, which it keeps as long as it is', () =>
    fc.assert(
      fc.property(total, view, fc.nat(3_000_000), (rows, shown, scrollTop) => {
        const slotted = (at: number) =>
          new Map(slotsOf(rows, { ...shown, scrollTop: at }).map((one) => [one.place, one.slot]));
        const [before, after] = [slotted(shown.scrollTop), slotted(scrollTop)];
        const { first, end } = windowOf(rows, shown);
        expect([...before.keys()].sort((a, b) => a - b)).toEqual(
          Array.from({ length: Math.max(0, end - first) }, (_, i) => first + i),
        );
        expect(new Set(before.values()).size).toBe(before.size);
        for (const [place, slot] of before) if (after.has(place)) expect(after.get(place)).toBe(slot);
      }),
    ));

  test('brings a row in sight, and moves nothing for one that is', () =>
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 99_999 }), view, (row, shown) => {
        fc.pre(shown.height >= shown.rowHeight);
        const scrollTop = scrollTo(row, shown);
        expect(row * shown.rowHeight).toBeGreaterThanOrEqual(scrollTop);
        expect((row + 1) * shown.rowHeight).toBeLessThanOrEqual(scrollTop + shown.height);
        expect(scrollTo(row, { ...shown, scrollTop })).toBe(scrollTop);
      }),
    ));

  const page = { scrollTop: 0, height: 280, rowHeight: 28 };
  test.each([
    ['ArrowDown', 3, 4],
    ['ArrowDown', 99, 99],
    ['ArrowUp', 0, 0],
    ['PageDown', 3, 12],
    ['PageUp', 3, 0],
    ['Home', 50, 0],
    ['End', 50, 99],
    ['a', 50, null],
  ])('%s takes row %i to %s', (key, at, to) => expect(moveBy(key, at, 100, page)).toBe(to));

  test('no key moves in an empty list', () => expect(moveBy('End', -1, 0, page)).toBeNull());
});

describe('a link', () => {
  const state = fc.record({
    bytes: fc.uint8Array({ minLength: 1, maxLength: 1300 }),
    example: fc.constant(null),
    settings: fc.record({
      form: fc.constant('auto' as const),
      from: fc.constantFrom(...SENDERS),
      deflate: fc.constantFrom(...DEFLATES),
      packets: fc.constantFrom(...PACKETS),
    }),
    filter: fc.record({
      direction: fc.constantFrom('both' as const, 'client-to-server' as const, 'server-to-client' as const),
      kind: fc.constantFrom(...FILTER_KINDS),
      connection: fc.constant(null),
      least: fc.option(fc.nat(1e6)),
      most: fc.option(fc.nat(1e6)),
      text: fc.string({ maxLength: 10 }),
    }),
    row: fc.option(fc.nat(1e5)),
  });

  test('brings back bytes, settings, filter and row', () =>
    fc.assert(
      fc.property(state, (given) => {
        const hash = writeFigureHash('decoder', hashPairs(given)) ?? '';
        expect(hash).not.toBe('');
        const back = readHash(new URLSearchParams(hash.split('?')[1]));
        expect({ ...back, bytes: [...(back.bytes ?? [])] }).toEqual({ ...given, bytes: [...given.bytes] });
      }),
    ));

  test('that makes no sense asks for nothing', () =>
    expect(readHash(new URLSearchParams('bytes=%&from=me&deflate=1&kind=x&least=-1&row=a'))).toEqual({
      bytes: null,
      example: null,
      settings: AUTO,
      filter: ALL,
      row: null,
    }));
});

describe('splitting bytes by who sent them', () => {
  test('more pieces than an argument list holds', () => {
    const two = fromHex('81 80 00 00 00 00 81 00');
    const bytes = new Uint8Array(two.length * 100_000);
    for (let i = 0; i < 100_000; i += 1) bytes.set(two, i * two.length);
    expect(split(bytes, null).pieces).toHaveLength(200_000);
  });

  const key = fromHex('37 fa 21 3d');
  const frame = fc
    .record({ isClient: fc.boolean(), payload: fc.uint8Array({ maxLength: 300 }) })
    .map(({ isClient, payload }) => {
      const body = { kind: 'data', opcode: 2, fin: true, rsv1: false, payload } as const;
      return {
        isClient,
        bytes: encodeFrame(isClient ? { ...body, from: 'client', maskingKey: key } : { ...body, from: 'server' }),
      };
    });

  test('gives each end its own frames, whole and in order', () =>
    fc.assert(
      fc.property(fc.array(frame, { maxLength: 20 }), (frames) => {
        const bytes = concat(...frames.map((one) => one.bytes));
        const { pieces } = split(bytes, null);
        for (const direction of ['client-to-server', 'server-to-client'] as const) {
          const own = pieces.filter((piece) => piece.direction === direction);
          expect([...concat(...own.map(({ start, end }) => bytes.subarray(start, end)))]).toEqual([
            ...concat(
              ...frames
                .filter(({ isClient }) => isClient === (direction === 'client-to-server'))
                .map((one) => one.bytes),
            ),
          ]);
        }
      }),
    ));

  test('leaves no byte out and takes none twice, whatever they are', () =>
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        let at = 0;
        for (const { start, end } of split(bytes, null).pieces) {
          expect(start).toBe(at);
          at = end;
        }
        expect(at).toBe(bytes.length);
      }),
    ));
});
