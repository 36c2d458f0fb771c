import { utf8Encode } from './bytes.ts';

/** From an index into a text's UTF-16 units to the offset of its byte in UTF-8. */
export type Utf8Offsets = (index: number) => number;

/** Inside a surrogate pair it gives the offset of the character's first byte. A lone surrogate takes three bytes, as U+FFFD does. */
export function createUtf8Offsets(text: string): Utf8Offsets {
  if (utf8Encode(text).length === text.length) return (index) => index;
  const offsets = new Uint32Array(text.length + 1);
  let bytes = 0;
  for (let i = 0; i < text.length; i++) {
    offsets[i] = bytes;
    const code = text.codePointAt(i) as number;
    if (code > 0xffff) offsets[++i] = bytes;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code <= 0xffff ? 3 : 4;
  }
  offsets[text.length] = bytes;
  return (index) => offsets[index] as number;
}
