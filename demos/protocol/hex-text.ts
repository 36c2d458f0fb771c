export type ParsedHex =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  /** `at` is the index of the character in the text. */
  | { readonly kind: 'bad'; readonly at: number; readonly found: string; readonly why: 'not-hex' | 'half-byte' };

/** What may stand between two bytes, or around all of them. */
const BETWEEN = /[\s,;:[\]()]/;
const DIGIT = /[0-9a-f]/i;

/**
 * Bytes as people write them: `81 05`, `8105`, `0x81, 0x05`, `\x81\x05`. Digits are read in pairs; a single one stands
 * for a byte only after `0x` or `\x`. Never throws: the first character that fits nothing is named.
 */
export function parseHex(text: string): ParsedHex {
  const bytes: number[] = [];
  for (let at = 0; at < text.length; ) {
    const character = text.charAt(at);
    if (BETWEEN.test(character)) {
      at += 1;
      continue;
    }
    const prefixed = /^(?:0x|\\x)/i.test(text.slice(at, at + 2));
    if (prefixed) at += 2;
    if (!DIGIT.test(text.charAt(at))) return bad(text, at, 'not-hex');
    const pair = DIGIT.test(text.charAt(at + 1)) ? 2 : 1;
    if (pair === 1 && !prefixed) return unpaired(text, at);
    bytes.push(Number.parseInt(text.slice(at, at + pair), 16));
    at += pair;
  }
  return { kind: 'bytes', bytes: Uint8Array.from(bytes) };
}

/** A single digit: what stands after it says whether the digit or its neighbour is wrong. */
function unpaired(text: string, at: number): ParsedHex {
  const next = text.charAt(at + 1);
  return next === '' || BETWEEN.test(next) || next === '\\' ? bad(text, at, 'half-byte') : bad(text, at + 1, 'not-hex');
}

function bad(text: string, at: number, why: 'not-hex' | 'half-byte'): ParsedHex {
  return { kind: 'bad', at, found: String.fromCodePoint(text.codePointAt(at) ?? 0x20), why };
}
