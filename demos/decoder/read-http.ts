import { utf8Encode } from '#demos/protocol/bytes.ts';
import { ByteSink } from './byte-sink.ts';
import type { ReadBytes } from './input.ts';

/** Heads as text. A line that has lost its CR on the way through a text field gets it back (RFC 9112 §2.2). */
export function readHttp(text: string): ReadBytes {
  const sink = new ByteSink(text.length);
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0x0a && text.charCodeAt(at - 1) !== 0x0d) sink.push(0x0d, at);
    if (code < 0x80) {
      sink.push(code, at);
      continue;
    }
    const character = String.fromCodePoint(text.codePointAt(at) ?? 0xfffd);
    for (const byte of utf8Encode(character)) sink.push(byte, at);
    at += character.length - 1;
  }
  return sink.read(null);
}
