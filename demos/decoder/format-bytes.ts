import { base64Encode } from '#demos/protocol/base64.ts';
import { latin1Decode, toHex } from '#demos/protocol/bytes.ts';

const ascii = (bytes: Uint8Array): string => latin1Decode(bytes).replace(/[^ -~]/g, '.');
const offset = (at: number, digits: number, radix = 16): string => at.toString(radix).padStart(digits, '0');

function lines(bytes: Uint8Array, width: number, line: (part: Uint8Array, at: number) => string): string[] {
  const all: string[] = [];
  for (let at = 0; at < bytes.length; at += width) all.push(line(bytes.subarray(at, at + width), at));
  return all;
}

/** Pairs with a wider gap after the eighth, as hexdump and Wireshark write them; padded to the width of a whole line. */
const columns = (part: Uint8Array, width: number): string => {
  const pad = (hex: string, count: number): string => hex.padEnd(count * 3 - 1);
  return width <= 8
    ? pad(toHex(part), width)
    : `${pad(toHex(part.subarray(0, 8)), 8)}  ${pad(toHex(part.subarray(8)), width - 8)}`;
};

/** Bytes as programs write them; each is read back by the recogniser. `width`: bytes in a line. */
export const FORMATS = {
  /** `hexdump -C` */
  hexdump: (bytes: Uint8Array, width = 16): string =>
    [
      ...lines(bytes, width, (part, at) => `${offset(at, 8)}  ${columns(part, width)}  |${ascii(part)}|`),
      offset(bytes.length, 8),
    ].join('\n'),
  /** `xxd` */
  xxd: (bytes: Uint8Array, width = 16): string =>
    lines(bytes, width, (part, at) => {
      const groups = toHex(part).replace(/ (..)(?= |$)/g, (all, pair: string, place: number) =>
        place % 6 === 2 ? pair : all,
      );
      return `${offset(at, 8)}: ${groups.padEnd(Math.ceil(width / 2) * 5 - 1)}  ${ascii(part)}`;
    }).join('\n'),
  /** `xxd -p` */
  plain: (bytes: Uint8Array, width = 30): string => lines(bytes, width, (part) => toHex(part, '')).join('\n'),
  /** Pairs, as this site writes them. */
  hex: (bytes: Uint8Array, width = 16): string => lines(bytes, width, (part) => toHex(part)).join('\n'),
  /** `od -A x -t x1` */
  od: (bytes: Uint8Array, width = 16): string =>
    [...lines(bytes, width, (part, at) => `${offset(at, 6)} ${toHex(part)}`), offset(bytes.length, 6)].join('\n'),
  /** `od -t x1`: its offsets are octal. */
  odOctal: (bytes: Uint8Array, width = 16): string =>
    [...lines(bytes, width, (part, at) => `${offset(at, 7, 8)} ${toHex(part)}`), offset(bytes.length, 7, 8)].join('\n'),
  /** Wireshark, “Copy as hex dump”. */
  wireshark: (bytes: Uint8Array, width = 16): string =>
    lines(bytes, width, (part, at) => `${offset(at, 4)}   ${toHex(part).padEnd(width * 3 - 1)}   ${ascii(part)}`).join(
      '\n',
    ),
  base64: (bytes: Uint8Array, width = 57): string => lines(bytes, width - (width % 3) || 3, base64Encode).join('\n'),
  /** `b'\x81\x05Hello'`, as Python prints bytes. */
  python: (bytes: Uint8Array): string =>
    `b'${latin1Decode(bytes).replace(/[^ -~]|['\\]/g, (character) => `\\x${offset(character.charCodeAt(0), 2)}`)}'`,
  /** `0x81, 0x05` */
  array: (bytes: Uint8Array, width = 12): string =>
    lines(bytes, width, (part) => Array.from(part, (byte) => `0x${offset(byte, 2)}`).join(', ')).join(',\n'),
} as const;
export type Format = keyof typeof FORMATS;
