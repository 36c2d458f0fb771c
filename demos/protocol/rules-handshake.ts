import type { Source } from './source.ts';

/**
 * What each end checks in the other's opening handshake. The client's six carry the RFC's numbers (§4.1);
 * `handshake.http-version` it does not number: §4.1's last paragraph fails whatever does not conform to §4.2.2,
 * which asks for a valid HTTP response, and HTTP/1.0 has no 1xx status (RFC 9110 §15.2).
 */
export const HANDSHAKE_RULES = {
  'handshake.http-version': { document: 'RFC 9110', section: '15.2' },
  'handshake.status': { document: 'RFC 6455', section: '4.1(1)' },
  'handshake.upgrade': { document: 'RFC 6455', section: '4.1(2)' },
  'handshake.connection': { document: 'RFC 6455', section: '4.1(3)' },
  'handshake.accept': { document: 'RFC 6455', section: '4.1(4)' },
  'handshake.extensions': { document: 'RFC 6455', section: '4.1(5)' },
  'handshake.protocol': { document: 'RFC 6455', section: '4.1(6)' },
  'handshake.request-method': { document: 'RFC 6455', section: '4.2.1(1)' },
  'handshake.request-http-version': { document: 'RFC 6455', section: '4.2.1(1)' },
  'handshake.request-target': { document: 'RFC 6455', section: '4.2.1(1)' },
  'handshake.request-host': { document: 'RFC 6455', section: '4.2.1(2)' },
  'handshake.request-upgrade': { document: 'RFC 6455', section: '4.2.1(3)' },
  'handshake.request-connection': { document: 'RFC 6455', section: '4.2.1(4)' },
  'handshake.request-key': { document: 'RFC 6455', section: '4.2.1(5)' },
  'handshake.request-version': { document: 'RFC 6455', section: '4.2.1(6)' },
  'handshake.request-protocols': { document: 'RFC 6455', section: '4.2.1(8)' },
  'handshake.request-extensions': { document: 'RFC 6455', section: '4.2.1(9)' },
} as const satisfies Record<string, Source>;

export type HandshakeRule = keyof typeof HANDSHAKE_RULES;
