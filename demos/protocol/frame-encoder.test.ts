import fc from 'fast-check';
import { expect, test } from 'vitest';
import { concat, fromHex, toHex } from './bytes.ts';
import type { Frame, FrameHeader } from './frame.ts';
import { createFrameDecoder } from './frame-decoder.ts';
import { encodeFrame, encodeHeader, encodeUnchecked, headerOf, minimalLengthForm } from './frame-encoder.ts';
import { readFrameHeader } from './frame-header.ts';

const legal: FrameHeader = {
  fin: true,
  rsv1: false,
  rsv2: false,
  rsv3: false,
  opcode: 1,
  maskingKey: null,
  lengthForm: 7,
  length: 5,
};

test.each([
  [125, '82 7d'],
  [126, '82 7e 00 7e'],
  [65535, '82 7e ff ff'],
  [65536, '82 7f 00 00 00 00 00 01 00 00'],
  [2n ** 63n - 1n, '82 7f 7f ff ff ff ff ff ff ff'],
])('the shortest form for %s bytes gives %s', (length, hex) => {
  expect(toHex(encodeHeader({ ...legal, opcode: 2, length, lengthForm: minimalLengthForm(length) }))).toBe(hex);
});

test('a header may break every rule its bits can express', () => {
  const broken = {
    ...legal,
    fin: false,
    rsv1: true,
    rsv2: true,
    rsv3: true,
    opcode: 0xb,
    lengthForm: 64,
    length: 5,
  } as const;
  expect(toHex(encodeHeader(broken))).toBe('7b 7f 00 00 00 00 00 00 00 05');
  expect(readFrameHeader(fromHex('7b 7f 00 00 00 00 00 00 00 05'))).toEqual({ header: broken, byteLength: 10 });
});

test('a frame may announce a length its payload does not have', () => {
  const masked = { ...legal, maskingKey: fromHex('37 fa 21 3d'), length: 100 };
  expect(toHex(encodeUnchecked(masked, fromHex('48 65')))).toBe('81 e4 37 fa 21 3d 7f 9f');
});

test.each([
  ['a length that 7 bits cannot hold', { ...legal, length: 126 }],
  ['a length that 16 bits cannot hold', { ...legal, lengthForm: 16, length: 65536 }],
  ['a length below zero', { ...legal, length: -1 }],
  ['an opcode of five bits', { ...legal, opcode: 16 }],
  ['a key of three bytes', { ...legal, maskingKey: new Uint8Array(3) }],
] as const)('%s is a misuse', (_, header) => {
  expect(() => encodeHeader(header)).toThrow(RangeError);
});

test('a control payload of 126 bytes is a misuse', () => {
  const payload = new Uint8Array(126);
  expect(() => encodeFrame({ kind: 'control', from: 'server', opcode: 9, payload })).toThrow(RangeError);
});

test('a header cut short is none yet', () => {
  expect(readFrameHeader(fromHex('81'))).toBeNull();
  expect(readFrameHeader(fromHex('81 fe 01 00 37 fa 21'))).toBeNull();
  expect(readFrameHeader(fromHex('00 81 00'), 1)?.byteLength).toBe(2);
});

const key = fc.uint8Array({ minLength: 4, maxLength: 4 });

const anyHeader: fc.Arbitrary<FrameHeader> = fc
  .record({
    fin: fc.boolean(),
    rsv1: fc.boolean(),
    rsv2: fc.boolean(),
    rsv3: fc.boolean(),
    opcode: fc.nat(15),
    maskingKey: fc.option(key),
  })
  .chain((bits) =>
    fc.oneof(
      fc.nat(125).map((length) => ({ ...bits, lengthForm: 7 as const, length })),
      fc.nat(65535).map((length) => ({ ...bits, lengthForm: 16 as const, length })),
      fc
        .bigInt({ min: 0n, max: 2n ** 64n - 1n })
        .map((n) => ({ ...bits, lengthForm: 64 as const, length: n < 2n ** 53n ? Number(n) : n })),
    ),
  );

test('reading what was written gives the header back', () => {
  fc.assert(
    fc.property(anyHeader, (header) => {
      const bytes = encodeHeader(header);
      expect(readFrameHeader(bytes)).toEqual({ header, byteLength: bytes.length });
    }),
  );
});

test('writing what was read gives the bytes back', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 14, maxLength: 14 }), (bytes) => {
      const read = readFrameHeader(bytes);
      expect(read).not.toBeNull();
      if (read) expect(toHex(encodeHeader(read.header))).toBe(toHex(bytes.subarray(0, read.byteLength)));
    }),
  );
});

const body = fc.oneof(
  fc.record({
    kind: fc.constant('data' as const),
    opcode: fc.constantFrom(1 as const, 2 as const),
    fin: fc.constant(true),
    rsv1: fc.boolean(),
    payload: fc.uint8Array({ maxLength: 300, size: 'max' }),
  }),
  fc.record({
    kind: fc.constant('control' as const),
    opcode: fc.constantFrom(9 as const, 10 as const),
    payload: fc.uint8Array({ maxLength: 125, size: 'max' }),
  }),
);
const anyFrame: fc.Arbitrary<Frame> = fc.oneof(
  fc.tuple(body, key).map(([frame, maskingKey]) => ({ ...frame, from: 'client' as const, maskingKey })),
  body.map((frame) => ({ ...frame, from: 'server' as const })),
);

test('decoding what was encoded gives the frame back', () => {
  fc.assert(
    fc.property(anyFrame, (frame) => {
      const decoder = createFrameDecoder({ from: frame.from, policy: 'rfc', deflate: true });
      const [decoded] = decoder.push(encodeFrame(frame));
      expect(decoded).toMatchObject({ kind: 'frame', header: headerOf(frame), payload: frame.payload });
    }),
  );
});

test('encoding what was decoded gives the bytes back', () => {
  fc.assert(
    fc.property(
      fc.array(anyFrame, { minLength: 1, maxLength: 5 }),
      fc.constantFrom('client', 'server'),
      (all, from) => {
        const bytes = concat(...all.filter((frame) => frame.from === from).map(encodeFrame));
        const decoder = createFrameDecoder({ from, policy: 'rfc', deflate: true });
        const again = decoder.push(bytes).map((event) => {
          if (event.kind !== 'frame') throw new Error(`expected a frame, found ${event.kind}`);
          return encodeUnchecked(event.header, event.payload);
        });
        expect(toHex(concat(...again))).toBe(toHex(bytes));
      },
    ),
  );
});
