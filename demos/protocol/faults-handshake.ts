import { addField, dropField, mapValue, replaceStartLine } from './head-text.ts';
import type { RuleId } from './rules.ts';

/** One way to break a head that was right. `breaks`: the only rule then broken by the RFC (`http.bare-lf` is one a reader may tolerate); `null`: none is. */
export interface HandshakeFault {
  readonly id: string;
  readonly side: 'request' | 'response';
  apply(headText: string): string;
  readonly breaks: RuleId | null;
}

const REQUEST_FAULTS = [
  {
    id: 'request.method-post',
    apply: (head) => replaceStartLine(head, /^\S+/, 'POST'),
    breaks: 'handshake.request-method',
  },
  {
    id: 'request.http-1-0',
    apply: (head) => replaceStartLine(head, /HTTP\/1\.1/, 'HTTP/1.0'),
    breaks: 'handshake.request-http-version',
  },
  { id: 'request.no-host', apply: (head) => dropField(head, 'Host'), breaks: 'handshake.request-host' },
  { id: 'request.no-upgrade', apply: (head) => dropField(head, 'Upgrade'), breaks: 'handshake.request-upgrade' },
  {
    id: 'request.no-connection',
    apply: (head) => dropField(head, 'Connection'),
    breaks: 'handshake.request-connection',
  },
  {
    id: 'request.short-key',
    // The first of the groups of 4 characters: 13 bytes are left, in good base64.
    apply: (head) => mapValue(head, 'Sec-WebSocket-Key', (key) => key.slice(4)),
    breaks: 'handshake.request-key',
  },
  { id: 'request.no-key', apply: (head) => dropField(head, 'Sec-WebSocket-Key'), breaks: 'handshake.request-key' },
  {
    id: 'request.two-keys',
    apply: (head) => addField(head, 'Sec-WebSocket-Key', 'AQIDBAUGBwgJCgsMDQ4PEA=='),
    breaks: 'handshake.request-key',
  },
  {
    id: 'request.version-8',
    apply: (head) => mapValue(head, 'Sec-WebSocket-Version', () => '8'),
    breaks: 'handshake.request-version',
  },
  {
    id: 'request.version-12',
    apply: (head) => mapValue(head, 'Sec-WebSocket-Version', () => '12'),
    breaks: 'handshake.request-version',
  },
  { id: 'request.subprotocol', apply: (head) => addField(head, 'Sec-WebSocket-Protocol', 'chat'), breaks: null },
  { id: 'request.bare-lf', apply: (head) => head.replaceAll('\r\n', '\n'), breaks: 'http.bare-lf' },
] as const satisfies readonly Omit<HandshakeFault, 'side'>[];

const RESPONSE_FAULTS = [
  {
    id: 'response.not-http',
    // What an SSH server says first: the bytes of the measured fault.
    apply: () => 'SSH-2.0-OpenSSH_9.2\r\n',
    breaks: 'http.not-http',
  },
  {
    id: 'response.http-1-0',
    apply: (head) => replaceStartLine(head, /^HTTP\/1\.1/, 'HTTP/1.0'),
    breaks: 'handshake.http-version',
  },
  {
    id: 'response.status-200',
    apply: (head) => replaceStartLine(head, / 101 .*?(?=\r?$)/m, ' 200 OK'),
    breaks: 'handshake.status',
  },
  {
    id: 'response.status-403',
    apply: (head) => replaceStartLine(head, / 101 .*?(?=\r?$)/m, ' 403 Forbidden'),
    breaks: 'handshake.status',
  },
  { id: 'response.no-upgrade', apply: (head) => dropField(head, 'Upgrade'), breaks: 'handshake.upgrade' },
  {
    id: 'response.upgrade-h2c',
    apply: (head) => mapValue(head, 'Upgrade', () => 'h2c'),
    breaks: 'handshake.upgrade',
  },
  { id: 'response.no-connection', apply: (head) => dropField(head, 'Connection'), breaks: 'handshake.connection' },
  {
    id: 'response.wrong-accept',
    apply: (head) =>
      mapValue(head, 'Sec-WebSocket-Accept', (accept) => (accept[0] === 'A' ? 'B' : 'A') + accept.slice(1)),
    breaks: 'handshake.accept',
  },
  { id: 'response.no-accept', apply: (head) => dropField(head, 'Sec-WebSocket-Accept'), breaks: 'handshake.accept' },
  {
    id: 'response.unknown-extension',
    apply: (head) => addField(head, 'Sec-WebSocket-Extensions', 'x-foo'),
    breaks: 'handshake.extensions',
  },
  {
    id: 'response.deflate-parameter',
    apply: (head) => addField(head, 'Sec-WebSocket-Extensions', 'permessage-deflate; foo=1'),
    breaks: 'handshake.extensions',
  },
  {
    id: 'response.subprotocol-not-requested',
    apply: (head) => addField(head, 'Sec-WebSocket-Protocol', 'chat'),
    breaks: 'handshake.protocol',
  },
] as const satisfies readonly Omit<HandshakeFault, 'side'>[];

/** Named edits of a good head, latin1 text in and out. None does anything to a head that lacks what it would change. */
export const HANDSHAKE_FAULTS = [
  ...REQUEST_FAULTS.map((fault) => ({ ...fault, side: 'request' as const })),
  ...RESPONSE_FAULTS.map((fault) => ({ ...fault, side: 'response' as const })),
] as const satisfies readonly HandshakeFault[];

export type HandshakeFaultId = (typeof HANDSHAKE_FAULTS)[number]['id'];
