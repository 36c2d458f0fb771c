import type { FrameHeader } from './frame.ts';

/** Bytes of the header whose second byte this is: 2 to 14 (RFC 6455 §5.2). */
export function headerByteLength(secondByte: number): number {
  const length = secondByte & 0x7f;
  return 2 + (length === 127 ? 8 : length === 126 ? 2 : 0) + (secondByte & 0x80 ? 4 : 0);
}

/** Whatever bits stand there, legal or not. The caller has checked that the whole header is there. */
export function readWholeHeader(bytes: Uint8Array, start: number): FrameHeader {
  const first = bytes[start] as number;
  const second = bytes[start + 1] as number;
  const length7 = second & 0x7f;
  let end = start + 2;
  let length: number | bigint = length7;
  if (length7 === 126) {
    length = ((bytes[end] as number) << 8) | (bytes[end + 1] as number);
    end += 2;
  } else if (length7 === 127) {
    length = readUint64(bytes, end);
    end += 8;
  }
  let maskingKey: Uint8Array | null = null;
  if (second & 0x80) {
    maskingKey = new Uint8Array(4);
    for (let i = 0; i < 4; i++) maskingKey[i] = bytes[end + i] as number;
  }
  return {
    fin: (first & 0x80) !== 0,
    rsv1: (first & 0x40) !== 0,
    rsv2: (first & 0x20) !== 0,
    rsv3: (first & 0x10) !== 0,
    opcode: first & 0x0f,
    maskingKey,
    lengthForm: length7 === 127 ? 64 : length7 === 126 ? 16 : 7,
    length,
  };
}

/** The header at `start` and its byte length; `null` when it is not all there. Checks no rule. */
export function readFrameHeader(
  bytes: Uint8Array,
  start = 0,
): { readonly header: FrameHeader; readonly byteLength: number } | null {
  const second = bytes[start + 1];
  if (second === undefined) return null;
  const byteLength = headerByteLength(second);
  if (start + byteLength > bytes.length) return null;
  return { header: readWholeHeader(bytes, start), byteLength };
}

function readUint64(bytes: Uint8Array, start: number): number | bigint {
  const view = new DataView(bytes.buffer, bytes.byteOffset + start, 8);
  const high = view.getUint32(0);
  return high < 0x20_0000 ? high * 0x1_0000_0000 + view.getUint32(4) : view.getBigUint64(0);
}
