import { describeByte, tokenEnd } from './http-grammar.ts';
import type { RequestHead, ResponseHead } from './http-head.ts';
import { type Breach, type Line, type Read, refused } from './http-lines.ts';
import { byteSpan } from './span.ts';

export type RequestLine = Pick<RequestHead, 'kind' | 'method' | 'target' | 'version' | 'spans'>;
export type StatusLine = Pick<ResponseHead, 'kind' | 'version' | 'status' | 'reason' | 'spans'>;

const VERSION = /^HTTP\/[0-9]\.[0-9]$/;

function versionBreach(version: string, start: number): Breach | null {
  if (VERSION.test(version)) return null;
  const expected = '"HTTP/", a digit, ".", a digit';
  return { rule: 'http.version', start, end: start + version.length, found: JSON.stringify(version), expected };
}

/**
 * `method SP request-target SP HTTP-version` (RFC 9112 §3). A reader may split at any white space instead; this one does
 * not, because §3 warns that readers who split differently can be made to see different requests.
 */
export function readRequestLine(text: string, { start, end }: Line): Read<RequestLine> {
  const parts = text.slice(start, end).split(' ');
  const [method, target, version] = parts;
  if (method === undefined || target === undefined || version === undefined || parts.length !== 3) {
    const found = `${parts.length - 1} spaces`;
    return refused({ rule: 'http.request-line', start, end, found, expected: 'method SP target SP version' });
  }
  const methodBreach = readMethod(text, start, start + method.length);
  if (methodBreach) return refused(methodBreach);

  const targetStart = start + method.length + 1;
  const odd = target === '' ? 0 : target.search(/[^\x21-\x7e]/);
  if (odd >= 0) {
    const found = target === '' ? 'nothing' : describeByte(target.charAt(odd));
    const at = targetStart + odd;
    const oddEnd = target === '' ? at : at + 1;
    return refused({ rule: 'http.target', start: at, end: oddEnd, found, expected: 'visible ASCII characters' });
  }
  const versionStart = targetStart + target.length + 1;
  const breach = versionBreach(version, versionStart);
  if (breach) return refused(breach);

  const spans = {
    method: byteSpan(start, targetStart - 1),
    target: byteSpan(targetStart, versionStart - 1),
    version: byteSpan(versionStart, end),
  };
  return { kind: 'read', value: { kind: 'request', method, target, version, spans }, tolerated: [] };
}

/** The method is a token (RFC 9110 §9.1). Also asked of an unfinished line, so that a TLS ClientHello (first byte 16) is refused at once. */
export function readMethod(text: string, start: number, end: number): Breach | null {
  const odd = tokenEnd(text.slice(0, end), start);
  if (odd === end && end > start) return null;
  const found = odd === end ? 'nothing' : describeByte(text.charAt(odd));
  return { rule: 'http.method', start: odd, end: Math.min(odd + 1, end), found, expected: 'a token such as GET' };
}

/** `HTTP-version SP status-code SP [reason-phrase]` (RFC 9112 §4). */
export function readStatusLine(text: string, { start, end }: Line): Read<StatusLine> {
  const line = text.slice(start, end);
  const [version = '', status, ...words] = line.split(' ');
  const breach = versionBreach(version, start);
  if (breach) return refused(breach);
  if (status === undefined) {
    return refused({
      rule: 'http.status-line',
      start,
      end,
      found: 'no space',
      expected: 'version SP status SP reason',
    });
  }
  const statusStart = start + version.length + 1;
  const statusEnd = statusStart + status.length;
  if (!/^[0-9]{3}$/.test(status)) {
    const found = JSON.stringify(status);
    return refused({ rule: 'http.status', start: statusStart, end: statusEnd, found, expected: 'three digits' });
  }

  const reason = words.join(' ');
  const reasonStart = Math.min(statusEnd + 1, end);
  const odd = reason.search(/[^\t\x20-\x7e\x80-\xff]/);
  if (odd >= 0) {
    const at = reasonStart + odd;
    const found = describeByte(reason.charAt(odd));
    return refused({ rule: 'http.reason', start: at, end: at + 1, found, expected: 'visible characters and spaces' });
  }
  // Tolerated because a client should ignore the reason phrase (RFC 9112 §4) and many servers leave it and its space out.
  const noSpace: Breach = {
    rule: 'http.missing-reason-space',
    start: statusEnd,
    end: statusEnd,
    found: 'the end of the line',
    expected: 'a space after the status code, even without a reason phrase',
  };
  const spans = {
    version: byteSpan(start, statusStart - 1),
    status: byteSpan(statusStart, statusEnd),
    reason: byteSpan(reasonStart, end),
  };
  return {
    kind: 'read',
    value: { kind: 'response', version, status: Number(status), reason, spans },
    tolerated: statusEnd === end ? [noSpace] : [],
  };
}
