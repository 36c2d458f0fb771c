import { describe, expect, test } from 'vitest';
import { socketioPacketTexts } from '#content/figures/en/socketio-packet.ts';
import { fromHex } from '#demos/protocol/bytes.ts';
import { madeMessage } from './made-message.ts';
import { litAt } from './packet-lit.ts';
import { packetLog } from './packet-log.ts';
import { connectPacket } from './socketio-packet.connect.ts';

const KEY = fromHex('a9 62 d8 ed');
const packetOf = (...data: readonly (string | Uint8Array)[]) => {
  const [packet] = packetLog(data.map((each) => madeMessage(each, { from: 'client', key: KEY, at: 0 })));
  if (!packet) throw new Error('no packet');
  return packet;
};
const view = (packet: ReturnType<typeof packetOf>, lit: Parameters<typeof connectPacket>[1] = null, asHex = false) =>
  connectPacket(packet, lit, asHex, socketioPacketTexts);
const ADD = packetOf('420["add",1,2]');

describe('the layers of an event', () => {
  const rows = view(ADD).messages[0]?.rows ?? [];

  test('say what each adds, and what it makes', () => {
    expect(rows.map(({ title, adds, makes }) => `${title}: ${adds} ${makes}`)).toEqual([
      'Arguments: 11 of JSON',
      'Socket.IO packet: +2 = 13',
      'Engine.IO packet: +1 = 14',
      'WebSocket message: +0 = 14',
      'Frame: +6 = 20',
      'On the wire: 20 bytes',
    ]);
    expect(rows[1]?.note).toBe('EVENT, ack id 0');
  });

  test('stand over one ruler: characters above the message, bytes from it on', () => {
    const text = (index: number): string =>
      rows[index]?.cells
        .filter(({ held }) => held)
        .map((cell) => cell.text)
        .join(' ') ?? '';
    expect(text(0)).toBe('[ " a d d " , 1 , 2 ]');
    expect(text(3)).toBe('34 32 30 5b 22 61 64 64 22 2c 31 2c 32 5d');
    expect(text(5)).toBe('81 8e a9 62 d8 ed 9d 50 e8 b6 8b 03 bc 89 8b 4e e9 c1 9b 3f');
    expect(new Set(rows.map(({ cells }) => cells.length))).toEqual(new Set([20]));
  });

  test('9 of its 20 bytes are envelope', () => {
    const cost = view(ADD).messages[0]?.cost;
    expect(cost?.says).toBe('9 of 20 are envelope');
    expect(cost?.runs.map(({ tone, bytes, at }) => [tone, bytes, at])).toEqual([
      ['split', 1, 0],
      ['len', 1, 1],
      ['key', 4, 2],
      ['eio', 1, 6],
      ['sio', 2, 7],
      ['arg', 11, 9],
    ]);
  });

  test('all show as hex on demand', () => {
    expect(
      view(ADD, null, true)
        .messages[0]?.rows[1]?.cells.map(({ text }) => text)
        .slice(7, 10),
    ).toEqual(['32', '30', '5b']);
  });

  test('a character of two bytes takes two columns, its second one empty', () => {
    expect(
      view(packetOf('42["é"]'))
        .messages[0]?.rows[0]?.cells.slice(10, 13)
        .map(({ text }) => text),
    ).toEqual(['é', '', '"']);
  });
});

describe('one selection', () => {
  test('a byte that is pointed at lights its column in every layer, and the part that added it', () => {
    const shown = view(ADD, litAt(ADD, 0, 'engineio', 8));
    expect(shown.messages[0]?.rows.every(({ cells }) => cells[8]?.lit)).toBe(true);
    expect(shown.parts.filter((part) => part.lit).map(({ name, own }) => [name, own])).toEqual([['Ack id', '0']]);
  });

  test('an attachment lights its placeholder, and no other', () => {
    const packet = packetOf(
      '452-["b",{"_placeholder":true,"num":1},{"_placeholder":true,"num":0}]',
      fromHex('01'),
      fromHex('02'),
    );
    const cells = view(packet, { message: 1, part: 'attachment', column: null }).messages[0]?.rows[0]?.cells ?? [];
    expect(cells.flatMap(({ lit, text }) => (lit ? [text] : [])).join('')).toBe('{"_placeholder":true,"num":0}');
  });
});

test('every part of every packet has a name and a meaning', () => {
  const said = [
    '0{"sid":"x"}',
    '1',
    '2',
    '3',
    '5',
    '6',
    '40',
    '41',
    '42["a"]',
    '430[]',
    '44{"message":"no"}',
    '45',
    'hello',
    '42/n,7["a"]',
  ];
  for (const text of said)
    for (const part of view(packetOf(text)).parts) {
      expect(part.name, `${text}: ${part.part}`).not.toBe('');
      expect(part.says, `${text}: ${part.part}`).not.toMatch(/^$|\{\w+\}/);
    }
});

test('what is broken is said in words, and its outer layers are shown', () => {
  const { problem, messages } = view(packetOf('42{"a":1}'));
  expect(problem).toMatchObject({ found: 'an object', at: 2 });
  expect(messages[0]?.rows.map(({ layer }) => layer)).toEqual([
    'arguments',
    'socketio',
    'engineio',
    'message',
    'frame',
    'wire',
  ]);
});

test('what is longer than the ruler ends in a count', () => {
  const [message] = view(packetOf(`42["${'x'.repeat(1000)}"]`)).messages;
  expect(message?.columns).toBe(240);
  expect(message?.more).toBe('774 bytes more');
});
