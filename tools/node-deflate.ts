import { constants, deflateRawSync } from 'node:zlib';
import type { DeflateRaw } from '#demos/protocol/deflate-framing.ts';

const dictionary = (window: Uint8Array) => (window.length > 0 ? { dictionary: window } : {});

/** Node's zlib as the raw deflater that message deflaters are given. */
export const nodeDeflateRaw: DeflateRaw = (data, window) =>
  new Uint8Array(deflateRawSync(data, { ...dictionary(window), finishFlush: constants.Z_SYNC_FLUSH }));
