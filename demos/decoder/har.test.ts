import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { dissect } from '#demos/capture/dissect.ts';
import { recordedCapture } from '#demos/capture/recording.ts';
import { base64Encode } from '#demos/protocol/base64.ts';
import { decodeAll, told } from './test-inputs.ts';

/** An entry as Chromium's network panel saves one: `_webSocketMessages`, times in seconds since 1970, binary as base64. */
const entry = (messages: readonly unknown[], more: object = {}) => ({
  startedDateTime: '2026-11-23T04:00:00.000Z',
  request: {
    method: 'GET',
    url: 'ws://127.0.0.1:4101/socket.io/?EIO=4&transport=websocket',
    httpVersion: 'HTTP/1.1',
    headers: [
      { name: 'Host', value: '127.0.0.1:4101' },
      { name: 'Upgrade', value: 'websocket' },
      { name: 'Connection', value: 'Upgrade' },
    ],
  },
  response: {
    status: 101,
    statusText: 'Switching Protocols',
    httpVersion: 'HTTP/1.1',
    headers: [
      { name: 'Upgrade', value: 'websocket' },
      { name: 'Connection', value: 'Upgrade' },
      { name: 'Sec-WebSocket-Extensions', value: 'permessage-deflate' },
    ],
  },
  _webSocketMessages: messages,
  ...more,
});
const har = (...entries: readonly unknown[]): string =>
  JSON.stringify({ log: { version: '1.2', creator: { name: 'WebInspector' }, entries } });
const T = Date.parse('2026-11-23T04:00:00.000Z') / 1000;
const MESSAGES = [
  {
    type: 'receive',
    time: T + 0.01,
    opcode: 1,
    data: '0{"sid":"a","upgrades":[],"pingInterval":25000,"pingTimeout":20000,"maxPayload":1000000}',
  },
  { type: 'send', time: T + 0.02, opcode: 1, data: '40' },
  { type: 'send', time: T + 0.03, opcode: 1, data: '451-["bin",{"_placeholder":true,"num":0}]' },
  { type: 'send', time: T + 0.04, opcode: 2, data: base64Encode(Uint8Array.of(1, 2, 3)) },
];

describe('a HAR', () => {
  const { rows, guess, decoding, detail } = decodeAll(har(entry(MESSAGES)));

  test('is recognised, its heads and messages told in order', () => {
    expect(guess).toMatchObject({ form: 'har', handshake: true });
    expect(told(rows.slice(0, 2))).toEqual([
      expect.stringMatching(/^→ request \d+ GET \/socket\.io\/\?EIO=4&transport=websocket HTTP\/1\.1$/),
      expect.stringMatching(/^← response \d+ HTTP\/1\.1 101 Switching Protocols$/),
    ]);
    expect(rows.slice(2).map(({ direction, packet, at }) => [direction[0], packet, Math.round(at ?? -1)])).toEqual([
      ['s', 'open', 10],
      ['c', 'CONNECT', 20],
      ['c', 'BINARY_EVENT', 30],
      ['c', 'attachment', 40],
    ]);
  });

  test('has no frames: neither bytes on the wire, nor header fields, nor a capture to save', () => {
    expect(rows.map(({ wire }) => wire)).toEqual(rows.map(() => null));
    const { layers } = detail(2);
    expect(layers.map(({ via }) => via)).toEqual(['join']);
    expect(
      layers.flatMap(({ fields }) => fields.map(({ field }) => field)).filter((field) => field.startsWith('ws.')),
    ).toEqual([]);
    expect(decoding.capture()).toBeNull();
  });

  test('over another version of HTTP gives its messages without heads', () => {
    const h2 = entry(MESSAGES.slice(1, 2), {
      request: { ...entry([]).request, httpVersion: 'h2', headers: [{ name: ':path', value: '/' }] },
    });
    expect(decodeAll(har(h2)).rows.map(({ kind, packet }) => [kind, packet])).toEqual([['text', 'CONNECT']]);
  });

  test('of several connections keeps them apart', () => {
    const { rows: both } = decodeAll(har(entry(MESSAGES.slice(0, 1)), entry(MESSAGES.slice(0, 1))));
    expect(new Set(both.map(({ connection }) => connection))).toEqual(new Set([0, 1]));
  });
});

test('a HAR of a recorded connection says the same messages and packets as the recording', () => {
  const json = readFileSync(new URL('../../content/captures/socketio-packet.json', import.meta.url), 'utf8');
  const { units, spaces } = dissect(recordedCapture(json).events);
  const messages = units
    .filter(({ field }) => field === 'ws.message')
    .map(({ direction, at, value, space }) => ({
      type: direction === 'client-to-server' ? 'send' : 'receive',
      time: T + at / 1000,
      opcode: typeof value === 'string' ? 1 : 2,
      data:
        typeof value === 'string'
          ? value
          : base64Encode(spaces.find(({ id }) => id === space)?.bytes ?? new Uint8Array()),
    }));
  const pick = ({ rows }: ReturnType<typeof decodeAll>) =>
    rows
      .filter(({ kind }) => kind === 'text' || kind === 'binary')
      .map(({ direction, kind, length, says, packet }) => ({ direction, kind, length, says, packet }));
  expect(pick(decodeAll(har(entry(messages))))).toEqual(pick(decodeAll(json)));
});

describe('a HAR with something broken', () => {
  test.each([
    ['type', 'receive?', '"send" or "receive"'],
    ['opcode', 3, '1 or 2'],
    ['data', 7, 'a text'],
  ])('%s %j: the messages before it are kept', (member, value, expected) => {
    const broken = [MESSAGES[0], { ...MESSAGES[1], [member]: value }, MESSAGES[2]];
    const { rows, ended } = decodeAll(har(entry(broken)));
    expect(rows.filter(({ kind }) => kind === 'text')).toHaveLength(1);
    expect(ended.stop).toMatchObject({
      rule: 'input.har',
      path: `log.entries[0]._webSocketMessages[1].${member}`,
      found: JSON.stringify(value),
      expected,
    });
  });

  test('base64 that is none is named by its character', () => {
    const { ended } = decodeAll(har(entry([{ ...MESSAGES[3], data: 'AQ!D' }])));
    expect(ended.stop).toMatchObject({
      path: 'log.entries[0]._webSocketMessages[0].data',
      found: '"!"',
      expected: 'base64',
    });
  });

  test('without any WebSocket says what is missing', () =>
    expect(
      decodeAll(har({ request: { url: 'http://a/', headers: [{ name: ':path', value: '/' }] }, response: {} })).ended
        .stop,
    ).toMatchObject({
      rule: 'input.har',
      expected: 'an entry with _webSocketMessages',
    }));
});
