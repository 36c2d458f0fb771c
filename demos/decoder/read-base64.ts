import { ByteSink } from './byte-sink.ts';
import { type InputStop, type ReadBytes, shown } from './input.ts';

/** The six bits of a character (RFC 4648 §4, and §5 for URLs); -1 for another. */
function sextet(code: number): number {
  if (code >= 0x41 && code <= 0x5a) return code - 0x41;
  if (code >= 0x61 && code <= 0x7a) return code - 0x61 + 26;
  if (code >= 0x30 && code <= 0x39) return code - 0x30 + 52;
  if (code === 0x2b || code === 0x2d) return 62;
  return code === 0x2f || code === 0x5f ? 63 : -1;
}

const isSpace = (code: number): boolean => code === 0x20 || (code >= 0x09 && code <= 0x0d) || code === 0xa0;

/** Base64 of either alphabet, in lines or in one, with its padding or without. A byte's place is the character that holds its first bit. */
export function readBase64(text: string): ReadBytes {
  const sink = new ByteSink(Math.ceil((text.length * 3) / 4));
  let bits = 0;
  let held = 0;
  let digits = 0;
  let began = 0;
  let last = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (isSpace(code)) continue;
    if (code === 0x3d) return sink.read(endOf(text, at, digits, last));
    const value = sextet(code);
    if (value < 0) return sink.read(stopAt(text, at));
    if (held === 0) began = at;
    last = at;
    bits = ((bits << 6) | value) & 0xffff;
    held += 6;
    digits += 1;
    if (held < 8) continue;
    held -= 8;
    sink.push((bits >> held) & 0xff, began);
    began = at;
  }
  return sink.read(digits % 4 === 1 ? short(text, last) : null);
}

const stopAt = (text: string, at: number): InputStop => ({
  rule: 'input.character',
  at,
  found: shown(text, at),
  expected: 'A–Z, a–z, 0–9, + /, =',
});

const short = (text: string, at: number): InputStop => ({
  rule: 'input.base64-length',
  at,
  found: shown(text, at),
  expected: '2, 3, 4 / 4',
});

/** Padding ends it: after it only more padding and white space may stand. */
function endOf(text: string, from: number, digits: number, last: number): InputStop | null {
  let signs = 0;
  for (let at = from; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (isSpace(code)) continue;
    if (code !== 0x3d) return stopAt(text, at);
    signs += 1;
  }
  if (digits % 4 === 1) return short(text, last);
  const wanted = (4 - (digits % 4)) % 4;
  return signs === wanted
    ? null
    : { rule: 'input.base64-length', at: from, found: '='.repeat(signs), expected: '='.repeat(wanted) || 'no =' };
}
