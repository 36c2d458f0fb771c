import { describe, expect, test } from 'vitest';
import { fromHex, utf8Encode } from './bytes.ts';
import { createMessageInflater, type MessageInflater } from './deflate-framing.ts';
import type { Policy } from './frame.ts';
import { createMessageReader, type MessageReaderOptions } from './message-reader.ts';
import type { Role } from './violation.ts';

const reader = (from: Role, options: Partial<MessageReaderOptions> = {}) =>
  createMessageReader({ from, policy: 'rfc', deflate: false, ...options });

const read = (from: Role, hex: string, options: Partial<MessageReaderOptions> = {}) =>
  reader(from, options).push(fromHex(hex));

test('“Hel” and “lo” are one message in two frames (RFC 6455 §5.7)', () => {
  expect(read('server', '01 03 48 65 6c  80 02 6c 6f')).toMatchObject([
    {
      kind: 'message',
      type: 'text',
      payload: utf8Encode('Hello'),
      compression: 'none',
      incomplete: false,
      frames: [{}, {}],
    },
  ]);
});

test('a Ping between two fragments comes before the message they make', () => {
  expect(read('server', '01 03 48 65 6c  89 01 21  80 02 6c 6f')).toMatchObject([
    { kind: 'ping', payload: utf8Encode('!') },
    { kind: 'message', payload: utf8Encode('Hello') },
  ]);
});

test('a message of no bytes is a message, in one frame or three', () => {
  expect(read('server', '82 00')).toMatchObject([{ kind: 'message', type: 'binary', payload: new Uint8Array(0) }]);
  expect(read('server', '01 00 00 00 80 00')).toMatchObject([{ type: 'text', payload: new Uint8Array(0) }]);
});

test('a frame may split a character', () => {
  expect(read('server', '01 02 e2 82  80 01 ac')).toMatchObject([{ payload: utf8Encode('€') }]);
});

test('binary messages are not looked at', () => {
  expect(read('server', '82 02 c3 28')).toMatchObject([{ kind: 'message', payload: fromHex('c3 28') }]);
});

test('invalid UTF-8 is placed at its byte in the stream, under the mask', () => {
  // "A" c3 28 under the key 01 02 03 04.
  expect(read('client', '81 83 01 02 03 04 40 c1 2b')).toMatchObject([
    {
      kind: 'violation',
      violation: {
        rule: 'message.utf8',
        span: { start: 7 * 8, end: 9 * 8 },
        found: 'c3 28 (continuation-expected)',
        closeCode: 1007,
      },
    },
  ]);
});

test('of a character broken over two frames the byte that breaks it is to blame', () => {
  expect(read('server', '01 02 e2 82  80 01 41')).toMatchObject([
    { violation: { span: { start: 6 * 8, end: 7 * 8 }, found: 'e2 82 41 (continuation-expected)' } },
  ]);
});

test('of a character that the message’s end cuts short its last byte is to blame', () => {
  expect(read('server', '01 02 41 e2  80 00')).toMatchObject([
    { violation: { span: { start: 3 * 8, end: 4 * 8 }, found: 'e2 (truncated)' } },
  ]);
});

test.each<[Policy, number | undefined]>([
  ['rfc', 1007],
  ['chromium', 1002],
  ['ws', undefined],
])('policy %s: invalid UTF-8 in a first fragment gives %s before the message ends', (policy, closeCode) => {
  expect(reader('server', { policy }).push(fromHex('01 01 ff')).at(0)).toEqual(
    closeCode === undefined ? undefined : expect.objectContaining({ kind: 'violation' }),
  );
  const later = reader('server', { policy });
  later.push(fromHex('01 01 ff  80 00'));
  expect(later.failure).toMatchObject({
    rule: 'message.utf8',
    closeCode: closeCode ?? 1007,
    span: { start: 16, end: 24 },
  });
});

test('Close is given with its code and reason; empty, with neither', () => {
  expect(read('server', '88 05 0f a1 62 79 65')).toMatchObject([
    { kind: 'close', close: { code: 4001, reason: 'bye' } },
  ]);
  expect(read('server', '88 00')).toMatchObject([{ kind: 'close', close: { code: null, reason: '' } }]);
});

test('a Close with a bad code is placed in the stream', () => {
  expect(read('server', '89 00  88 02 03 ed')).toMatchObject([
    { kind: 'ping' },
    { violation: { rule: 'close.code', found: '1005', span: { start: 32, end: 48 } } },
  ]);
});

