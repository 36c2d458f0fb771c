import { constants, deflateRawSync, inflateRawSync } from 'node:zlib';
import type { DeflateRaw, InflateRaw } from '#demos/protocol/deflate-framing.ts';

const dictionary = (window: Uint8Array) => (window.length > 0 ? { dictionary: window } : {});

/** Node's zlib as the raw inflater that message inflaters are given. */
export const nodeInflateRaw: InflateRaw = (data, window, limit) => {
  try {
    const maxOutputLength = limit === null ? {} : { maxOutputLength: Math.max(1, limit) };
    const options = { ...dictionary(window), ...maxOutputLength, finishFlush: constants.Z_SYNC_FLUSH };
    return { kind: 'data', bytes: new Uint8Array(inflateRawSync(data, options)) };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const code: unknown = Reflect.get(error, 'code');
    return code === 'ERR_BUFFER_TOO_LARGE' ? { kind: 'too-big' } : { kind: 'corrupt', why: error.message };
  }
};

export const nodeDeflateRaw: DeflateRaw = (data, window) =>
  new Uint8Array(deflateRawSync(data, { ...dictionary(window), finishFlush: constants.Z_SYNC_FLUSH }));
