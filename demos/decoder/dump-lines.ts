import { hexDigit } from '#demos/protocol/hex-text.ts';

/** A line of a hex dump that begins with an offset. Indices are of the whole text. */
export interface DumpLine {
  readonly kind: 'line';
  /** Wireshark indents what the server sent when it follows a stream. */
  readonly indented: boolean;
  readonly offset: string;
  readonly offsetAt: number;
  /** xxd writes one. */
  readonly colon: boolean;
  readonly bodyAt: number;
  readonly end: number;
}

export type DumpItem =
  | DumpLine
  /** `*`: as the line before, until the next offset. */
  | { readonly kind: 'repeat'; readonly at: number }
  | { readonly kind: 'other'; readonly at: number };

const OFFSET = /^([ \t]*)([0-9a-fA-F]{4,16})(:?)([ \t]+|$)/;
/** What tshark prints around a followed stream. */
const FRAME = /^(?:=+$|Follow: |Filter: |Node \d+: |\s*$)/;

/** The lines of a dump that say something. */
export function* dumpItems(text: string): Generator<DumpItem> {
  for (let start = 0; start < text.length; ) {
    const newline = text.indexOf('\n', start);
    const next = newline < 0 ? text.length : newline + 1;
    const line = text.slice(start, newline < 0 ? text.length : newline).trimEnd();
    const match = OFFSET.exec(line);
    if (match) {
      const [whole, indent = '', offset = '', colon] = match;
      yield {
        kind: 'line',
        indented: indent.includes('\t') || indent.length >= 4,
        offset,
        offsetAt: start + indent.length,
        colon: colon === ':',
        bodyAt: start + whole.length,
        end: start + line.length,
      };
    } else if (line.trim() === '*') yield { kind: 'repeat', at: start + line.indexOf('*') };
    else if (!FRAME.test(line)) yield { kind: 'other', at: start + line.search(/\S/) };
    start = next;
  }
}

/** The bytes of one line. `bad`: where a character follows that is neither a byte nor the column of text. */
export interface DumpBody {
  readonly bytes: readonly number[];
  readonly places: readonly number[];
  readonly bad: number | null;
}

/** Reads groups of hex digits until the column of text begins: behind a wider gap, or behind `|` or `>`. */
export function dumpBody(text: string, line: DumpLine, words: boolean): DumpBody {
  const bytes: number[] = [];
  const places: number[] = [];
  const widest = line.colon ? 1 : 2;
  let at = line.bodyAt;
  for (;;) {
    let end = at;
    while (end < line.end && hexDigit(text.charCodeAt(end)) >= 0) end += 1;
    const isGroup = end > at && (end - at) % 2 === 0 && (end === line.end || isSpace(text.charCodeAt(end)));
    if (!isGroup) {
      const marked = at >= line.end || text.charAt(at) === '|' || text.charAt(at) === '>';
      return { bytes, places, bad: marked ? null : end };
    }
    for (let pair = 0; pair < end - at; pair += 2) {
      const place = words ? end - 2 - pair : at + pair;
      bytes.push(hexDigit(text.charCodeAt(place)) * 16 + hexDigit(text.charCodeAt(place + 1)));
      places.push(place);
    }
    at = end;
    while (at < line.end && isSpace(text.charCodeAt(at))) at += 1;
    if (at - end > widest) return { bytes, places, bad: null };
  }
}

const isSpace = (code: number): boolean => code === 0x20 || code === 0x09;
