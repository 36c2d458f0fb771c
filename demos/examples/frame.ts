// #region encode
/** One whole frame: a client gives a masking key, a server none. */
export function encodeFrame(opcode: number, payload: Uint8Array, key?: Uint8Array) {
  const { length } = payload;
  // bytes of length after the first two
  const extended = length < 126 ? 0 : length < 65_536 ? 2 : 8;
  const header = 2 + extended + (key ? 4 : 0);
  const frame = new Uint8Array(header + length);
  const view = new DataView(frame.buffer); // big-endian unless told otherwise

  frame[0] = 0b1000_0000 | opcode; // FIN 1, RSV 000
  frame[1] = extended === 8 ? 127 : extended === 2 ? 126 : length;
  if (extended === 2) view.setUint16(2, length);
  if (extended === 8) view.setBigUint64(2, BigInt(length));
  if (key) {
    frame[1] |= 0b1000_0000; // MASK
    frame.set(key, header - 4);
  }
  for (const [i, byte] of payload.entries()) {
    frame[header + i] = byte ^ (key?.[i % 4] ?? 0);
  }
  return frame;
}
// #endregion

// #region decode
/** The fields before a payload; null while one of their bytes is missing. */
export function decodeHeader(bytes: Uint8Array) {
  const [first, second] = bytes;
  if (first === undefined || second === undefined) return null;
  const fin = first >= 0x80;
  const opcode = first & 15;
  const masked = second >= 0x80;
  const short = second & 0x7f;
  const extended = short === 127 ? 8 : short === 126 ? 2 : 0;
  const header = 2 + extended + (masked ? 4 : 0);
  if (bytes.length < header) return null;

  const view = new DataView(bytes.buffer, bytes.byteOffset);
  let length = BigInt(short);
  if (extended === 2) length = BigInt(view.getUint16(2));
  if (extended === 8) length = view.getBigUint64(2);

  const faults: string[] = []; // RFC 6455 §5.2 and §5.5, without extensions
  if (first & 0b0111_0000) faults.push('a reserved bit is set');
  if ((opcode & 7) > 2) faults.push('a reserved opcode');
  if (opcode > 7 && !fin) faults.push('a fragmented control frame');
  if (opcode > 7 && short > 125) faults.push('a control frame over 125 bytes');
  if (extended === 2 && length < 126n) faults.push('a length for 7 bits');
  if (extended === 8 && length < 65_536n) faults.push('a length for 16 bits');
  if (length >> 63n) faults.push('a length of 64 bits, top bit set');
  return { fin, opcode, masked, length, header, faults };
}
// #endregion

if (import.meta.main) {
  // The key of RFC 6455 §5.7. Yours is random, and new for each frame.
  const key = new Uint8Array([0x37, 0xfa, 0x21, 0x3d]);
  const hello = encodeFrame(1, new TextEncoder().encode('Hello'), key);
  console.log(Buffer.from(hello).toString('hex'));
  console.log(decodeHeader(hello));
}
