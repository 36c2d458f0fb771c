import { contentEnd, describeByte, skipSpace, tokenEnd } from './http-grammar.ts';
import type { HeadField } from './http-head.ts';
import { type Breach, type Line, type Read, refused } from './http-lines.ts';
import { byteSpan } from './span.ts';
import type { Role } from './violation.ts';

/**
 * `name ":" OWS value OWS` (RFC 9112 §5).
 *
 * White space before the colon is refused in a request, where RFC 9112 §5.1 makes a server answer 400 (two readers that
 * disagree about the name are how requests are smuggled), and tolerated in a response, where it only asks proxies to remove it.
 * CR, LF and NUL in a value are refused as dangerous; other control characters a reader may keep (RFC 9110 §5.5).
 */
export function readField(text: string, line: Line, noticedBy: Role): Read<HeadField> {
  const nameEnd = tokenEnd(text, line.start);
  const colon = skipSpace(text, nameEnd);
  if (colon >= line.end) {
    return refused({
      rule: 'http.missing-colon',
      start: line.start,
      end: line.end,
      found: 'a line without a colon',
      expected: 'name ":" value',
    });
  }
  if (nameEnd === line.start || text[colon] !== ':') {
    const odd = text.charAt(nameEnd);
    const found = describeByte(odd);
    return refused({ rule: 'http.field-name', start: nameEnd, end: nameEnd + 1, found, expected: 'a token, then ":"' });
  }

  const tolerated: Breach[] = [];
  if (colon > nameEnd) {
    const gap: Breach = {
      rule: 'http.space-before-colon',
      start: nameEnd,
      end: colon,
      found: 'white space before the colon',
      expected: '":" right after the name',
    };
    if (noticedBy === 'server') return refused(gap);
    tolerated.push(gap);
  }

  const { start, end, breaches, dangerous } = readText(text, colon + 1, line.end);
  if (dangerous) return refused(dangerous);
  return {
    kind: 'read',
    value: {
      name: text.slice(line.start, nameEnd),
      value: text.slice(start, end),
      line: byteSpan(line.start, line.next),
      nameSpan: byteSpan(line.start, nameEnd),
      valueSpan: byteSpan(start, end),
    },
    tolerated: [...tolerated, ...breaches],
  };
}

/**
 * A line that begins with white space goes on with the value before it (RFC 9112 §5.2). The CR LF between them is read
 * as two spaces, so that every character of the value keeps its byte.
 */
export function readFold(text: string, field: HeadField, line: Line): Read<HeadField> {
  const { start, end, breaches, dangerous } = readText(text, line.start, line.end);
  if (dangerous) return refused(dangerous);
  const longer = { ...field, line: { start: field.line.start, end: line.next * 8 } };
  if (start === end) return { kind: 'read', value: longer, tolerated: breaches };

  const first = field.value === '' ? start : field.valueSpan.start / 8;
  const gap = field.value === '' ? '' : text.slice(field.valueSpan.end / 8, start).replace(/[\r\n]/g, ' ');
  const value = field.value + gap + text.slice(start, end);
  return { kind: 'read', value: { ...longer, value, valueSpan: byteSpan(first, end) }, tolerated: breaches };
}

/** The characters of a value between `from` and `to`, without the white space around them. */
function readText(text: string, from: number, to: number) {
  const content = text.slice(from, to);
  const breaches: Breach[] = [];
  for (let i = 0; i < content.length; i++) {
    const character = content.charAt(i);
    if (!isControl(character)) continue;
    const place = { start: from + i, end: from + i + 1, found: describeByte(character) };
    if (character === '\r' || character === '\0') {
      const dangerous: Breach = { ...place, rule: 'http.field-value', expected: 'no CR, LF or NUL in a value' };
      return { start: from, end: from, breaches, dangerous };
    }
    breaches.push({ ...place, rule: 'http.control-character', expected: 'printable characters, SP and HTAB' });
  }
  const start = from + skipSpace(content, 0);
  return { start, end: Math.max(start, from + contentEnd(content)), breaches, dangerous: null };
}

const isControl = (character: string): boolean => (character < ' ' && character !== '\t') || character === '\x7f';
