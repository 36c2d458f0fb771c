import { expect, test } from 'vitest';
import type { Capture } from '#demos/capture/capture.ts';
import { latin1Encode } from '#demos/protocol/bytes.ts';
import { capturedValue } from './captured.ts';

const wire = (
  id: number,
  at: number,
  direction: 'client-to-server' | 'server-to-client',
  offset: number,
  text: string,
) =>
  ({ id: `server:${id}`, at, connection: 'a', kind: 'bytes', direction, offset, bytes: latin1Encode(text) }) as const;

const request = 'GET /chat HTTP/1.1\r\nHost: server.example.com\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n';
const response =
  'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n';

const capture: Capture = {
  format: 1,
  source: 'recorded',
  madeWith: { Chromium: '156.0.8078.73', 'socket.io': '4.8.4' },
  events: [
    { id: 'server:0', at: 0, connection: 'a', kind: 'opened', local: '127.0.0.1:4101', remote: '127.0.0.1:50000' },
    wire(1, 0.5, 'client-to-server', 0, request.slice(0, 30)),
    wire(2, 0.6, 'client-to-server', 30, request.slice(30)),
    // RFC 6455 §5.7: an unmasked "Hello" follows in the same segment as the head.
    wire(3, 5, 'server-to-client', 0, `${response}\x81\x05Hello`),
    // A Socket.IO event as socket.io-client 4.8.4 sent it, and its acknowledgement: 420["add",1,2] and 430[3].
    wire(
      4,
      6,
      'client-to-server',
      request.length,
      '\x81\x8e\xa9\x62\xd8\xed\x9d\x50\xe8\xb6\x8b\x03\xbc\x89\x8b\x4e\xe9\xc1\x9b\x3f',
    ),
    wire(5, 7, 'server-to-client', response.length + 7, '\x81\x06430[3]'),
    { id: 'page:0', at: 8, kind: 'script', socket: 0, script: { on: 'error' }, readyState: 3, bufferedAmount: 0 },
    { id: 'page:1', at: 9, kind: 'script', socket: 0, script: { do: 'read' }, readyState: 3, bufferedAmount: 0 },
  ],
};

test.each([
  ['request.bytes', String(request.length)],
  ['request.fields', '2'],
  ['request.line', 'GET /chat HTTP/1.1'],
  ['request.at', '0.50'],
  ['request.header.Sec-WebSocket-Key', 'dGhlIHNhbXBsZSBub25jZQ=='],
  ['response.bytes', '129'],
  ['response.status', '101'],
  ['response.header.sec-websocket-accept', 's3pPLMBiTxaQ9kYGzzhZRbK+xOo='],
  ['received.Hello.text', 'Hello'],
  ['received.Hell.bytes', '5'],
  ['received.Hello.wire', '7'],
  ['sent.420.text', '420["add",1,2]'],
  ['sent.420.bytes', '14'],
  ['sent.420.wire', '20'],
  ['sent.420.header', '6'],
  ['frame.0.hex', '81 05 48 65 6c 6c 6f'],
  ['frame.2.hex', '81 06 34 33 30 5b 33 5d'],
  ['count.frames', '3'],
  ['count.events', '1'],
  ['sent.42.json', '["add",1,2]'],
  ['sent.42.json.bytes', '11'],
  ['sent.42.json.around', '9'],
  ['received.430.wire', '8'],
  ['madeWith.Chromium', '156.0.8078.73'],
  ['madeWith.socket.io', '4.8.4'],
])('%s is %j', (path, value) => {
  expect(capturedValue(capture, path)).toBe(value);
});

test.each([
  'request.status',
  'request.header.cookie',
  'madeWith.Firefox',
  'frame.bytes',
  'frame.3.hex',
  'frame.close.hex',
  'frame.0.bytes',
  'received.420.text',
  'received.Hello.json',
  'sent.420',
  'sent..text',
  'count.bytes',
  'sent',
  '',
])('%j is not there, and prose must not print a hole', (path) => {
  expect(() => capturedValue(capture, path)).toThrow(`the capture has no value "${path}"`);
});

test('half a head has no values', () => {
  const half = { ...capture, events: capture.events.slice(0, 2) };
  expect(() => capturedValue(half, 'request.bytes')).toThrow('not a whole HTTP head (need-more)');
});
