const rotateLeft = (word: number, bits: number): number => (word << bits) | (word >>> (32 - bits));

/** The message, a 1 bit, zeros, and the length in bits as 64 bits: a multiple of 64 bytes. */
function padded(message: Uint8Array): DataView {
  const length = Math.ceil((message.length + 9) / 64) * 64;
  const block = new Uint8Array(length);
  block.set(message);
  block[message.length] = 0x80;
  const view = new DataView(block.buffer);
  view.setBigUint64(length - 8, BigInt(message.length) * 8n);
  return view;
}

/** The 80 words of one block: 16 of the message, 64 mixed from those before. */
function schedule(block: DataView, offset: number): Int32Array {
  const words = new Int32Array(80);
  for (let t = 0; t < 80; t++) {
    words[t] =
      t < 16
        ? block.getInt32(offset + t * 4)
        : rotateLeft(word(words, t - 3) ^ word(words, t - 8) ^ word(words, t - 14) ^ word(words, t - 16), 1);
  }
  return words;
}

const word = (words: Int32Array, t: number): number => words[t] ?? 0;

function mix(t: number, b: number, c: number, d: number): number {
  if (t < 20) return ((b & c) | (~b & d)) + 0x5a827999;
  if (t < 40) return (b ^ c ^ d) + 0x6ed9eba1;
  if (t < 60) return ((b & c) | (b & d) | (c & d)) + 0x8f1bbcdc;
  return (b ^ c ^ d) + 0xca62c1d6;
}

/**
 * SHA-1 (RFC 3174), 20 bytes. RFC 6455 §10.8: the handshake depends on none of its security properties.
 * It is here, and not `crypto.subtle`, because that is asynchronous and absent on plain-http pages.
 */
export function sha1(message: Uint8Array): Uint8Array<ArrayBuffer> {
  const block = padded(message);
  const digest = new DataView(new ArrayBuffer(20));
  [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0].forEach((h, i) => {
    digest.setUint32(i * 4, h);
  });

  for (let offset = 0; offset < block.byteLength; offset += 64) {
    const words = schedule(block, offset);
    let [a, b, c, d, e] = [0, 4, 8, 12, 16].map((at) => digest.getInt32(at)) as [
      number,
      number,
      number,
      number,
      number,
    ];
    for (let t = 0; t < 80; t++) {
      const next = (rotateLeft(a, 5) + mix(t, b, c, d) + e + word(words, t)) | 0;
      [e, d, c, b, a] = [d, c, rotateLeft(b, 30), a, next];
    }
    [a, b, c, d, e].forEach((value, i) => {
      digest.setInt32(i * 4, digest.getInt32(i * 4) + value);
    });
  }
  return new Uint8Array(digest.buffer);
}
