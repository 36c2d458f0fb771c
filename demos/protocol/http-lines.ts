import { contentEnd, describeByte, skipSpace, tokenEnd } from './http-grammar.ts';
import type { HeadField } from './http-head.ts';
import { HTTP_RULES, type HttpRule } from './rules-http.ts';
import { byteSpan } from './span.ts';
import type { Role, Violation } from './violation.ts';

/** One line of a head, as offsets into its text. `end` is before the line end, `next` after it. */
export interface Line {
  readonly start: number;
  readonly end: number;
  readonly next: number;
}

/** `null`: no line end yet. RFC 9112 §2.2: a single LF may end a line, and a CR before it is then ignored. */
export function readLine(text: string, start: number): Line | null {
  const lf = text.indexOf('\n', start);
  if (lf < 0) return null;
  return { start, end: lf > start && text[lf - 1] === '\r' ? lf - 1 : lf, next: lf + 1 };
}

/** A breach of the grammar, its place in bytes of the head. */
export interface Breach {
  readonly rule: HttpRule;
  readonly start: number;
  readonly end: number;
  readonly found: string;
  readonly expected: string;
}

export const toViolation = ({ rule, start, end, found, expected }: Breach, noticedBy: Role): Violation => ({
  rule,
  source: HTTP_RULES[rule],
  span: byteSpan(start, end),
  found,
  expected,
  closeCode: null,
  noticedBy,
});

export type Read<Value> =
  | { readonly kind: 'read'; readonly value: Value; readonly tolerated: readonly Breach[] }
  | { readonly kind: 'refused'; readonly breach: Breach };

export const refused = (breach: Breach): Read<never> => ({ kind: 'refused', breach });

/**
 * `name ":" OWS value OWS` (RFC 9112 §5). `line` may span folded lines: each CR LF inside it is read as two spaces
 * (§5.2), so that every character of the value keeps its byte.
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

  const content = text.slice(colon + 1, line.end).replace(/\r?\n(?=[ \t])/g, (fold) => ' '.repeat(fold.length));
  const dangerous = content.search(/[\0\r\n]/);
  if (dangerous >= 0) {
    const at = colon + 1 + dangerous;
    const found = describeByte(text.charAt(at));
    return refused({
      rule: 'http.field-value',
      start: at,
      end: at + 1,
      found,
      expected: 'no CR, LF or NUL in a value',
    });
  }
  for (const [i, character] of [...content].entries()) {
    if (!isControl(character)) continue;
    tolerated.push({
      rule: 'http.control-character',
      start: colon + 1 + i,
      end: colon + 2 + i,
      found: describeByte(character),
      expected: 'printable characters, SP and HTAB',
    });
  }

  const leading = skipSpace(content, 0);
  const value = content.slice(leading, contentEnd(content));
  const valueStart = colon + 1 + leading;
  return {
    kind: 'read',
    value: {
      name: text.slice(line.start, nameEnd),
      value,
      line: byteSpan(line.start, line.next),
      nameSpan: byteSpan(line.start, nameEnd),
      valueSpan: byteSpan(valueStart, valueStart + value.length),
    },
    tolerated,
  };
}

const isControl = (character: string): boolean => (character < ' ' && character !== '\t') || character === '\x7f';
