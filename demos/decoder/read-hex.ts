import { scanHex } from '#demos/protocol/hex-text.ts';
import { ByteSink } from './byte-sink.ts';
import { type ReadBytes, shown } from './input.ts';

/** Bytes as people write them, each with its place in the text, up to the first character that fits nothing. */
export function readHex(text: string): ReadBytes {
  const sink = new ByteSink(text.length >> 1);
  const stop = scanHex(text, (byte, at) => sink.push(byte, at));
  if (!stop) return sink.read(null);
  const { at, why } = stop;
  const found = shown(text, at);
  return sink.read(
    why === 'half-byte'
      ? { rule: 'input.half-byte', at, found, expected: `0${found}` }
      : { rule: 'input.character', at, found, expected: '0–9, a–f' },
  );
}
