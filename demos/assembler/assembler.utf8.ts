/** What stands at the end of bytes that have not all come. */
export interface Unfinished {
  /** The bytes of the character that have come, 1–3. */
  readonly bytes: Uint8Array;
  /** How many it has in all, 2–4. */
  readonly of: number;
}

/** Bytes of the character that begins so (RFC 3629 §3); 0 where none does. */
const lengthFrom = (lead: number): number => (lead < 0xc2 || lead > 0xf4 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4);

/** The character that the end of valid UTF-8 cuts short, if it does. */
export function unfinishedCharacter(text: Uint8Array): Unfinished | null {
  for (let back = 1; back <= Math.min(3, text.length); back++) {
    const byte = text[text.length - back] ?? 0;
    if ((byte & 0xc0) === 0x80) continue;
    const of = lengthFrom(byte);
    return of > back ? { bytes: text.subarray(text.length - back), of } : null;
  }
  return null;
}
