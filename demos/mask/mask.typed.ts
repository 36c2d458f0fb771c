/** What a reader typed as hex: bytes, or where and why they could not be read. */
export type Typed =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array<ArrayBuffer> }
  /** `at` is the index of the character in the text. */
  | { readonly kind: 'bad'; readonly why: 'not-hex' | 'half-byte'; readonly at: number; readonly found: string };

/** Pairs of hex digits; white space may stand between pairs. Never throws: the first character that fits nothing is named. */
export function typedHex(text: string): Typed {
  const bytes: number[] = [];
  for (let at = 0; at < text.length; ) {
    if (/\s/.test(text.charAt(at))) {
      at += 1;
      continue;
    }
    const pair = /^[0-9a-f]{2}/i.exec(text.slice(at, at + 2))?.[0];
    if (!pair) {
      const half = /[0-9a-f]/i.test(text.charAt(at));
      const next = text.charAt(at + 1);
      const odd = half && next !== '' && !/\s/.test(next) ? at + 1 : at;
      const found = String.fromCodePoint(text.codePointAt(odd) ?? 0x20);
      return { kind: 'bad', why: half && odd === at ? 'half-byte' : 'not-hex', at: odd, found };
    }
    bytes.push(Number.parseInt(pair, 16));
    at += 2;
  }
  return { kind: 'bytes', bytes: Uint8Array.from(bytes) };
}
