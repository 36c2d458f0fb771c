import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { utf8Encode } from './bytes.ts';
import type { PacketPart } from './packet-part.ts';
import { decodeSocketioPacket, encodeSocketioPacket } from './socketio-packet.ts';
import type { SocketioPacket } from './socketio-types.ts';

describe('Socket.IO v5 §Examples, and one of each type', () => {
  test.each<[string, SocketioPacket]>([
    ['0', { type: 'CONNECT', namespace: '/' }],
    ['0/admin,{"token":"ok"}', { type: 'CONNECT', namespace: '/admin', data: { token: 'ok' } }],
    ['1', { type: 'DISCONNECT', namespace: '/' }],
    ['1/admin,', { type: 'DISCONNECT', namespace: '/admin' }],
    ['2["foo"]', { type: 'EVENT', namespace: '/', data: ['foo'] }],
    ['2[7,null]', { type: 'EVENT', namespace: '/', data: [7, null] }],
    ['212["foo"]', { type: 'EVENT', namespace: '/', id: 12, data: ['foo'] }],
    ['3/admin,13["bar"]', { type: 'ACK', namespace: '/admin', id: 13, data: ['bar'] }],
    ['30[]', { type: 'ACK', namespace: '/', id: 0, data: [] }],
    ['4{"message":"Not authorized"}', { type: 'CONNECT_ERROR', namespace: '/', data: { message: 'Not authorized' } }],
    ['4"no"', { type: 'CONNECT_ERROR', namespace: '/', data: 'no' }],
    [
      '52-/admin,["baz",{"_placeholder":true,"num":0},{"_placeholder":true,"num":1}]',
      {
        type: 'BINARY_EVENT',
        namespace: '/admin',
        attachments: 2,
        data: ['baz', { _placeholder: true, num: 0 }, { _placeholder: true, num: 1 }],
      },
    ],
    [
      '61-15["bar",{"_placeholder":true,"num":0}]',
      { type: 'BINARY_ACK', namespace: '/', id: 15, attachments: 1, data: ['bar', { _placeholder: true, num: 0 }] },
    ],
  ])('%s', (text, packet) => {
    expect(decodeSocketioPacket(text)).toMatchObject({ kind: 'packet', packet });
    const decoded = decodeSocketioPacket(text);
    expect(decoded.kind === 'packet' && decoded.packet).toEqual(packet);
    expect(encodeSocketioPacket(packet)).toBe(text);
  });
});

const outline = (parts: readonly PacketPart[], depth = 0): string[] =>
  parts.flatMap(({ field, span, value, children }) => [
    `${' '.repeat(depth)}${field} ${span.start / 8}-${span.end / 8} ${value}`,
    ...outline(children, depth + 1),
  ]);

test('every part has its bytes in UTF-8; the hyphen and the comma belong to what they end', () => {
  const { parts } = decodeSocketioPacket('51-/é,7["bin",{"b":{"_placeholder":true,"num":0}}]', { at: 1 });
  expect(outline(parts)).toEqual([
    'sio.type 1-2 BINARY_EVENT',
    'sio.attachments 2-4 1',
    'sio.namespace 4-8 /é',
    'sio.ack-id 8-9 7',
    'sio.payload 9-52 ["bin",{"b":{"_placeholder":true,"num":0}}]',
    ' sio.event-name 10-15 "bin"',
    ' sio.argument 16-51 {"b":{"_placeholder":true,"num":0}}',
    '  sio.placeholder 21-50 0',
  ]);
});

test('an ACK’s items are all arguments', () => {
  expect(outline(decodeSocketioPacket('37["a",1]').parts).slice(3)).toEqual([
    ' sio.argument 3-6 "a"',
    ' sio.argument 7-8 1',
  ]);
});

