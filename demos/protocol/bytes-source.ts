import { toHex } from './bytes.ts';

const pairs = (bytes: Uint8Array): string[] => (bytes.length === 0 ? [] : toHex(bytes).split(' '));

/** `Uint8Array.of(0x81, 0x05)` */
export const toJavaScript = (bytes: Uint8Array): string =>
  `Uint8Array.of(${pairs(bytes)
    .map((pair) => `0x${pair}`)
    .join(', ')})`;

/** `printf '\x81\x05'`, for bash and zsh: POSIX sh knows octal only. */
export const toPrintf = (bytes: Uint8Array): string =>
  `printf '${pairs(bytes)
    .map((pair) => `\\x${pair}`)
    .join('')}'`;
