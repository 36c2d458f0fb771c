import { expect, test } from 'vitest';
import { fromHex, utf8Encode } from './bytes.ts';
import { createFrameDecoder } from './frame-decoder.ts';
import { byteSpan } from './span.ts';

const decoder = () => createFrameDecoder({ from: 'client', policy: 'rfc', deflate: false });

test('bytes missing inside a payload are stepped over, and the key keeps its phase', () => {
  const reader = decoder();
  // "Hello" masked with 37 fa 21 3d, its third byte not kept.
  reader.push(fromHex('81 85 37 fa 21 3d 7f 9f'));
  expect(reader.gap(1)).toEqual([]);
  const [frame, next] = reader.push(fromHex('51 58  89 80 00 00 00 00'));
  expect(frame).toMatchObject({
    kind: 'frame',
    payload: utf8Encode('Helo'),
    payloadSpan: byteSpan(6, 11),
    missing: [byteSpan(8, 9)],
  });
  expect(next).toMatchObject({ kind: 'frame', headerSpan: byteSpan(11, 17), missing: [] });
});

test('gaps that touch are one', () => {
  const reader = decoder();
  reader.push(fromHex('81 85 37 fa 21 3d'));
  reader.gap(2);
  reader.gap(2);
  expect(reader.push(fromHex('58'))).toMatchObject([{ payload: utf8Encode('o'), missing: [byteSpan(6, 10)] }]);
});

test('a gap to the payload’s end completes the frame', () => {
  const reader = decoder();
  reader.push(fromHex('81 85 37 fa 21 3d 7f 9f'));
  expect(reader.gap(3)).toMatchObject([{ kind: 'frame', payload: utf8Encode('He'), missing: [byteSpan(8, 11)] }]);
  expect(reader.pending).toBeNull();
});

test.each([
  ['between two frames', '', 4, [0, 4]],
  ['inside a header', '81', 4, [1, 5]],
  ['beyond the payload’s end', '81 85 37 fa 21 3d 7f', 5, [7, 12]],
] as const)('a gap %s hides where the next frame begins', (_, before, length, [start, end]) => {
  const reader = decoder();
  reader.push(fromHex(before));
  expect(reader.gap(length)).toEqual([{ kind: 'out-of-step', span: byteSpan(start, end) }]);
  expect(reader.push(fromHex('89 80 00 00 00 00'))).toEqual([]);
  expect(reader.failure).toBeNull();
});

test('a gap of a gigabyte is stepped over without storage', () => {
  const reader = decoder();
  reader.push(fromHex('82 ff 00 00 00 00 40 00 00 00 00 00 00 00'));
  expect(reader.gap(2 ** 30)).toMatchObject([
    { kind: 'frame', header: { length: 2 ** 30 }, payload: new Uint8Array(0) },
  ]);
  expect(reader.bufferedBytes).toBe(0);
});

test('a gap of no bytes is none; of half a byte a misuse', () => {
  expect(decoder().gap(0)).toEqual([]);
  expect(() => decoder().gap(0.5)).toThrow(RangeError);
  expect(() => decoder().gap(-1)).toThrow(RangeError);
});
