import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { concat, fromHex, utf8Encode } from '#demos/protocol/bytes.ts';
import { encodeFrame } from '#demos/protocol/frame-encoder.ts';
import { answerTo } from './logged-packet.ts';
import { madeMessage } from './made-message.ts';
import type { MessageBytes } from './message-bytes.ts';
import { packetLog } from './packet-log.ts';
import { total } from './peel.ts';

const KEY = fromHex('a9 62 d8 ed');
const up = (data: string | Uint8Array, key = KEY): MessageBytes => madeMessage(data, { from: 'client', key, at: 0 });
const down = (data: string | Uint8Array): MessageBytes => madeMessage(data, { from: 'server', at: 0 });
const only = (message: MessageBytes) => {
  const [packet] = packetLog([message]);
  const [peeled] = packet?.messages ?? [];
  if (!packet || !peeled) throw new Error('no packet');
  return { packet, peeled };
};
const named = ({ peeled }: ReturnType<typeof only>) =>
  peeled.parts.map(({ id, columns, value }) => [id, columns.map(({ start, end }) => `${start}-${end}`).join(), value]);

describe('a message is taken apart', () => {
  test('an event with an ack: 9 of 20 bytes are envelope', () => {
    const event = only(up('420["add",1,2]'));
    expect(event.peeled.message.wire).toEqual(fromHex('81 8e a9 62 d8 ed 9d 50 e8 b6 8b 03 bc 89 8b 4e e9 c1 9b 3f'));
    expect(named(event)).toEqual([
      ['wire', '6-20', 14],
      ['mask', '2-6', 1],
      ['frame', '0-2', 1],
      ['message', '', 'text'],
      ['engineio', '6-7', 'message'],
      ['type', '7-8', 'EVENT'],
      ['ack-id', '8-9', 0],
      ['arguments', '9-20', 11],
    ]);
    expect(event.peeled.layers.map(({ id, holds }) => [id, total(holds)])).toEqual([
      ['arguments', 11],
      ['socketio', 13],
      ['engineio', 14],
      ['message', 14],
      ['frame', 20],
      ['wire', 20],
    ]);
  });

  test('an ack from a server has no mask, so its frame costs two bytes', () => {
    expect(named(only(down('430[3]')))).toEqual([
      ['frame', '0-2', 1],
      ['message', '', 'text'],
      ['engineio', '2-3', 'message'],
      ['type', '3-4', 'ACK'],
      ['ack-id', '4-5', 0],
      ['arguments', '5-8', 3],
    ]);
  });

  test('attachments count, namespace and ack id, each with its own bytes', () => {
    expect(named(only(down('451-/admin,7["b",{"_placeholder":true,"num":0}]'))).slice(3)).toEqual([
      ['type', '3-4', 'BINARY_EVENT'],
      ['attachments', '4-6', 1],
      ['namespace', '6-13', '/admin'],
      ['ack-id', '13-14', 7],
      ['arguments', '14-49', 35],
    ]);
  });

  test('what Engine.IO says to itself has no Socket.IO packet in it', () => {
    expect(named(only(down('2')))).toEqual([
      ['frame', '0-2', 1],
      ['message', '', 'text'],
      ['engineio', '2-3', 'ping'],
    ]);
    expect(named(only(down('0{"sid":"x"}'))).slice(2)).toEqual([
      ['engineio', '2-3', 'open'],
      ['arguments', '3-14', 11],
    ]);
  });

  test('what cannot be read keeps its outer layers, and says what is wrong', () => {
    const broken = only(up('42{"a":1}'));
    expect(broken.packet.violation).toMatchObject({ rule: 'socketio.event-payload' });
    expect(broken.peeled.layers.map(({ id }) => id)).toEqual([
      'arguments',
      'socketio',
      'engineio',
      'message',
      'frame',
      'wire',
    ]);
    expect(only(up('hello')).packet.violation).toMatchObject({ rule: 'engineio.type' });
  });

  test('binary messages belong to the packet that announced them', () => {
    const log = packetLog([
      up('451-["bin",{"_placeholder":true,"num":0}]'),
      down('2'),
      up(fromHex('01 02 03')),
      down('430["for another"]'),
    ]);
    expect(log.map(({ messages }) => messages.length)).toEqual([2, 1, 1]);
    expect(log[0]?.content?.data).toEqual(['bin', fromHex('01 02 03')]);
    expect(log[0]?.placeholders).toEqual([{ number: 0, columns: [{ start: 17, end: 46 }] }]);
    expect(log[0]?.messages[1]?.parts.map(({ id }) => id)).toEqual([
      'wire',
      'mask',
      'frame',
      'message',
      'engineio',
      'attachment',
    ]);
  });

  test('an ack answers the event of the other end with its id and namespace', () => {
    const log = packetLog([up('420["a"]'), up('42/x,0["b"]'), down('42["c"]'), down('43/x,0[]'), down('430[]')]);
    expect(log.map((_, index) => answerTo(log, index))).toEqual([4, 3, null, null, null]);
  });
});

