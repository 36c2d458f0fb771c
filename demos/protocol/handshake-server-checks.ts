import { base64Decode } from './base64.ts';
import type { Policy } from './frame.ts';
import type { HandshakeCheck } from './handshake-check.ts';
import { headExtensions } from './handshake-extensions.ts';
import { type Finding, failed, isAtLeastHttp11, NO_FIELD, passed, single, verdict } from './handshake-finding.ts';
import { fieldLines, fieldValues, hasEmptyElement, listIncludes } from './http-fields.ts';
import { equalsIgnoringCase } from './http-grammar.ts';
import type { RequestHead } from './http-head.ts';
import { HANDSHAKE_RULES, type HandshakeRule } from './rules-handshake.ts';
import { offeredProtocols } from './subprotocols.ts';

/** Chromium is never the server. */
export type ServerPolicy = Exclude<Policy, 'chromium'>;

type Check = (head: RequestHead, policy: ServerPolicy) => Finding;

/** What ws 8.23.0 on Node was measured not to look at. */
const UNCHECKED = 'anything: not checked';

const method: Check = (head) => verdict(head.method === 'GET', head.method, 'GET', head.spans.method);

const httpVersion: Check = ({ version, spans }, policy) =>
  policy === 'ws'
    ? passed(version, UNCHECKED, spans.version)
    : verdict(isAtLeastHttp11(version), version, 'HTTP/1.1 or higher', spans.version);

/** Origin-form or absolute-form: `*` and an authority name no resource (RFC 9112 §3.2). */
const target: Check = ({ target: found, spans }, policy) =>
  policy === 'ws'
    ? passed(found, UNCHECKED, spans.target)
    : verdict(/^(?:\/|https?:\/\/.)/i.test(found), found, 'a path, or an http or https URI', spans.target);

/** `uri-host [":" port]` (RFC 9110 §7.2). */
const AUTHORITY = /^(?:\[[0-9A-Fa-f:.]+\]|[\w.~!$&'()*+,;=%-]+)(?::[0-9]*)?$/;

const host: Check = (head, policy) => {
  const expected = 'a host, perhaps with a port';
  if (policy === 'ws') return passed(fieldValues(head, 'Host').join(', ') || NO_FIELD, UNCHECKED);
  return single(head, 'Host', expected, ({ value, valueSpan }) =>
    verdict(AUTHORITY.test(value), value, expected, valueSpan),
  );
};

/** The RFC wants the value contained; ws wants it alone. */
const upgrade: Check = (head, policy) => {
  const expected = policy === 'ws' ? 'websocket, alone' : 'websocket';
  const [first] = fieldLines(head, 'Upgrade');
  if (!first) return failed(NO_FIELD, expected);
  const all = fieldValues(head, 'Upgrade').join(', ');
  const element = listIncludes(head, 'Upgrade', 'websocket');
  const right = policy === 'ws' ? equalsIgnoringCase(all, 'websocket') : element !== undefined;
  return verdict(right, all, expected, right && element ? element.span : first.valueSpan);
};

const connection: Check = (head) => {
  const [first] = fieldLines(head, 'Connection');
  if (!first) return failed(NO_FIELD, 'the token upgrade');
  const element = listIncludes(head, 'Connection', 'upgrade');
  const found = fieldValues(head, 'Connection').join(', ');
  return verdict(element !== undefined, found, 'the token upgrade', element?.span ?? first.valueSpan);
};

/** Once, by RFC 6455 §11.3.1. */
const key: Check = (head) => {
  const expected = '16 bytes in base64';
  return single(head, 'Sec-WebSocket-Key', expected, ({ value, valueSpan }) => {
    const decoded = base64Decode(value);
    if (decoded.kind === 'invalid') return failed(`${value}: ${decoded.found}`, expected, valueSpan);
    const { length } = decoded.bytes;
    return verdict(length === 16, length === 16 ? value : `${value}: ${length} bytes`, expected, valueSpan);
  });
};

/** Once, by RFC 6455 §11.3.5. ws reads the value as a JavaScript number, and speaks 8 as well. */
const webSocketVersion: Check = (head, policy) => {
  const expected = policy === 'ws' ? '13 or 8' : '13';
  return single(head, 'Sec-WebSocket-Version', expected, ({ value, valueSpan }) => {
    const right = policy === 'ws' ? [13, 8].includes(Number(value)) : value === '13';
    return verdict(right, value, expected, valueSpan);
  });
};

/** Optional. Empty list elements are passed over (RFC 9110 §5.6.1.2), except by ws. */
const protocols: Check = (head, policy) => {
  const offered = offeredProtocols(head);
  if (offered.kind === 'invalid') return failed(offered.found, offered.expected, offered.span);
  const expected = 'none, or tokens, each once';
  const span = fieldLines(head, 'Sec-WebSocket-Protocol')[0]?.valueSpan;
  if (policy === 'ws' && hasEmptyElement(head, 'Sec-WebSocket-Protocol')) {
    return failed('an empty element', expected, span);
  }
  return passed(offered.protocols.join(', ') || NO_FIELD, expected, span);
};

/** Optional. A server that declines every extension need not read them: ws does not, unless permessage-deflate is on. */
const extensions: Check = (head, policy) => {
  const values = fieldValues(head, 'Sec-WebSocket-Extensions').join(', ') || NO_FIELD;
  const span = fieldLines(head, 'Sec-WebSocket-Extensions')[0]?.valueSpan;
  if (policy === 'ws') return passed(values, UNCHECKED, span);
  const offered = headExtensions(head);
  if (offered.kind === 'invalid') return failed(offered.found, offered.expected, offered.span);
  return passed(values, 'none, or extensions with their parameters', span);
};

const CHECKS: readonly (readonly [HandshakeRule, Check])[] = [
  ['handshake.request-method', method],
  ['handshake.request-http-version', httpVersion],
  ['handshake.request-target', target],
  ['handshake.request-host', host],
  ['handshake.request-upgrade', upgrade],
  ['handshake.request-connection', connection],
  ['handshake.request-key', key],
  ['handshake.request-version', webSocketVersion],
  ['handshake.request-protocols', protocols],
  ['handshake.request-extensions', extensions],
];

/**
 * Every check of RFC 6455 §4.2.1, all of them made, in the RFC's order. Policy `ws` gives what ws 8.23.0 on Node 24
 * was measured to accept with its default options. The Origin is not here: accepting it is the server's choice (§4.2.2).
 */
export const checkRequest = (head: RequestHead, policy: ServerPolicy = 'rfc'): readonly HandshakeCheck[] =>
  CHECKS.map(([rule, check], i) => ({
    number: i + 1,
    rule,
    by: 'server',
    source: HANDSHAKE_RULES[rule],
    ...check(head, policy),
  }));
