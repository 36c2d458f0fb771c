import fc from 'fast-check';
import { expect, test } from 'vitest';
import { concat, equalBytes, fromHex, toHex, utf8Encode } from './bytes.ts';
import type { DecodedFrame, FrameEvent, Policy } from './frame.ts';
import { createFrameDecoder, type FrameDecoderOptions } from './frame-decoder.ts';
import { encodeFrame, encodeUnchecked, minimalLengthForm } from './frame-encoder.ts';
import type { RuleId } from './rules.ts';
import type { Role } from './violation.ts';

const decoder = (from: Role, options: Partial<FrameDecoderOptions> = {}) =>
  createFrameDecoder({ from, policy: 'rfc', deflate: false, ...options });

const decode = (from: Role, hex: string, options: Partial<FrameDecoderOptions> = {}) =>
  decoder(from, options).push(fromHex(hex));

const frames = (events: readonly FrameEvent[]) =>
  events.filter((event): event is DecodedFrame => event.kind === 'frame');

test('the header’s bits and the payload have their place in the stream', () => {
  expect(decode('client', '89 80 00 00 00 00  81 85 37 fa 21 3d 7f 9f 4d 51 58').at(1)).toEqual({
    kind: 'frame',
    header: {
      fin: true,
      rsv1: false,
      rsv2: false,
      rsv3: false,
      opcode: 1,
      maskingKey: fromHex('37 fa 21 3d'),
      lengthForm: 7,
      length: 5,
    },
    payload: utf8Encode('Hello'),
    headerSpan: { start: 6 * 8, end: 12 * 8 },
    payloadSpan: { start: 12 * 8, end: 17 * 8 },
    missing: [],
  });
});

test.each([
  ['7 bits', '82 7d', 7, 125],
  ['16 bits', '82 7e 00 7e', 16, 126],
  ['16 bits, longest', '82 7e ff ff', 16, 65535],
  ['64 bits', '82 7f 00 00 00 00 00 01 00 00', 64, 65536],
  ['64 bits, the last exact number', '82 7f 00 1f ff ff ff ff ff ff', 64, 2 ** 53 - 1],
  ['64 bits, beyond it', '82 7f 00 20 00 00 00 00 00 00', 64, 2n ** 53n],
  ['64 bits, longest', '82 7f 7f ff ff ff ff ff ff ff', 64, 2n ** 63n - 1n],
])('a length in %s: %s', (_, hex, lengthForm, length) => {
  const reader = decoder('server');
  expect(reader.push(fromHex(hex))).toEqual([]);
  expect(reader.pending).toMatchObject({ offset: 0, header: { lengthForm, length }, received: 0 });
});

type Case = [rule: RuleId, from: Role, hex: string, bits: [number, number], found: string, closeCode?: number | null];

test.each<Case>([
  ['frame.rsv1', 'server', 'c1 00', [1, 2], 'RSV1 1'],
  ['frame.rsv2', 'server', 'a1 00', [2, 3], 'RSV2 1'],
  ['frame.rsv3', 'server', '91 00', [3, 4], 'RSV3 1'],
  ['frame.opcode', 'server', '83 00', [4, 8], '0x3'],
  ['frame.opcode', 'server', '8b 00', [4, 8], '0xb'],
  ['frame.control-fin', 'server', '09 00', [0, 1], 'FIN 0'],
  ['frame.control-length', 'server', '89 7e', [9, 16], '126'],
  ['close.payload-length', 'server', '88 01', [9, 16], '1'],
  ['frame.mask-forbidden', 'server', '81 80', [8, 9], 'MASK 1'],
  ['frame.mask-required', 'client', '81 00', [8, 9], 'MASK 0'],
  ['frame.length-minimal', 'server', '81 7e 00 05', [9, 32], '5 / 16 bit'],
  ['frame.length-minimal', 'server', '81 7f 00 00 00 00 00 00 ff ff', [9, 80], '65535 / 64 bit'],
  ['frame.length-sign-bit', 'server', '82 7f 80 00 00 00 00 00 00 00', [16, 17], '9223372036854775808'],
  ['message.continuation', 'server', '80 00', [4, 8], '0x0'],
])('%s from a %s: %s breaks it in bits %j', (rule, from, hex, [start, end], found, closeCode = 1002) => {
  const reader = decoder(from);
  const noticedBy = from === 'client' ? 'server' : 'client';
  const [event, ...more] = reader.push(fromHex(hex));
  expect(event).toMatchObject({
    kind: 'violation',
    violation: { rule, span: { start, end }, found, closeCode, noticedBy },
  });
  expect(more).toEqual([]);
  expect(reader.failure?.rule).toBe(rule);
});

