import { latin1Decode } from './bytes.ts';
import { readField, readFold } from './http-field-line.ts';
import { describeByte } from './http-grammar.ts';
import type { HeadField, HeadResult, RequestHead, ResponseHead } from './http-head.ts';
import { type Breach, type Line, type Read, readLine, toViolation } from './http-lines.ts';
import { type RequestLine, readMethod, readRequestLine, readStatusLine, type StatusLine } from './http-start-line.ts';
import { byteSpan } from './span.ts';
import type { Role, Violation } from './violation.ts';

export interface HeadOptions {
  /** A head longer than this is a violation. 64 KiB unless told. */
  readonly maxBytes?: number;
}

export const DEFAULT_MAX_HEAD_BYTES = 65_536;

/** What differs between the two heads. */
interface HeadReader<Start> {
  readonly noticedBy: Role;
  /** Where the start line begins; RFC 9112 §2.2 lets a server ignore empty lines before a request, and nobody else. */
  skip(text: string): number;
  /** A first line that cannot become right any more, whatever follows. */
  hopeless(text: string, start: number): Breach | null;
  startLine(text: string, line: Line): Read<Start>;
}

const REQUEST: HeadReader<RequestLine> = {
  noticedBy: 'server',
  skip: (text) => /^(?:\r?\n)*/.exec(text)?.[0].length ?? 0,
  hopeless: (text, start) => {
    const end = start + (/^[^ \r\n]*/.exec(text.slice(start))?.[0].length ?? 0);
    return end === start ? null : readMethod(text, start, end);
  },
  startLine: readRequestLine,
};

const RESPONSE: HeadReader<StatusLine> = {
  noticedBy: 'client',
  skip: () => 0,
  hopeless: (text) => {
    const odd = [...'HTTP/'].findIndex((character, i) => i < text.length && text[i] !== character);
    if (odd < 0) return null;
    return {
      rule: 'http.not-http',
      start: odd,
      end: odd + 1,
      found: describeByte(text.charAt(odd)),
      expected: '"HTTP/" as the first five bytes',
    };
  },
  startLine: readStatusLine,
};

/** The client's head, from the first byte of the connection. Spans count from that byte; what follows the head is left alone. */
export const parseRequestHead = (bytes: Uint8Array, options?: HeadOptions): HeadResult<RequestHead> =>
  parseHead(bytes, REQUEST, options);

/** The server's head, from its first byte. */
export const parseResponseHead = (bytes: Uint8Array, options?: HeadOptions): HeadResult<ResponseHead> =>
  parseHead(bytes, RESPONSE, options);

/** What every head has besides its start line. */
type HeadRest = Pick<RequestHead, 'startLine' | 'fields' | 'endSpan' | 'byteLength'>;

function parseHead<Start>(
  bytes: Uint8Array,
  reader: HeadReader<Start>,
  { maxBytes = DEFAULT_MAX_HEAD_BYTES }: HeadOptions = {},
): HeadResult<Start & HeadRest> {
  const { noticedBy } = reader;
  const text = latin1Decode(bytes.subarray(0, maxBytes));
  const fields: HeadField[] = [];
  const tolerated: Violation[] = [];

  const fail = (breach: Breach): HeadResult<never> => ({
    kind: 'violation',
    violation: toViolation(breach, noticedBy),
    fields,
  });
  const tolerate = (breach: Breach): void => {
    tolerated.push(toViolation(breach, noticedBy));
  };
  const unfinished = (): HeadResult<never> =>
    bytes.length < maxBytes
      ? { kind: 'need-more' }
      : fail({
          rule: 'http.head-too-large',
          start: 0,
          end: maxBytes,
          found: `${maxBytes} bytes and no empty line`,
          expected: `the end of the head within ${maxBytes} bytes`,
        });
  const nextLine = (from: number): Line | null => {
    const line = readLine(text, from);
    // Tolerated because RFC 9112 §2.2 says a reader may take a single LF for a line end.
    if (line && line.next - line.end === 1) tolerate(bareLf(line));
    return line;
  };

  const begin = reader.skip(text);
  // Tolerated because a server should ignore at least one empty line before a request (RFC 9112 §2.2).
  if (begin > 0) tolerate(leadingEmptyLines(begin));
  const hopeless = reader.hopeless(text, begin);
  if (hopeless) return fail(hopeless);

  const first = nextLine(begin);
  if (!first) return unfinished();
  const startLine = reader.startLine(text, first);
  if (startLine.kind === 'refused') return fail(startLine.breach);
  startLine.tolerated.forEach(tolerate);

  for (let at = first.next; ; ) {
    const line = nextLine(at);
    if (!line) return unfinished();
    at = line.next;
    if (line.end === line.start) {
      const head = {
        ...startLine.value,
        startLine: byteSpan(first.start, first.next),
        fields,
        endSpan: byteSpan(line.start, line.next),
        byteLength: line.next,
      };
      return { kind: 'head', head, tolerated };
    }

    const folded = text[line.start] === ' ' || text[line.start] === '\t';
    const last = folded ? fields.pop() : undefined;
    if (folded && !last) return fail(leadingSpace(line));
    // Tolerated because both ends may read a fold as spaces (RFC 9112 §5.2).
    if (folded) tolerate(fold(line));

    const field = last ? readFold(text, last, line) : readField(text, line, noticedBy);
    if (field.kind === 'refused') return fail(field.breach);
    fields.push(field.value);
    field.tolerated.forEach(tolerate);
  }
}

const bareLf = ({ end, next }: Line): Breach => ({
  rule: 'http.bare-lf',
  start: end,
  end: next,
  found: 'LF',
  expected: 'CR LF',
});

const leadingEmptyLines = (end: number): Breach => ({
  rule: 'http.leading-empty-line',
  start: 0,
  end,
  found: 'an empty line',
  expected: 'the request line',
});

// Fatal: RFC 9112 §2.2 leaves only refusing, or skipping lines that another reader may heed.
const leadingSpace = ({ start }: Line): Breach => ({
  rule: 'http.leading-space',
  start,
  end: start + 1,
  found: 'white space before the first field',
  expected: 'a field name',
});

const fold = ({ start, end }: Line): Breach => ({
  rule: 'http.obs-fold',
  start,
  end,
  found: 'a line that begins with white space',
  expected: 'a field name; a value on one line',
});
