import type { HandshakeFaultId } from '#demos/protocol/faults-handshake.ts';

/** What a button says that breaks a head. */
export const handshakeFaults = {
  'request.method-post': 'POST',
  'request.http-1-0': 'HTTP/1.0',
  'request.no-host': 'no Host',
  'request.no-upgrade': 'no Upgrade',
  'request.no-connection': 'no Connection',
  'request.short-key': 'key too short',
  'request.no-key': 'no key',
  'request.two-keys': 'two keys',
  'request.version-8': 'version 8',
  'request.version-12': 'version 12',
  'request.subprotocol': 'ask for a subprotocol',
  'request.bare-lf': 'LF without CR',
  'response.not-http': 'not HTTP',
  'response.http-1-0': 'HTTP/1.0',
  'response.status-200': '200',
  'response.status-403': '403',
  'response.no-upgrade': 'no Upgrade',
  'response.upgrade-h2c': 'Upgrade: h2c',
  'response.no-connection': 'no Connection',
  'response.wrong-accept': 'wrong accept value',
  'response.no-accept': 'no accept value',
  'response.unknown-extension': 'an extension nobody offered',
  'response.deflate-parameter': 'a bad parameter of permessage-deflate',
  'response.subprotocol-not-requested': 'a subprotocol nobody offered',
} as const satisfies Record<HandshakeFaultId, string>;
