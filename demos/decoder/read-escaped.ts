import { hexDigit } from '#demos/protocol/hex-text.ts';
import { ByteSink } from './byte-sink.ts';
import { type InputStop, type ReadBytes, shown } from './input.ts';

/** What a backslash and one character stand for in C, JavaScript and Python. */
const NAMED: Readonly<Record<string, number>> = {
  n: 0x0a,
  r: 0x0d,
  t: 0x09,
  v: 0x0b,
  f: 0x0c,
  b: 0x08,
  a: 0x07,
  '0': 0x00,
  '\\': 0x5c,
  "'": 0x27,
  '"': 0x22,
  '`': 0x60,
};

const OPENING = /^\s*b?(["'`])/;

/** A string literal as a program prints bytes: `b'\x81\x05Hello'`, with its quotation marks or without. */
export function readEscaped(text: string): ReadBytes {
  const sink = new ByteSink(text.length);
  const opening = OPENING.exec(text);
  const quote = opening?.[1]?.charCodeAt(0) ?? -1;
  let at = opening?.[0].length ?? 0;
  const end = text.trimEnd().length;
  const stopAt = (place: number, expected: string): InputStop => ({
    rule: 'input.character',
    at: place,
    found: shown(text, place),
    expected,
  });
  while (at < end) {
    const code = text.charCodeAt(at);
    if (code === quote) return sink.read(at === end - 1 ? null : stopAt(at + 1, 'the end'));
    if (code !== 0x5c) {
      if (code > 0x7e || code < 0x20) return sink.read(stopAt(at, '\\x00–\\xff'));
      sink.push(code, at);
      at += 1;
      continue;
    }
    const kind = text.charAt(at + 1);
    if (kind === 'x') {
      const high = hexDigit(text.charCodeAt(at + 2));
      const low = hexDigit(text.charCodeAt(at + 3));
      if (high < 0 || low < 0) return sink.read(stopAt(high < 0 ? at + 2 : at + 3, '0–9, a–f'));
      sink.push(high * 16 + low, at);
      at += 4;
    } else {
      const value = NAMED[kind];
      if (value === undefined) return sink.read(stopAt(at + 1, '\\x, \\n, \\r, \\t, \\\\'));
      sink.push(value, at);
      at += 2;
    }
  }
  return sink.read(null);
}