test('after a violation nothing more comes', () => {
  const failed = reader('server');
  expect(failed.push(fromHex('81 01 ff  81 01 41'))).toHaveLength(1);
  expect(failed.push(fromHex('81 01 41'))).toEqual([]);
  expect(failed.gap(5)).toEqual([]);
  expect(failed.failure?.rule).toBe('message.utf8');
});

test('after a Close frame ws reads nothing, the RFC still control frames', () => {
  expect(read('server', '88 00  89 00  81 00', { policy: 'ws' })).toMatchObject([{ kind: 'close' }]);
  expect(read('server', '88 00  89 00  81 00')).toMatchObject([
    { kind: 'close' },
    { kind: 'ping' },
    { violation: { rule: 'message.after-close', closeCode: null } },
  ]);
});

test('a message with a hole is given as incomplete, its UTF-8 unchecked', () => {
  const holed = reader('server');
  holed.push(fromHex('81 05 48 ff'));
  holed.gap(2);
  expect(holed.push(fromHex('6f'))).toMatchObject([
    { kind: 'message', incomplete: true, payload: fromHex('48 ff 6f') },
  ]);
  expect(holed.push(fromHex('81 01 41'))).toMatchObject([{ incomplete: false }]);
});

test('a Close with a hole says neither code nor reason', () => {
  const holed = reader('server');
  holed.push(fromHex('88 02'));
  expect(holed.gap(2)).toMatchObject([{ kind: 'close', close: null }]);
});

test('a gap that hides a header is told', () => {
  expect(reader('server').gap(7)).toEqual([{ kind: 'out-of-step', span: { start: 0, end: 56 } }]);
});

test('a message of a hundred thousand frames is joined', () => {
  const frames = new Uint8Array(3 * 150_000);
  for (let at = 0; at < frames.length; at += 3) frames.set([at === 0 ? 0x02 : 0x00, 0x01, 0x41], at);
  frames[frames.length - 3] = 0x80;
  expect(reader('server').push(frames)).toMatchObject([{ kind: 'message', payload: { length: 150_000 } }]);
});

test('without an inflater a compressed message is given as it came', () => {
  expect(read('server', 'c1 07 f2 48 cd c9 c9 07 00', { deflate: true })).toMatchObject([
    { compression: 'not-inflated', payload: fromHex('f2 48 cd c9 c9 07 00') },
  ]);
});

const inflaterThat = (result: ReturnType<MessageInflater['inflate']>): MessageInflater => ({
  inflate: () => result,
  skip: () => {},
});

test.each([
  ['more than the limit', { kind: 'too-big' }, 'message.too-big', 1009],
  ['text that is not UTF-8', { kind: 'data', bytes: fromHex('41 ff') }, 'message.utf8', 1007],
] as const)('%s inside a compressed message fails its frames', (_, result, rule, closeCode) => {
  const inflater = inflaterThat(result);
  expect(read('server', '41 01 f2  80 01 00', { deflate: true, inflater })).toMatchObject([
    { kind: 'violation', violation: { rule, closeCode, span: { start: 16, end: 48 } } },
  ]);
});

describe('corrupt data names its bytes', () => {
  const inflater = () => createMessageInflater({ contextTakeover: true });
  test.each([
    ['in the frame they came in', '41 06 f2 48 cd c9 c9 07  80 01 18', 'inflate.block-type', [80, 88]],
    ['in the first of two frames', '41 01 06  80 01 00', 'inflate.block-type', [16, 24]],
    ['in the last byte, where the four put back make it wrong', 'c1 02 00 00', 'inflate.stored-length', [24, 32]],
  ] as const)('%s', (_, hex, rule, [start, end]) => {
    expect(read('server', hex, { deflate: true, inflater: inflater() })).toMatchObject([
      { kind: 'violation', violation: { rule, closeCode: 1007, span: { start, end } } },
    ]);
  });

  test('and its bits of the joined payloads, for who looks inside', () => {
    expect(read('server', '41 06 f2 48 cd c9 c9 07  80 01 18', { deflate: true, inflater: inflater() })).toMatchObject([
      { corrupt: { joined: fromHex('f2 48 cd c9 c9 07 18'), fault: { span: { start: 51, end: 53 } } } },
    ]);
  });
});
