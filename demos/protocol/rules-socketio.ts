import type { Source } from './source.ts';

/** The reference parser's own rules, which the protocol's document does not state, are cited from its source. */
export const SOCKETIO_RULES = {
  'socketio.type': { document: 'Socket.IO v5', section: 'Exchange protocol' },
  'socketio.attachments': { document: 'Socket.IO v5', section: 'Format' },
  'socketio.attachments-limit': { document: 'socket.io-parser 4.2.7', section: 'lib/index.ts' },
  'socketio.hyphen': { document: 'Socket.IO v5', section: 'Format' },
  'socketio.namespace': { document: 'Socket.IO v5', section: 'Format' },
  'socketio.ack-id': { document: 'Socket.IO v5', section: 'Acknowledgement' },
  'socketio.ack-id-missing': { document: 'Socket.IO v5', section: 'Acknowledgement' },
  'socketio.space': { document: 'Socket.IO v5', section: 'Format' },
  'socketio.json': { document: 'RFC 8259', section: '2' },
  'socketio.connect-payload': { document: 'Socket.IO v5', section: 'Connection to a namespace' },
  'socketio.disconnect-payload': { document: 'Socket.IO v5', section: 'Disconnection from a namespace' },
  'socketio.event-payload': { document: 'Socket.IO v5', section: 'Sending and receiving data' },
  'socketio.ack-payload': { document: 'Socket.IO v5', section: 'Acknowledgement' },
  'socketio.event-name': { document: 'socket.io-parser 4.2.7', section: 'lib/index.ts' },
  'socketio.reserved-event': { document: 'socket.io-parser 4.2.7', section: 'lib/index.ts' },
  'socketio.placeholder': { document: 'socket.io-parser 4.2.7', section: 'lib/binary.ts' },
  'socketio.awaited-binary': { document: 'Socket.IO v5', section: 'Format' },
  'socketio.unexpected-binary': { document: 'Socket.IO v5', section: 'Format' },
} as const satisfies Record<string, Source>;
