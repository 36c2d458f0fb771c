import { expect, test } from 'vitest';
import { RULES } from './rules.ts';
import { type Source, source, sourceLabel, sourceUrl } from './source.ts';

const SOCKETIO = 'https://github.com/socketio/socket.io/blob/main/';

test.each<[Source, string, string]>([
  [source('RFC 6455', '5.2'), 'RFC 6455 §5.2', 'https://www.rfc-editor.org/rfc/rfc6455.html#section-5.2'],
  [
    source('WHATWG WebSockets', 'dom-websocket-send'),
    'WHATWG WebSockets #dom-websocket-send',
    'https://websockets.spec.whatwg.org/#dom-websocket-send',
  ],
  [
    source('Engine.IO v4', 'Packet encoding'),
    'Engine.IO v4 §Packet encoding',
    `${SOCKETIO}docs/engine.io-protocol/v4-current.md#packet-encoding`,
  ],
  [
    source('Socket.IO v5', 'Sending and receiving data'),
    'Socket.IO v5 §Sending and receiving data',
    `${SOCKETIO}docs/socket.io-protocol/v5-current.md#sending-and-receiving-data`,
  ],
  [
    source('socket.io-parser 4.2.7', 'lib/index.ts'),
    'socket.io-parser 4.2.7 lib/index.ts',
    `${SOCKETIO}packages/socket.io-parser/lib/index.ts`,
  ],
])('%o has a label and an address', (where, label, url) => {
  expect([sourceLabel(where), sourceUrl(where)]).toEqual([label, url]);
});

test('every rule’s source has an address', () => {
  for (const rule of Object.values(RULES)) expect(sourceUrl(rule)).toMatch(/^https:\/\/[^ ]+$/);
});
