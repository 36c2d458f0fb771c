import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromHex } from '#demos/protocol/bytes.ts';
import { anatomyOf, partSpan } from './frames.anatomy.ts';

const of = (hex: string) => anatomyOf(fromHex(hex));

test('RFC 6455 §5.7’s masked “Hello”: header of six bytes, five of payload, nothing missing', () => {
  const anatomy = of('81 85 37 fa 21 3d 7f 9f 4d 51 58');
  expect(anatomy).toMatchObject({ headerBytes: 6, announced: 5, here: 5, missing: 0, next: 0 });
  expect(partSpan(anatomy, 'key')).toEqual({ start: 16, end: 48 });
  expect(partSpan(anatomy, 'payload')).toEqual({ start: 48, end: 88 });
  expect(partSpan(anatomy, 'rsv')).toEqual({ start: 1, end: 4 });
  expect(partSpan(anatomy, 'extended-length')).toBeNull();
});

test('a second byte that announces more header than has come leaves the rest missing', () => {
  expect(of('81')).toMatchObject({ headerBytes: 2, announced: null, missing: 1 });
  expect(of('81 fe 00')).toMatchObject({ headerBytes: 8, announced: null, missing: 5 });
  // The length has come, and the key has not.
  expect(of('81 fe 00 7e')).toMatchObject({ headerBytes: 8, announced: 126, missing: 130 });
});

test('what stands after the announced end is the next frame’s', () => {
  const anatomy = of('81 02 c3 a9 89 00');
  expect(anatomy).toMatchObject({ announced: 2, here: 2, missing: 0, next: 2 });
  expect(partSpan(anatomy, 'next')).toEqual({ start: 32, end: 48 });
});

test('a length above 2^53 is counted exactly', () => {
  expect(of('82 7f ff ff ff ff ff ff ff ff 00').missing).toBe(2n ** 64n - 2n);
});

test('for all bytes, the pieces follow each other without a gap and cover everything that is here', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 40 }), (bytes) => {
      const { pieces } = anatomyOf(bytes);
      let at = 0;
      for (const { span } of pieces) {
        expect(span.start).toBe(at);
        at = span.end;
      }
      expect(at).toBeGreaterThanOrEqual(bytes.length * 8);
    }),
  );
});
