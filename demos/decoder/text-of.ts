/** Text, or `null` where the bytes are none: a byte that no text has, or no UTF-8. `beginning`: the last character may be cut off. */
export function textOf(bytes: Uint8Array, part: 'whole' | 'beginning' = 'whole'): string | null {
  for (const byte of bytes.subarray(0, 4096)) if (byte < 0x20 && ![0x09, 0x0a, 0x0c, 0x0d].includes(byte)) return null;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: part === 'beginning' });
  } catch {
    return null;
  }
}
