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

/** What was measured. The Chromium column was measured on a loopback server that answers literal bytes. */
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

/** The first check at which `by` was measured to part from the RFC on this rule, if any was. */
export const differenceOn = (rule: string, by: Role): Difference | null =>
  DIFFERENCES.find((difference) => difference.rule === rule && difference.by === by) ?? null;