test('a new message inside an unfinished one is refused at its own opcode', () => {
  expect(decode('server', '01 01 41  81 01 42')).toMatchObject([
    { kind: 'frame' },
    { kind: 'violation', violation: { rule: 'message.unfinished', span: { start: 28, end: 32 }, expected: '0x0' } },
  ]);
});

test('control frames may stand between the frames of a message', () => {
  expect(frames(decode('server', '01 01 41  89 00  80 01 42')).map(({ header }) => header.opcode)).toEqual([1, 9, 0]);
});

test('a finished message makes room for the next', () => {
  expect(frames(decode('server', '01 01 41  80 01 42  81 01 43  01 00'))).toHaveLength(4);
});

test('RSV1 may mark a message’s first frame once compression was negotiated, and no other', () => {
  expect(frames(decode('server', '41 00  80 00', { deflate: true }))).toHaveLength(2);
  expect(decode('server', '41 00  c0 00', { deflate: true })).toMatchObject([
    { kind: 'frame' },
    { violation: { rule: 'deflate.rsv1-continuation', span: { start: 17, end: 18 } } },
  ]);
  expect(decode('server', 'c9 00', { deflate: true })).toMatchObject([{ violation: { rule: 'deflate.rsv1-control' } }]);
});

test('a message’s frames count together against the limit, control frames not at all', () => {
  expect(decode('server', '01 03 41 42 43  89 05 48 65 6c 6c 6f  00 02', { maxPayload: 4 })).toMatchObject([
    { kind: 'frame' },
    { kind: 'frame' },
    { violation: { rule: 'message.too-big', closeCode: 1009, found: '5', expected: '≤ 4' } },
  ]);
});

test('every message has the limit to itself', () => {
  expect(frames(decode('server', '81 04 41 42 43 44  81 04 41 42 43 44', { maxPayload: 4 }))).toHaveLength(2);
  expect(frames(decode('server', '01 03 41 42 43  80 01 44  81 04 41 42 43 44', { maxPayload: 4 }))).toHaveLength(3);
});

test('a data frame after a Close frame breaks a rule that no Close frame answers', () => {
  expect(decode('server', '88 00  81 00')).toMatchObject([
    { kind: 'frame' },
    { violation: { rule: 'message.after-close', closeCode: null, span: { start: 20, end: 24 } } },
  ]);
});

test('whatever breaks a rule after a Close frame, no Close frame answers it', () => {
  expect(decode('server', '88 00  83 00')).toMatchObject([
    { kind: 'frame' },
    { violation: { rule: 'frame.opcode', closeCode: null } },
  ]);
});

test('once failed it answers nothing more, and counts on', () => {
  const reader = decoder('server');
  reader.push(fromHex('83 00'));
  expect(reader.push(fromHex('81 00'))).toEqual([]);
  expect(reader.gap(10)).toEqual([]);
  expect(reader.offset).toBe(14);
  expect(reader.failure?.rule).toBe('frame.opcode');
});

test('a rule is seen broken as soon as two bytes show it', () => {
  const reader = decoder('client');
  expect(reader.push(fromHex('81'))).toEqual([]);
  expect(reader.push(fromHex('05'))).toMatchObject([{ violation: { rule: 'frame.mask-required' } }]);
});

test('what was pushed stays as it was', () => {
  const bytes = fromHex('81 85 37 fa 21 3d 7f 9f 4d 51 58');
  decoder('client').push(bytes);
  expect(toHex(bytes)).toBe('81 85 37 fa 21 3d 7f 9f 4d 51 58');
});

test('an announced length takes no memory; what comes takes in proportion', () => {
  const reader = decoder('server');
  reader.push(fromHex('82 7f 7f ff ff ff ff ff ff ff'));
  expect(reader.bufferedBytes).toBe(0);
  reader.push(new Uint8Array(1));
  expect(reader.bufferedBytes).toBeLessThanOrEqual(64 * 1024);
  reader.push(new Uint8Array(1024 * 1024));
  expect(reader.bufferedBytes).toBeLessThanOrEqual(5 * 1024 * 1024);
});

