import { acceptKey } from './accept-key.ts';
import { PERMESSAGE_DEFLATE, readDeflateOffer, readDeflateResponse } from './deflate-negotiation.ts';
import type { Policy } from './frame.ts';
import type { HandshakeCheck } from './handshake-check.ts';
import { type HeadExtension, headExtensions } from './handshake-extensions.ts';
import { type Finding, failed, isAtLeastHttp11, NO_FIELD, passed, single, verdict } from './handshake-finding.ts';
import { fieldLines, fieldValues, hasEmptyElement, listIncludes, valueSpan } from './http-fields.ts';
import { equalsIgnoringCase } from './http-grammar.ts';
import type { RequestHead, ResponseHead } from './http-head.ts';
import { HANDSHAKE_RULES, type HandshakeRule } from './rules-handshake.ts';
import { source } from './source.ts';
import { offeredProtocols } from './subprotocols.ts';

type Check = (response: ResponseHead, request: RequestHead, policy: Policy) => Finding;

/** Only a 101 is held to it: any other status ends the handshake anyway. Chromium and ws were measured to accept 1.0. */
const httpVersion: Check = ({ version, status, spans }, _request, policy) =>
  policy === 'rfc' && status === 101
    ? verdict(isAtLeastHttp11(version), version, 'HTTP/1.1 or higher', spans.version)
    : passed(version, policy === 'rfc' ? 'any version, if not a 101' : 'anything: not checked', spans.version);

const status: Check = (head) => verdict(head.status === 101, String(head.status), '101', head.spans.status);

/** The value itself must be `websocket`: here a second protocol, or the field twice, fails, as it does not in a request. */
const upgrade: Check = (head) => {
  const [first, second] = fieldLines(head, 'Upgrade');
  if (!first) return failed(NO_FIELD, 'websocket');
  const found = fieldValues(head, 'Upgrade').join(', ');
  return verdict(equalsIgnoringCase(found, 'websocket'), found, 'websocket', (second ?? first).valueSpan);
};

const connection: Check = (head) => {
  const [first] = fieldLines(head, 'Connection');
  if (!first) return failed(NO_FIELD, 'the token upgrade');
  const element = listIncludes(head, 'Connection', 'upgrade');
  const found = fieldValues(head, 'Connection').join(', ');
  return verdict(element !== undefined, found, 'the token upgrade', element?.span ?? first.valueSpan);
};

/** Once, by RFC 6455 §11.3.3. */
const accept: Check = (head, request) => {
  const [key] = fieldValues(request, 'Sec-WebSocket-Key');
  const expected = key === undefined ? 'no answer: no key was sent' : acceptKey(key).accept;
  return single(head, 'Sec-WebSocket-Accept', expected, ({ value, valueSpan: span }) =>
    verdict(key !== undefined && value === expected, value, expected, span),
  );
};

const extensions: Check = (head, request, policy) => {
  const named = headExtensions(head);
  if (named.kind === 'invalid') return failed(named.found, named.expected, named.span);
  const [line] = fieldLines(head, 'Sec-WebSocket-Extensions');
  if (policy !== 'rfc' && hasEmptyElement(head, 'Sec-WebSocket-Extensions')) {
    return failed('an empty element', 'extensions separated by commas', line?.valueSpan);
  }
  const asked = headExtensions(request);
  const offered = asked.kind === 'extensions' ? asked.extensions : [];
  const names = [...new Set(offered.map(({ name }) => name))];
  const expected = names.length > 0 ? `none, or of those offered: ${names.join(', ')}` : 'none: none was offered';

  for (const [i, extension] of named.extensions.entries()) {
    const span = extensionSpan(extension);
    if (!names.includes(extension.name)) return failed(extension.name, expected, span);
    if (extension.name !== PERMESSAGE_DEFLATE) continue;
    // Twice, both would want RSV1 for themselves (RFC 7692 §5). ws heeds the first and ignores the rest.
    if (policy !== 'ws' && named.extensions.findIndex(({ name }) => name === extension.name) < i) {
      return { ...failed(`${extension.name} twice`, 'once', span), source: source('RFC 7692', '5') };
    }
    const fault = deflateFault(extension, offered, policy);
    if (fault) return fault;
  }
  const found = fieldValues(head, 'Sec-WebSocket-Extensions').join(', ') || NO_FIELD;
  return passed(found, expected, line?.valueSpan);
};

const extensionSpan = ({ field, start, end }: HeadExtension) => valueSpan(field, start, end);

function deflateFault(extension: HeadExtension, offered: readonly HeadExtension[], policy: Policy): Finding | null {
  const offers = offered.flatMap((offer) => {
    const read = offer.name === PERMESSAGE_DEFLATE ? readDeflateOffer(offer) : null;
    return read?.kind === 'offer' ? [read.offer] : [];
  });
  const response = readDeflateResponse(extension, offers, policy);
  if (response.kind === 'agreed') return null;
  const { parameter, found, expected } = response;
  const span = parameter ? valueSpan(extension.field, parameter.start, parameter.end) : extensionSpan(extension);
  return { ...failed(found, expected, span), source: source('RFC 7692', '7') };
}

/**
 * One of those offered (once, by RFC 6455 §11.3.4), or none. Browsers refuse none where some were offered: the WHATWG
 * standard makes them, and ws does as they do.
 */
const protocol: Check = (head, request, policy) => {
  const asked = offeredProtocols(request);
  const offered = asked.kind === 'protocols' ? asked.protocols : [];
  const mustChoose = policy !== 'rfc' && offered.length > 0;
  const expected =
    offered.length === 0
      ? 'none: none was offered'
      : `${mustChoose ? '' : 'none, or '}one of those offered: ${offered.join(', ')}`;
  if (fieldLines(head, 'Sec-WebSocket-Protocol').length === 0) {
    const finding = verdict(!mustChoose, NO_FIELD, expected);
    return mustChoose ? { ...finding, source: ESTABLISH } : finding;
  }
  return single(head, 'Sec-WebSocket-Protocol', expected, ({ value, valueSpan: span }) =>
    verdict(offered.includes(value), value, expected, span),
  );
};

const ESTABLISH = source('WHATWG WebSockets', 'concept-websocket-establish');

const CHECKS: readonly (readonly [HandshakeRule, Check])[] = [
  ['handshake.http-version', httpVersion],
  ['handshake.status', status],
  ['handshake.upgrade', upgrade],
  ['handshake.connection', connection],
  ['handshake.accept', accept],
  ['handshake.extensions', extensions],
  ['handshake.protocol', protocol],
];

/**
 * Every check of RFC 6455 §4.1, all of them made, in the RFC's order (its numbers 1–6; 0 is the HTTP version).
 * Policies `chromium` and `ws` differ where Chromium 156 and ws 8.23.0 were measured to.
 */
export const checkResponse = (
  request: RequestHead,
  response: ResponseHead,
  policy: Policy = 'rfc',
): readonly HandshakeCheck[] =>
  CHECKS.map(([rule, check], number) => ({
    number,
    rule,
    by: 'client',
    source: HANDSHAKE_RULES[rule],
    ...check(response, request, policy),
  }));
