import type { DeflateParameters } from './deflate-negotiation.ts';

/** zlib's default (`zlib.h`, `deflateInit2`), which ws and Chromium leave as it is. */
export const DEFAULT_MEM_LEVEL = 8;

/** "About 7 kilobytes for small objects" (`zconf.h`). */
const INFLATE_STATE_BYTES = 7 * 1024;

/** zlib compresses with no smaller window: asked for 8 bits, Node and Chromium ask it for 9, and keep within 256 bytes. */
const SMALLEST_COMPRESSOR_BITS = 9;

/** Bytes of a compressor, but for a few kilobytes: `(1 << (windowBits+2)) + (1 << (memLevel+9))` (zlib's `zconf.h`). */
export const deflateBytes = (windowBits: number, memLevel: number = DEFAULT_MEM_LEVEL): number =>
  (1 << (Math.max(windowBits, SMALLEST_COMPRESSOR_BITS) + 2)) + (1 << (memLevel + 9));

/** Bytes of a decompressor: its window and about 7 KiB (zlib's `zconf.h`). */
export const inflateBytes = (windowBits: number): number => (1 << windowBits) + INFLATE_STATE_BYTES;

/** What one connection holds at one end, in bytes. */
export interface EndMemory {
  readonly deflate: number;
  readonly inflate: number;
}

/** Each end compresses with its own window, and inflates with the other's (RFC 7692 §7.1.2). */
export const deflateMemory = ({
  serverMaxWindowBits,
  clientMaxWindowBits,
}: Pick<DeflateParameters, 'serverMaxWindowBits' | 'clientMaxWindowBits'>): Readonly<
  Record<'client' | 'server', EndMemory>
> => ({
  client: { deflate: deflateBytes(clientMaxWindowBits), inflate: inflateBytes(serverMaxWindowBits) },
  server: { deflate: deflateBytes(serverMaxWindowBits), inflate: inflateBytes(clientMaxWindowBits) },
});
