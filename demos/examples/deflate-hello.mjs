import { constants, createDeflateRaw } from 'node:zlib';

const deflate = createDeflateRaw();

/** The payload of one message: compressed, flushed, and its last four bytes left out. */
async function compress(text) {
  deflate.write(text);
  await new Promise((flushed) => deflate.flush(constants.Z_SYNC_FLUSH, flushed));
  return deflate.read().subarray(0, -4); // 00 00 ff ff, always
}

for (let i = 0; i < 3; i++) console.log((await compress('Hello')).toString('hex'));
