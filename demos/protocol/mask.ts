const LITTLE_ENDIAN = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1;

/** Below this many bytes a loop over bytes is faster than setting up one over words. */
const WORTH_WORDS = 16;

/** The key turned so that its byte `phase & 3` comes first, as one word in this machine's byte order. */
function keyWord(key: Uint8Array, phase: number): number {
  const a = key[phase & 3] as number;
  const b = key[(phase + 1) & 3] as number;
  const c = key[(phase + 2) & 3] as number;
  const d = key[(phase + 3) & 3] as number;
  return LITTLE_ENDIAN ? a | (b << 8) | (c << 16) | (d << 24) : (a << 24) | (b << 16) | (c << 8) | d;
}

/**
 * XORs `bytes[start, end)` with the key, in place (RFC 6455 §5.3: `transformed[i] = original[i] XOR key[i mod 4]`).
 * `words` must view the same memory from the same first byte; `phase` is the payload offset of `bytes[start]`.
 */
export function maskInPlace(
  bytes: Uint8Array,
  words: Uint32Array,
  start: number,
  end: number,
  key: Uint8Array,
  phase: number,
): void {
  const turn = phase - start;
  let at = start;
  if (end - start >= WORTH_WORDS) {
    for (; (at & 3) !== 0; at++) bytes[at] = (bytes[at] as number) ^ (key[(at + turn) & 3] as number);
    const word = keyWord(key, at + turn);
    const last = end >>> 2;
    for (let w = at >>> 2; w < last; w++) words[w] = (words[w] as number) ^ word;
    at = last << 2;
  }
  for (; at < end; at++) bytes[at] = (bytes[at] as number) ^ (key[(at + turn) & 3] as number);
}

/** A copy of `bytes`, masked or unmasked: it is the same act. `offset` is the payload offset of the first byte. */
export function applyMask(bytes: Uint8Array, key: Uint8Array, offset = 0): Uint8Array<ArrayBuffer> {
  const copy = new Uint8Array(bytes);
  maskInPlace(copy, new Uint32Array(copy.buffer, 0, copy.length >>> 2), 0, copy.length, key, offset);
  return copy;
}
