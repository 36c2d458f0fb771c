const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** RFC 4648 §4: every 3 bytes become 4 characters, `=` fills up the last group. */
export function base64Encode(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const [a = 0, b = 0, c = 0] = bytes.subarray(i, i + 3);
    const bits = (a << 16) | (b << 8) | c;
    const characters = [18, 12, 6, 0].map((shift) => ALPHABET[(bits >> shift) & 63]).join('');
    const unused = Math.max(0, i + 3 - bytes.length);
    text += characters.slice(0, 4 - unused) + '='.repeat(unused);
  }
  return text;
}

/**
 * `canonical` is false when the bits that fill up the last character are not zero: RFC 4648 §3.5 lets a decoder
 * refuse that spelling, but RFC 6455 §4.1 itself prints one (`AQIDBAUGBwgJCgsMDQ4PEC==`).
 */
export type Base64Result =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array<ArrayBuffer>; readonly canonical: boolean }
  | { readonly kind: 'invalid'; readonly at: number; readonly found: string; readonly expected: string };

/** RFC 4648 §4, padding required, no white space. */
export function base64Decode(text: string): Base64Result {
  const digits = /^[A-Za-z0-9+/]*/.exec(text)?.[0] ?? '';
  const padding = text.slice(digits.length);
  if (!/^={0,2}$/.test(padding)) {
    const at = digits.length + (/^={0,2}/.exec(padding)?.[0].length ?? 0);
    return { kind: 'invalid', at, found: JSON.stringify(text[at]), expected: 'A–Z a–z 0–9 + / with = at the end only' };
  }
  if (text.length % 4 !== 0 || (padding !== '' && digits.length % 4 === 0)) {
    return { kind: 'invalid', at: text.length, found: `${text.length} characters`, expected: 'groups of 4 characters' };
  }

  const bytes = new Uint8Array(Math.floor((digits.length * 6) / 8));
  let bits = 0;
  let held = 0;
  let written = 0;
  for (const digit of digits) {
    bits = (bits << 6) | ALPHABET.indexOf(digit);
    held += 6;
    if (held >= 8) {
      held -= 8;
      bytes[written++] = bits >> held;
      bits &= (1 << held) - 1;
    }
  }
  return { kind: 'bytes', bytes, canonical: bits === 0 };
}