describe('for every message', () => {
  const anyKey = fc.uint8Array({ minLength: 4, maxLength: 4 });
  const anyText = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.json().map((json) => `42["x",${json}]`),
    fc.tuple(fc.nat(), fc.json()).map(([id, json]) => `43/n,${id}[${json}]`),
  );
  const anyMessage = fc.oneof(
    fc.tuple(fc.oneof(anyText, fc.uint8Array()), anyKey).map(([data, key]) => up(data, new Uint8Array(key))),
    fc.oneof(anyText, fc.uint8Array()).map(down),
  );

  test('what the layers add covers the wire once, byte for byte', () => {
    fc.assert(
      fc.property(anyMessage, (message) => {
        const { peeled } = only(message);
        const owners = new Uint8Array(message.wire.length);
        for (const { id, columns } of peeled.parts)
          if (id !== 'wire')
            for (const { start, end } of columns) for (let i = start; i < end; i++) owners[i] = (owners[i] ?? 0) + 1;
        expect([...owners].every((count) => count === 1)).toBe(true);
      }),
    );
  });

  test('a layer’s own bytes and those of the layer in it are its bytes', () => {
    fc.assert(
      fc.property(anyMessage, (message) => {
        const { layers, parts } = only(message).peeled;
        layers.forEach((layer, i) => {
          const own = parts.filter((part) => part.layer === layer.id && part.id !== 'wire');
          const inner = layers[i - 1];
          expect(total(layer.holds)).toBe(
            total(own.flatMap(({ columns }) => columns)) + (inner ? total(inner.holds) : 0),
          );
        });
      }),
    );
  });
});

test('a message in two frames stands on one ruler, its second header in the middle', () => {
  const first = encodeFrame({
    from: 'server',
    kind: 'data',
    opcode: 1,
    fin: false,
    rsv1: false,
    payload: utf8Encode('42["'),
  });
  const second = encodeFrame({
    from: 'server',
    kind: 'data',
    opcode: 0,
    fin: true,
    rsv1: false,
    payload: utf8Encode('a"]'),
  });
  const wire = concat(first, second);
  const message: MessageBytes = {
    direction: 'server-to-client',
    at: 0,
    type: 'text',
    wire,
    plain: wire,
    frames: [
      { head: { start: 0, end: 2 }, key: null, payload: { start: 2, end: 6 } },
      { head: { start: 6, end: 8 }, key: null, payload: { start: 8, end: 11 } },
    ],
  };
  expect(named(only(message))).toEqual([
    ['frame', '0-2,6-8', 2],
    ['message', '', 'text'],
    ['engineio', '2-3', 'message'],
    ['type', '3-4', 'EVENT'],
    ['arguments', '4-6,8-11', 5],
  ]);
});
