import { ByteSink } from './byte-sink.ts';
import { type InputStop, type ReadBytes, shown } from './input.ts';

/** What may stand between two bytes, or around all of them: white space and the punctuation of lists and strings. */
const BETWEEN = new Set([...' \t\r\n\f\v\u00a0,;:-_|.()[]{}"\'<>'].map((character) => character.charCodeAt(0)));

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
 * pairs; a single one is a byte only after `0x` or `\x`. It stops at the first character that fits nothing.
 */
export function readHex(text: string): ReadBytes {
  const sink = new ByteSink(text.length >> 1);
  let at = 0;
  while (at < text.length) {
    if (BETWEEN.has(text.charCodeAt(at))) {
      at += 1;
      continue;
    }
    const prefixed = isPrefix(text, at);
    const start = prefixed ? at + 2 : at;
    const high = hexDigit(text.charCodeAt(start));
    const low = hexDigit(text.charCodeAt(start + 1));
    if (high < 0) return sink.read(stopAt(text, start));
    if (low < 0 && !prefixed) return sink.read(unpaired(text, start));
    sink.push(low < 0 ? high : high * 16 + low, start);
    at = start + (low < 0 ? 1 : 2);
  }
  return sink.read(null);
}

const stopAt = (text: string, at: number): InputStop => ({
  rule: 'input.character',
  at,
  found: shown(text, at),
  expected: '0–9, a–f',
});

/** A single digit: what stands after it says whether the digit or its neighbour is wrong. */
function unpaired(text: string, at: number): InputStop {
  const next = text.charCodeAt(at + 1);
  if (!Number.isNaN(next) && !BETWEEN.has(next) && !isPrefix(text, at + 1)) return stopAt(text, at + 1);
  return { rule: 'input.half-byte', at, found: shown(text, at), expected: `0${shown(text, at)}` };
}
