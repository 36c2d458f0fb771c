import { fieldLines, listValue, type WithFields } from './http-fields.ts';
import { describeByte, isToken, tokenEnd } from './http-grammar.ts';
import type { Span } from './span.ts';

/** `span` is that of the bad element, in the head. */
export type SubprotocolsResult =
  | { readonly kind: 'protocols'; readonly protocols: readonly string[] }
  | { readonly kind: 'invalid'; readonly span: Span; readonly found: string; readonly expected: string };

/**
 * What a request offers in `Sec-WebSocket-Protocol`, in order of preference: tokens, each once (RFC 6455 §4.1 item 10).
 * The field may be split over several lines (§11.3.4). No field: an empty offer.
 */
export function offeredProtocols(request: WithFields): SubprotocolsResult {
  const elements = listValue(request, 'Sec-WebSocket-Protocol');
  const [line] = fieldLines(request, 'Sec-WebSocket-Protocol');
  if (line && elements.length === 0) {
    return { kind: 'invalid', span: line.line, found: 'an empty value', expected: 'at least one token' };
  }
  const protocols = new Set<string>();
  for (const { text, span } of elements) {
    if (!isToken(text)) {
      const found = `${describeByte(text.charAt(tokenEnd(text)))} in ${JSON.stringify(text)}`;
      return { kind: 'invalid', span, found, expected: 'tokens separated by commas' };
    }
    if (protocols.has(text)) {
      return { kind: 'invalid', span, found: `${JSON.stringify(text)} twice`, expected: 'each subprotocol once' };
    }
    protocols.add(text);
  }
  return { kind: 'protocols', protocols: [...protocols] };
}

/**
 * The server's choice (RFC 6455 §4.2.2 step 4): the first offered one that it speaks, or `null`, and then the response
 * has no such field. Names are compared exactly.
 */
export const selectSubprotocol = (offered: readonly string[], spoken: readonly string[]): string | null =>
  offered.find((protocol) => spoken.includes(protocol)) ?? null;

/** What a browser's constructor throws a SyntaxError for: no token, or one twice (WHATWG WebSockets #dom-websocket-websocket). */
export function offendingProtocol(
  protocols: readonly string[],
): { readonly name: string; readonly twice: boolean } | null {
  for (const [i, name] of protocols.entries()) {
    if (!isToken(name)) return { name, twice: false };
    if (protocols.indexOf(name) < i) return { name, twice: true };
  }
  return null;
}
