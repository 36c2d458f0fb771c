import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromHex, toHex, utf8Encode } from '#demos/protocol/bytes.ts';
import type { FrameHeader } from '#demos/protocol/frame.ts';
import { encodeUnchecked, minimalLengthForm } from '#demos/protocol/frame-encoder.ts';
import { readFrameHeader } from '#demos/protocol/frame-header.ts';
import {
  flipBit,
  lengthFormsFor,
  putTogether,
  setFlag,
  setLengthForm,
  setMaskingKey,
  setOpcode,
  setPayload,
  setPayloadLength,
} from './frames.edit.ts';
import { takeApart } from './frames.taken.ts';

const HELLO = fromHex('81 85 37 fa 21 3d 7f 9f 4d 51 58');

const key = fc.option(fc.uint8Array({ minLength: 4, maxLength: 4 }), { nil: null });
const frame = fc
  .record({
    fin: fc.boolean(),
    rsv1: fc.boolean(),
    rsv2: fc.boolean(),
    rsv3: fc.boolean(),
    opcode: fc.integer({ min: 0, max: 15 }),
    maskingKey: key,
    payload: fc.uint8Array({ maxLength: 300 }),
    longer: fc.constantFrom(7, 16, 64),
  })
  .map(({ payload, longer, ...bits }) => {
    const minimal = minimalLengthForm(payload.length);
    const lengthForm = (longer > minimal ? longer : minimal) as FrameHeader['lengthForm'];
    const header: FrameHeader = { ...bits, lengthForm, length: payload.length };
    return { header, payload };
  });

test('a bit flipped twice is as it was', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1 }), fc.nat(), (bytes, n) => {
      const bit = n % (bytes.length * 8);
      const once = flipBit(bytes, bit);
      expect(once).not.toEqual(bytes);
      expect(flipBit(once, bit)).toEqual(bytes);
    }),
  );
});

test('flipping RSV1 of “Hello” makes c1 of 81 and changes nothing else', () => {
  expect(toHex(flipBit(HELLO, 1))).toBe('c1 85 37 fa 21 3d 7f 9f 4d 51 58');
});

test('a bit that is not there cannot be flipped', () => {
  expect(flipBit(HELLO, 88)).toEqual(HELLO);
});

test('what is built from parts is taken apart into the same parts', () => {
  fc.assert(
    fc.property(frame, ({ header, payload }) => {
      const taken = takeApart(encodeUnchecked(header, payload));
      expect(taken).toEqual({ header, payload, rest: new Uint8Array() });
    }),
  );
});

test('any bytes with a whole header, taken apart and put together, are the same bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 14, maxLength: 60 }), (bytes) => {
      expect(putTogether(takeApart(bytes))).toEqual(bytes);
    }),
  );
});

test('flags and opcode change their own bits only', () => {
  expect(toHex(setFlag(HELLO, 'fin', false).subarray(0, 2))).toBe('01 85');
  expect(toHex(setFlag(HELLO, 'rsv3', true).subarray(0, 2))).toBe('91 85');
  expect(toHex(setOpcode(HELLO, 0xa).subarray(0, 2))).toBe('8a 85');
  fc.assert(
    fc.property(frame, fc.integer({ min: 0, max: 15 }), ({ header, payload }, opcode) => {
      const bytes = setOpcode(encodeUnchecked(header, payload), opcode);
      expect(readFrameHeader(bytes)?.header).toEqual({ ...header, opcode });
    }),
  );
});

test('masked with another key, or with none, the payload says the same', () => {
  expect(toHex(setMaskingKey(HELLO, null))).toBe('81 05 48 65 6c 6c 6f');
  fc.assert(
    fc.property(frame, key, ({ header, payload }, other) => {
      const bytes = setMaskingKey(encodeUnchecked(header, payload), other);
      expect(takeApart(bytes)).toMatchObject({ payload, header: { maskingKey: other } });
    }),
  );
});

test('a longer payload takes the next length form, and a chosen one is kept while it can hold the length', () => {
  expect(toHex(setPayload(HELLO, new Uint8Array(126)).subarray(0, 4))).toBe('81 fe 00 7e');
  expect(toHex(setPayload(HELLO, new Uint8Array(65_536)).subarray(0, 10))).toBe('81 ff 00 00 00 00 00 01 00 00');
  const long = setLengthForm(HELLO, 64);
  expect(toHex(setPayload(long, utf8Encode('é')).subarray(0, 10))).toBe('81 ff 00 00 00 00 00 00 00 02');
});

test('a payload of another length is cut, or filled up with x', () => {
  expect(toHex(setMaskingKey(setPayloadLength(HELLO, 2), null))).toBe('81 02 48 65');
  expect(toHex(setMaskingKey(setPayloadLength(HELLO, 7), null))).toBe('81 07 48 65 6c 6c 6f 78 78');
  expect(toHex(setPayloadLength(HELLO, 126).subarray(0, 4))).toBe('81 fe 00 7e');
});

test('a form that cannot hold the length is not taken', () => {
  const long = setPayload(HELLO, new Uint8Array(126));
  expect(lengthFormsFor(126)).toEqual([16, 64]);
  expect(setLengthForm(long, 7)).toEqual(long);
});

test('a frame that announces more than is there keeps its announcement through every edit', () => {
  const short = fromHex('81 85 37 fa 21 3d 7f');
  expect(toHex(setMaskingKey(short, null))).toBe('81 05 48');
  expect(toHex(setLengthForm(short, 16))).toBe('81 fe 00 05 37 fa 21 3d 7f');
});
