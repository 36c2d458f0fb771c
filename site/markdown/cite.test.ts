import { expect, test } from 'vitest';
import { citation, cite } from './cite.ts';

const ENGINEIO = 'https://github.com/socketio/socket.io/blob/main/docs/engine.io-protocol/v4-current.md';
const SOCKETIO = 'https://github.com/socketio/socket.io/blob/main/docs/socket.io-protocol/v5-current.md';

test.each([
  [{ s: '5.2' }, '§5.2', 'RFC 6455 §5.2', 'https://www.rfc-editor.org/rfc/rfc6455.html#section-5.2'],
  [{ rfc: '8441', s: '5' }, 'RFC 8441 §5', 'RFC 8441 §5', 'https://www.rfc-editor.org/rfc/rfc8441.html#section-5'],
  [
    { whatwg: 'feedback-from-the-protocol' },
    'WHATWG',
    'WHATWG WebSockets #feedback-from-the-protocol',
    'https://websockets.spec.whatwg.org/#feedback-from-the-protocol',
  ],
  [{ eio: 'Packet encoding' }, 'EIO §Packet encoding', 'Engine.IO v4 §Packet encoding', `${ENGINEIO}#packet-encoding`],
  [
    { sio: 'Connection to a namespace' },
    'SIO §Connection to a namespace',
    'Socket.IO v5 §Connection to a namespace',
    `${SOCKETIO}#connection-to-a-namespace`,
  ],
])('%j is printed and linked', (props, label, title, href) => {
  expect(cite(citation.parse(props))).toEqual({ href, label, title });
});

test.each([{}, { eio: 'Hand shake' }, { sio: 'Heartbeat' }, { eio: 'Protocol', s: '5.2' }, { rfc: '1', s: '1' }])(
  '%j cites nothing',
  (props) => expect(citation.safeParse(props).success).toBe(false),
);