test('a payload that comes byte by byte is moved a few times, not once a byte', () => {
  const reader = decoder('server');
  reader.push(fromHex('82 7f 00 00 00 00 00 04 00 64'));
  const sizes = new Set<number>();
  for (let i = 0; i < 2 ** 18 + 99; i++) {
    reader.push(Uint8Array.of(0));
    sizes.add(reader.bufferedBytes);
  }
  expect([...sizes]).toEqual([2 ** 16, 2 ** 18 + 4, 2 ** 18 + 100]);
});

test('a long payload in uneven pieces is put together and unmasked', () => {
  const payload = Uint8Array.from({ length: 300_000 }, (_, i) => (i * i) >>> 3);
  const maskingKey = fromHex('37 fa 21 3d');
  const bytes = encodeFrame({ kind: 'data', from: 'client', opcode: 2, fin: true, rsv1: false, maskingKey, payload });
  const reader = decoder('client');
  const events: FrameEvent[] = [];
  for (let at = 0; at < bytes.length; at += 1013) events.push(...reader.push(bytes.subarray(at, at + 1013)));
  expect(frames(events).map((frame) => equalBytes(frame.payload, payload))).toEqual([true]);
});

test('pending tells how far an unfinished frame has come', () => {
  const reader = decoder('client');
  expect(reader.pending).toBeNull();
  reader.push(fromHex('81 85 37'));
  expect(reader.pending).toEqual({ offset: 0, header: null, received: 3 });
  reader.push(fromHex('fa 21 3d 7f 9f'));
  expect(reader.pending).toMatchObject({ header: { length: 5 }, received: 2 });
  reader.push(fromHex('4d 51 58 8a'));
  expect(reader.pending).toEqual({ offset: 11, header: null, received: 1 });
});

const legalStream = (from: Role) =>
  fc.array(fc.tuple(fc.constantFrom(1, 2, 9, 10), fc.uint8Array({ maxLength: 300, size: 'max' }))).map((items) =>
    concat(
      ...items.map(([opcode, bytes]) => {
        const payload = opcode < 8 ? bytes : bytes.subarray(0, 125);
        const maskingKey = from === 'client' ? fromHex('37 fa 21 3d') : null;
        const bits = { fin: true, rsv1: false, rsv2: false, rsv3: false, opcode, maskingKey };
        const length = payload.length;
        return encodeUnchecked({ ...bits, length, lengthForm: minimalLengthForm(length) }, payload);
      }),
    ),
  );

/** Legal frames, noise, and legal frames that end in noise. */
const anyCase = fc
  .record({
    from: fc.constantFrom<Role>('client', 'server'),
    policy: fc.constantFrom<Policy>('rfc', 'ws', 'chromium'),
    deflate: fc.boolean(),
  })
  .chain((how) =>
    fc.record({
      how: fc.constant(how),
      bytes: fc.oneof(
        legalStream(how.from),
        fc.uint8Array({ maxLength: 300 }),
        fc.tuple(legalStream(how.from), fc.uint8Array({ maxLength: 40 })).map((parts) => concat(...parts)),
      ),
    }),
  );

test('the pieces the bytes come in change nothing', () => {
  fc.assert(
    fc.property(anyCase, fc.array(fc.nat(30)), ({ how, bytes }, sizes) => {
      const whole = createFrameDecoder(how).push(bytes);
      const singly = createFrameDecoder(how);
      expect([...bytes].flatMap((byte) => singly.push(Uint8Array.of(byte)))).toEqual(whole);
      const pieces = createFrameDecoder(how);
      const events: FrameEvent[] = [];
      let at = 0;
      for (const size of [...sizes, bytes.length]) {
        events.push(...pieces.push(bytes.subarray(at, at + size)));
        at = Math.min(at + size, bytes.length);
      }
      expect(events).toEqual(whole);
    }),
  );
});

test('any bytes give frames or one violation, never an exception, and bounded memory', () => {
  fc.assert(
    fc.property(anyCase, ({ how, bytes }) => {
      const reader = createFrameDecoder(how);
      const violations = reader.push(bytes).filter(({ kind }) => kind === 'violation');
      expect(violations.length).toBe(reader.failure ? 1 : 0);
      expect(reader.bufferedBytes).toBeLessThanOrEqual(64 * 1024);
    }),
    { numRuns: 2000 },
  );
});
