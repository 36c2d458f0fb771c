import { equalsIgnoringCase } from './http-grammar.ts';

/**
 * Edits of a head as text (latin1, one character a byte), for heads that may already be broken: each keeps every other
 * byte, and changes nothing where it finds nothing to change.
 */
const LINES = /[^\n]*\n|[^\n]+$/g;

const linesOf = (head: string): string[] => head.match(LINES) ?? [];

const isField = (line: string, name: string): boolean => {
  const colon = line.indexOf(':');
  return colon > 0 && equalsIgnoringCase(line.slice(0, colon), name);
};

export const replaceStartLine = (head: string, pattern: RegExp, replacement: string): string => {
  const [start = '', ...rest] = linesOf(head);
  return [start.replace(pattern, replacement), ...rest].join('');
};

export const dropField = (head: string, name: string): string =>
  linesOf(head)
    .filter((line, i) => i === 0 || !isField(line, name))
    .join('');

export const mapValue = (head: string, name: string, map: (value: string) => string): string =>
  linesOf(head)
    .map((line, i) => {
      const parts = /^([^:]*:[ \t]*)(.*?)([ \t]*\r?\n?)$/.exec(line);
      return i > 0 && parts && isField(line, name) ? `${parts[1]}${map(parts[2] ?? '')}${parts[3]}` : line;
    })
    .join('');

/** Before the empty line that ends the head, or at the end where there is none. */
export function addField(head: string, name: string, value: string): string {
  const lines = linesOf(head);
  const empty = lines.findIndex((line, i) => i > 0 && /^\r?\n$/.test(line));
  lines.splice(empty < 0 ? lines.length : empty, 0, `${name}: ${value}\r\n`);
  return lines.join('');
}
