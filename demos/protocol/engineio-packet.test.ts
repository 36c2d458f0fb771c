import { describe, expect, test } from 'vitest';
import { fromHex } from './bytes.ts';
import {
  decodeEnginePacket,
  type EngineMessage,
  type EnginePacket,
  encodeEnginePacket,
  encodeEnginePacketAsText,
} from './engineio-packet.ts';
import { decodeEnginePayload, encodeEnginePayload } from './engineio-payload.ts';

describe('one WebSocket message is one packet (Engine.IO v4 §Packet encoding)', () => {
  test.each<[EngineMessage, EnginePacket]>([
    ['4hello', { type: 'message', data: 'hello' }],
    ['2probe', { type: 'ping', data: 'probe' }],
    ['3probe', { type: 'pong', data: 'probe' }],
    ['0{"sid":"a"}', { type: 'open', data: '{"sid":"a"}' }],
    ['1', { type: 'close', data: '' }],
    ['5', { type: 'upgrade', data: '' }],
    ['6', { type: 'noop', data: '' }],
    [fromHex('01 02 03 04'), { type: 'message', data: fromHex('01 02 03 04') }],
    [fromHex(''), { type: 'message', data: fromHex('') }],
  ])('%j', (message, packet) => {
    expect(decodeEnginePacket(message)).toMatchObject({ kind: 'packet', packet });
    expect(encodeEnginePacket(packet)).toEqual(message);
  });

  test('type and data each have their bits, counted in UTF-8 from where the text stands', () => {
    const { parts } = decodeEnginePacket('4é€', { at: 2 });
    expect(parts.map(({ field, span }) => [field, span.start / 8, span.end / 8])).toEqual([
      ['eio.type', 2, 3],
      ['eio.data', 3, 8],
    ]);
  });

  test('binary that was sent as text is b and base64', () => {
    const packet = { type: 'message', data: fromHex('01 02 03 04') } as const;
    expect(encodeEnginePacketAsText(packet)).toBe('bAQIDBA==');
    expect(decodeEnginePacket('bAQIDBA==')).toMatchObject({ kind: 'packet', packet });
  });
});

describe('what is no packet says where', () => {
  test.each([
    ['', 'engineio.type', 0, 0, 'an empty message'],
    ['7', 'engineio.type', 0, 1, '"7"'],
    ['hello', 'engineio.type', 0, 1, '"h"'],
    ['😀', 'engineio.type', 0, 4, '"😀"'],
    ['bAQ*=', 'engineio.base64', 3, 4, '"*"'],
    ['bAQIDB', 'engineio.base64', 5, 6, '5 characters'],
  ])('%j', (message, rule, start, end, found) => {
    const span = { start: start * 8, end: end * 8 };
    expect(decodeEnginePacket(message)).toMatchObject({ kind: 'violation', violation: { rule, span, found } });
  });

  test('the end that received it notices', () => {
    expect(decodeEnginePacket('9', { from: 'server' })).toMatchObject({ violation: { noticedBy: 'client' } });
    expect(decodeEnginePacket('9', { from: 'client' })).toMatchObject({ violation: { noticedBy: 'server' } });
  });
});

describe('a payload of long polling (Engine.IO v4 §Packet encoding)', () => {
  const packets: readonly EnginePacket[] = [
    { type: 'message', data: 'hello' },
    { type: 'ping', data: '' },
    { type: 'message', data: fromHex('01 02 03 04') },
  ];

  test('is its packets with 1e between them', () => {
    expect(encodeEnginePayload(packets)).toBe('4hello\x1e2\x1ebAQIDBA==');
    const read = decodeEnginePayload('4hello\x1e2\x1ebAQIDBA==');
    expect(read.map((each) => each.kind === 'packet' && each.packet)).toEqual(packets);
  });

  test('gives each packet its place in the body', () => {
    const [, second] = decodeEnginePayload('4é\x1e42["a"]');
    expect(second?.parts[0]?.span).toEqual({ start: 4 * 8, end: 5 * 8 });
  });

  test('is not read beyond what is broken', () => {
    expect(decodeEnginePayload('4a\x1e9\x1e4b').map(({ kind }) => kind)).toEqual(['packet', 'violation']);
  });
});
