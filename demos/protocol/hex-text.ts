/** Where bytes as text cannot be read on: the index of a character, and what is wrong with it. */
export interface HexStop {
  readonly at: number;
  readonly why: 'not-hex' | 'half-byte';
}

export type ParsedHex =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | ({ readonly kind: 'bad'; readonly found: string } & HexStop);

/** What may stand between two bytes, or around all of them: white space, and the punctuation of lists and strings. */
const BETWEEN = new Set([...' \t\r\n\f\v,;:-_|.()[]{}"\'<>'].map((character) => character.charCodeAt(0)));
const isBetween = (code: number): boolean => BETWEEN.has(code) || (code > 0x7f && /\s/.test(String.fromCharCode(code)));

/** The value of a hex digit's character code; -1 for another. */
export function hexDigit(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  const letter = code | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
}

/** Is this the `0x` or `\x` of a byte? */
const isPrefix = (text: string, at: number): boolean => {
  const code = text.charCodeAt(at);
  return (code === 0x30 || code === 0x5c) && (text.charCodeAt(at + 1) | 0x20) === 0x78;
};

/**
 * Bytes as people write them: `81 05`, `8105`, `81:05`, `0x81, 0x05`, `\x81\x05`, one line or many. Digits are read in
 * pairs; a single one is a byte only after `0x` or `\x`. `take` is given each byte and the index of its first digit.
 * Never throws: it stops at the first character that fits nothing, and gives `null` where there is none.
 */
export function scanHex(text: string, take: (byte: number, at: number) => void): HexStop | null {
  for (let at = 0; at < text.length; ) {
    if (isBetween(text.charCodeAt(at))) {
      at += 1;
      continue;
    }
    const prefixed = isPrefix(text, at);
    const start = prefixed ? at + 2 : at;
    const high = hexDigit(text.charCodeAt(start));
    const low = hexDigit(text.charCodeAt(start + 1));
    if (high < 0) return { at: start, why: 'not-hex' };
    if (low < 0 && !prefixed) return unpaired(text, start);
    take(low < 0 ? high : high * 16 + low, start);
    at = start + (low < 0 ? 1 : 2);
  }
  return null;
}

/** A single digit: what stands after it says whether the digit or its neighbour is wrong. */
function unpaired(text: string, at: number): HexStop {
  const next = text.charCodeAt(at + 1);
  const isAlone = Number.isNaN(next) || isBetween(next) || isPrefix(text, at + 1);
  return isAlone ? { at, why: 'half-byte' } : { at: at + 1, why: 'not-hex' };
}

/** All of a text's bytes, or the first character that fits nothing. */
export function parseHex(text: string): ParsedHex {
  const bytes: number[] = [];
  const stop = scanHex(text, (byte) => bytes.push(byte));
  if (stop) return { kind: 'bad', ...stop, found: String.fromCodePoint(text.codePointAt(stop.at) ?? 0x20) };
  return { kind: 'bytes', bytes: Uint8Array.from(bytes) };
}
