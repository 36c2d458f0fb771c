// #region encode
/** One unfragmented frame: with a masking key as a client sends it, without one as a server does. */
export function encodeFrame(opcode: number, payload: Uint8Array, key?: Uint8Array): Uint8Array {
  const { length } = payload;
  const extended = length < 126 ? 0 : length < 65_536 ? 2 : 8; // bytes of length after the first two
  const header = 2 + extended + (key ? 4 : 0);
  const frame = new Uint8Array(header + length);
  const view = new DataView(frame.buffer); // big-endian unless told otherwise
  frame[0] = 0b1000_0000 | opcode; // FIN 1, RSV 000
  frame[1] = (key ? 0b1000_0000 : 0) | (extended === 8 ? 127 : extended === 2 ? 126 : length);
  if (extended === 2) view.setUint16(2, length);
  if (extended === 8) view.setBigUint64(2, BigInt(length));
  if (key) frame.set(key, header - 4);
  for (const [i, byte] of payload.entries()) frame[header + i] = byte ^ (key?.[i % 4] ?? 0);
  return frame;
}
// #endregion

// #region decode
/** The fields in front of a payload, or null while their last byte has not come. */
export function decodeHeader(bytes: Uint8Array) {
  const [first, second] = bytes;
  if (first === undefined || second === undefined) return null;
  const [opcode, masked, short] = [first & 15, second >= 0x80, second & 0x7f];
  const extended = short === 127 ? 8 : short === 126 ? 2 : 0;
  const header = 2 + extended + (masked ? 4 : 0);
  if (bytes.length < header) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const length = extended === 8 ? view.getBigUint64(2) : BigInt(extended === 2 ? view.getUint16(2) : short);
  const faults: string[] = []; // RFC 6455 §5.2 and §5.5, for a connection without extensions
  if (first & 0b0111_0000) faults.push('a reserved bit is set');
  if ((opcode & 7) > 2) faults.push('this opcode is reserved');
  if (opcode > 7 && (first < 0x80 || length > 125n)) faults.push('this control frame is fragmented or too long');
  if (extended && length < (extended === 8 ? 65_536n : 126n)) faults.push('a shorter length form would do');
  if (length >> 63n) faults.push('the top bit of the length is set');
  return { fin: first >= 0x80, opcode, masked, length, header, faults };
}
// #endregion

if (import.meta.main) {
  const key = new Uint8Array([0x37, 0xfa, 0x21, 0x3d]); // RFC 6455 §5.7; yours is random for each frame
  const hello = encodeFrame(1, new TextEncoder().encode('Hello'), key);
  console.log(Buffer.from(hello).toString('hex'), decodeHeader(hello));
}
