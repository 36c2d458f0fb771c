const UTF8 = new TextEncoder();
const LENIENT_UTF8 = new TextDecoder('utf-8', { ignoreBOM: true });

/** `[0x81, 0x05]` → `'81 05'`; without anything between the pairs, `'8105'`. */
export const toHex = (bytes: Uint8Array, between: ' ' | '' = ' '): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(between);

/** `'81 05'`, `'8105'` or several lines of it → bytes. Throws TypeError on anything but pairs of hex digits. */
export function fromHex(text: string): Uint8Array<ArrayBuffer> {
  const digits = text.replace(/\s+/g, '');
  if (!/^(?:[0-9a-f]{2})*$/i.test(digits)) {
    throw new TypeError(`fromHex: expected pairs of hex digits, found ${JSON.stringify(text)}`);
  }
  const bytes = new Uint8Array(digits.length / 2);
  for (let i = 0; i < bytes.length; i++) bytes[i] = Number.parseInt(digits.slice(i * 2, i * 2 + 2), 16);
  return bytes;
}

/** One character a byte, U+0000–U+00FF: every byte has a character, so decoding never fails. */
export function latin1Decode(bytes: Uint8Array): string {
  let text = '';
  // In pieces: an argument list of 64 Ki entries overflows some engines' stacks.
  for (let i = 0; i < bytes.length; i += 4096) text += String.fromCharCode(...bytes.subarray(i, i + 4096));
  return text;
}

/** Throws TypeError on a character above U+00FF. */
export function latin1Encode(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code > 0xff) throw new TypeError(`latin1Encode: expected U+0000–U+00FF, found ${JSON.stringify(text[i])}`);
    bytes[i] = code;
  }
  return bytes;
}

/** A lone surrogate becomes U+FFFD (`ef bf bd`), as `WebSocket.send` does with it. */
export const utf8Encode = (text: string): Uint8Array<ArrayBuffer> => new Uint8Array(UTF8.encode(text));

/** For showing bytes: invalid sequences become U+FFFD, a byte order mark is kept. It is no validation. */
export const utf8DecodeLenient = (bytes: Uint8Array): string => LENIENT_UTF8.decode(bytes);

export function concat(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    joined.set(part, offset);
    offset += part.length;
  }
  return joined;
}

export const equalBytes = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, i) => byte === b[i]);
