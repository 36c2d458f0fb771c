import type { HandshakeRule } from './rules-handshake.ts';
import type { HttpRule } from './rules-http.ts';
import { type Source, source } from './source.ts';
import type { Role } from './violation.ts';

export type Acceptance = 'accepts' | 'refuses';

/** Where what was measured is not what the RFC says. `null`: not measured, or that program is never at this end. */
export interface Difference {
  readonly id: string;
  readonly rule: HandshakeRule | HttpRule;
  readonly by: Role;
  readonly rfc: Acceptance;
  readonly chromium: Acceptance | null;
  readonly ws: Acceptance | null;
  readonly source: Source;
}

/** The versions measured, against loopback servers and clients that write literal bytes. */
export const MEASURED_WITH = { chromium: '156', ws: '8.23.0', node: '24.21.0' } as const;

export const DIFFERENCES = [
  {
    id: 'response.http-1-0',
    rule: 'handshake.http-version',
    by: 'client',
    rfc: 'refuses',
    chromium: 'accepts',
    ws: 'accepts',
    source: source('RFC 9110', '15.2'),
  },
  {
    id: 'response.no-subprotocol',
    rule: 'handshake.protocol',
    by: 'client',
    rfc: 'accepts',
    chromium: 'refuses',
    ws: 'refuses',
    source: source('WHATWG WebSockets', 'concept-websocket-establish'),
  },
  {
    id: 'response.extension-empty-element',
    rule: 'handshake.extensions',
    by: 'client',
    rfc: 'accepts',
    chromium: 'refuses',
    ws: 'refuses',
    source: source('RFC 9110', '5.6.1.2'),
  },
  {
    id: 'response.deflate-twice',
    rule: 'handshake.extensions',
    by: 'client',
    rfc: 'refuses',
    chromium: 'refuses',
    ws: 'accepts',
    source: source('RFC 7692', '5'),
  },
  {
    id: 'response.window-bits-leading-zero',
    rule: 'handshake.extensions',
    by: 'client',
    rfc: 'refuses',
    chromium: 'refuses',
    ws: 'accepts',
    source: source('RFC 7692', '7.1.2.1'),
  },
  {
    id: 'response.empty-line-before',
    rule: 'http.not-http',
    by: 'client',
    rfc: 'refuses',
    chromium: 'accepts',
    ws: 'accepts',
    source: source('RFC 9112', '4'),
  },
  {
    id: 'response.junk-before',
    rule: 'http.not-http',
    by: 'client',
    rfc: 'refuses',
    chromium: 'accepts',
    ws: 'refuses',
    source: source('RFC 9112', '4'),
  },
  {
    id: 'response.lower-case-http',
    rule: 'http.not-http',
    by: 'client',
    rfc: 'refuses',
    chromium: 'accepts',
    ws: 'refuses',
    source: source('RFC 9112', '2.3'),
  },
  {
    id: 'response.missing-colon',
    rule: 'http.missing-colon',
    by: 'client',
    rfc: 'refuses',
    chromium: 'accepts',
    ws: 'refuses',
    source: source('RFC 9112', '5'),
  },
  {
    id: 'response.space-in-name',
    rule: 'http.field-name',
    by: 'client',
    rfc: 'refuses',
    chromium: 'accepts',
    ws: 'refuses',
    source: source('RFC 9110', '5.1'),
  },
  {
    id: 'response.bare-lf',
    rule: 'http.bare-lf',
    by: 'client',
    rfc: 'accepts',
    chromium: 'accepts',
    ws: 'refuses',
    source: source('RFC 9112', '2.2'),
  },
  {
    id: 'response.space-before-colon',
    rule: 'http.space-before-colon',
    by: 'client',
    rfc: 'accepts',
    chromium: 'accepts',
    ws: 'refuses',
    source: source('RFC 9112', '5.1'),
  },
  {
    id: 'response.folded',
    rule: 'http.obs-fold',
    by: 'client',
    rfc: 'accepts',
    chromium: 'accepts',
    ws: 'refuses',
    source: source('RFC 9112', '5.2'),
  },
  {
    id: 'response.control-character',
    rule: 'http.control-character',
    by: 'client',
    rfc: 'accepts',
    chromium: 'accepts',
    ws: 'refuses',
    source: source('RFC 9110', '5.5'),
  },
  {
    id: 'request.http-1-0',
    rule: 'handshake.request-http-version',
    by: 'server',
    rfc: 'refuses',
    chromium: null,
    ws: 'accepts',
    source: source('RFC 6455', '4.2.1(1)'),
  },
  {
    id: 'request.target-asterisk',
    rule: 'handshake.request-target',
    by: 'server',
    rfc: 'refuses',
    chromium: null,
    ws: 'accepts',
    source: source('RFC 6455', '4.2.1(1)'),
  },
  {
    id: 'request.no-host',
    rule: 'handshake.request-host',
    by: 'server',
    rfc: 'refuses',
    chromium: null,
    ws: 'accepts',
    source: source('RFC 6455', '4.2.1(2)'),
  },
  {
    id: 'request.upgrade-list',
    rule: 'handshake.request-upgrade',
    by: 'server',
    rfc: 'accepts',
    chromium: null,
    ws: 'refuses',
    source: source('RFC 6455', '4.2.1(3)'),
  },
  {
    id: 'request.version-8',
    rule: 'handshake.request-version',
    by: 'server',
    rfc: 'refuses',
    chromium: null,
    ws: 'accepts',
    source: source('RFC 6455', '4.2.1(6)'),
  },
  {
    id: 'request.empty-subprotocol-element',
    rule: 'handshake.request-protocols',
    by: 'server',
    rfc: 'accepts',
    chromium: null,
    ws: 'refuses',
    source: source('RFC 9110', '5.6.1.2'),
  },
  {
    id: 'request.extensions-grammar',
    rule: 'handshake.request-extensions',
    by: 'server',
    rfc: 'refuses',
    chromium: null,
    ws: 'accepts',
    source: source('RFC 6455', '9.1'),
  },
  {
    id: 'request.bare-lf',
    rule: 'http.bare-lf',
    by: 'server',
    rfc: 'accepts',
    chromium: null,
    ws: 'refuses',
    source: source('RFC 9112', '2.2'),
  },
] as const satisfies readonly Difference[];