/** A broken text, the rule with the bytes it names, what was found there; and the smallest change that keeps it. */
describe.each<[rule: string, broken: string, at: readonly [number, number], found: string, kept: string]>([
  ['socketio.type', '', [0, 0], 'the end', '0'],
  ['socketio.type', '7["a"]', [0, 1], '"7"', '2["a"]'],
  ['socketio.type', ' ', [0, 1], '" "', '0'],
  ['socketio.attachments', '5["a"]', [1, 2], '"["', '51-["a"]'],
  ['socketio.attachments', '50-["a"]', [1, 2], '0', '51-["a"]'],
  ['socketio.attachments-limit', '511-["a"]', [1, 3], '11', '510-["a"]'],
  ['socketio.hyphen', '51["a"]', [2, 3], '"["', '51-["a"]'],
  ['socketio.hyphen', '51e0-["a"]', [2, 3], '"e"', '51-["a"]'],
  ['socketio.namespace', '0/admin', [1, 7], 'no comma', '0/admin,'],
  ['socketio.namespace', '2/admin["a"]', [1, 12], 'no comma', '2/admin,["a"]'],
  ['socketio.ack-id', '05{}', [1, 2], '5', '0{}'],
  ['socketio.ack-id', '1/a,5', [4, 5], '5', '1/a,'],
  ['socketio.ack-id', '29007199254740992["a"]', [1, 17], '9007199254740992', '29007199254740991["a"]'],
  ['socketio.ack-id-missing', '3["a"]', [1, 2], '"["', '30["a"]'],
  ['socketio.space', '2 ["a"]', [1, 2], '" "', '2["a"]'],
  ['socketio.space', '21\u00a0["a"]', [2, 4], '"\u00a0"', '21["a"]'],
  ['socketio.json', '2["a",]', [6, 7], '"]"', '2["a"]'],
  ['socketio.json', '2["é",NaN]', [7, 10], '"NaN"', '2["é",null]'],
  ['socketio.json', '2["a"', [4, 5], 'the end', '2["a"]'],
  ['socketio.json', '2admin,["a"]', [1, 6], '"admin"', '2/admin,["a"]'],
  ['socketio.connect-payload', '0[]', [1, 3], 'an empty array', '0{}'],
  ['socketio.connect-payload', '0null', [1, 5], 'null', '0'],
  ['socketio.connect-payload', '4', [0, 1], 'nothing', '4"no"'],
  ['socketio.disconnect-payload', '1{}', [1, 3], '{}', '1'],
  ['socketio.event-payload', '2', [0, 1], 'nothing', '2["a"]'],
  ['socketio.event-payload', '2{}', [1, 3], 'an object', '2["a"]'],
  ['socketio.event-payload', '2[]', [1, 3], 'an empty array', '2["a"]'],
  ['socketio.ack-payload', '37', [1, 2], 'nothing', '37[]'],
  ['socketio.ack-payload', '37"a"', [2, 5], 'a string', '37["a"]'],
  ['socketio.event-name', '2[null]', [2, 6], 'null', '2["null"]'],
  ['socketio.event-name', '2[{"a":1}]', [2, 9], 'an object', '2["a"]'],
  ['socketio.reserved-event', '2["connect"]', [2, 11], '"connect"', '2["connects"]'],
  [
    'socketio.placeholder',
    '51-["a",{"_placeholder":true,"num":1}]',
    [8, 37],
    '{"_placeholder":true,"num":1}',
    '52-["a",{"_placeholder":true,"num":1}]',
  ],
  [
    'socketio.placeholder',
    '51-["a",{"_placeholder":true,"num":0.5}]',
    [8, 39],
    '{"_placeholder":true,"num":0.5}',
    '51-["a",{"_placeholder":true,"num":0}]',
  ],
  [
    'socketio.placeholder',
    '51-["a",{"_placeholder":true}]',
    [8, 29],
    '{"_placeholder":true}',
    '51-["a",{"_placeholder":false}]',
  ],
])('%s', (rule, broken, [start, end], found, kept) => {
  test(`is broken by ${JSON.stringify(broken)}, and kept by ${JSON.stringify(kept)}`, () => {
    expect(decodeSocketioPacket(broken)).toMatchObject({
      kind: 'violation',
      violation: { rule, span: { start: start * 8, end: end * 8 }, found, closeCode: null },
    });
    expect(decodeSocketioPacket(kept).kind).toBe('packet');
  });
});

test('of a broken packet the parts before the fault are given', () => {
  expect(outline(decodeSocketioPacket('51-/admin,7[').parts)).toEqual([
    'sio.type 0-1 BINARY_EVENT',
    'sio.attachments 1-3 1',
    'sio.namespace 3-10 /admin',
    'sio.ack-id 10-11 7',
  ]);
});

test('no text throws, and the parts of a packet cover it without gap: for all texts', () => {
  const near = fc.array(fc.constantFrom(...'0123456789-/,[]{}" é', '"a"', '/n,', '["a"]'), { maxLength: 8 });
  fc.assert(
    fc.property(
      fc.oneof(
        near.map((tokens) => tokens.join('')),
        fc.array(fc.nat({ max: 0xffff }), { maxLength: 8 }).map((units) => String.fromCharCode(...units)),
      ),
      (text) => {
        const { kind, parts } = decodeSocketioPacket(text);
        const ends = parts.map(({ span }) => span.end);
        expect(parts.map(({ span }) => span.start)).toEqual([0, ...ends].slice(0, parts.length));
        if (kind === 'packet') expect(ends.at(-1)).toBe(utf8Encode(text).length * 8);
      },
    ),
    { numRuns: 2000 },
  );
});

test('many arguments and deep nesting cost time in proportion to the text', () => {
  const many = `2["a"${',{"_placeholder":true,"num":0}'.repeat(20_000)}]`;
  expect(decodeSocketioPacket(many).kind).toBe('packet');
  expect(decodeSocketioPacket(`51-${many.slice(1)}`).kind).toBe('packet');
  expect(decodeSocketioPacket(`2["a",${'['.repeat(50_000)}${']'.repeat(50_000)}]`).kind).toBe('packet');
});

test('a namespace that cannot be written is our own mistake', () => {
  expect(() => encodeSocketioPacket({ type: 'CONNECT', namespace: 'admin' })).toThrow(TypeError);
  expect(() => encodeSocketioPacket({ type: 'CONNECT', namespace: '/a,b' })).toThrow(TypeError);
});
