import { concat } from './bytes.ts';
import type { Frame, FrameHeader } from './frame.ts';
import { applyMask } from './mask.ts';

/** Longest payload of a control frame, in bytes (RFC 6455 §5.5). */
const MAX_CONTROL_PAYLOAD = 125;

/** The shortest form that holds `length`, as RFC 6455 §5.2 demands. */
export const minimalLengthForm = (length: number | bigint): FrameHeader['lengthForm'] =>
  length <= 125 ? 7 : length <= 0xffff ? 16 : 64;

/** The 2–14 bytes of a header, legal or not. Throws RangeError on a value its bits cannot hold. */
export function encodeHeader(header: FrameHeader): Uint8Array<ArrayBuffer> {
  const { lengthForm, length, maskingKey, opcode } = header;
  const limit = { 7: 125n, 16: 0xffffn, 64: 2n ** 64n - 1n }[lengthForm];
  if (length < 0 || length > limit) {
    throw new RangeError(`encodeHeader: expected a length of 0–${limit} in ${lengthForm} bits, found ${length}`);
  }
  if (!Number.isInteger(opcode) || opcode < 0 || opcode > 15) {
    throw new RangeError(`encodeHeader: expected an opcode of 0–15, found ${opcode}`);
  }
  if (maskingKey !== null && maskingKey.length !== 4) {
    throw new RangeError(`encodeHeader: expected a masking key of 4 bytes, found ${maskingKey.length}`);
  }
  const extended = { 7: 0, 16: 2, 64: 8 }[lengthForm];
  const bytes = new Uint8Array(2 + extended + (maskingKey ? 4 : 0));
  const view = new DataView(bytes.buffer);
  bytes[0] =
    (header.fin ? 0x80 : 0) | (header.rsv1 ? 0x40 : 0) | (header.rsv2 ? 0x20 : 0) | (header.rsv3 ? 0x10 : 0) | opcode;
  bytes[1] = (maskingKey ? 0x80 : 0) | { 7: Number(length), 16: 126, 64: 127 }[lengthForm];
  if (lengthForm === 16) view.setUint16(2, Number(length));
  if (lengthForm === 64) view.setBigUint64(2, BigInt(length));
  if (maskingKey) bytes.set(maskingKey, 2 + extended);
  return bytes;
}

/** The header a legal frame has, its length in the minimal form. */
export function headerOf(frame: Frame): FrameHeader {
  const control = frame.kind === 'control';
  if (control && frame.payload.length > MAX_CONTROL_PAYLOAD) {
    throw new RangeError(`headerOf: expected a control payload of 0–125 bytes, found ${frame.payload.length}`);
  }
  return {
    fin: control || frame.fin,
    rsv1: !control && frame.rsv1,
    rsv2: false,
    rsv3: false,
    opcode: frame.opcode,
    maskingKey: frame.from === 'client' ? frame.maskingKey : null,
    lengthForm: minimalLengthForm(frame.payload.length),
    length: frame.payload.length,
  };
}

/** Header and (masked) payload of a legal frame. Throws RangeError on a long control payload or a bad key. */
export const encodeFrame = (frame: Frame): Uint8Array<ArrayBuffer> => encodeUnchecked(headerOf(frame), frame.payload);

/** Any header before any payload, which is masked when the header has a key. The announced length is not compared with the payload's: a broken frame may lie. */
export const encodeUnchecked = (header: FrameHeader, payload: Uint8Array): Uint8Array<ArrayBuffer> =>
  concat(encodeHeader(header), header.maskingKey ? applyMask(payload, header.maskingKey) : payload);
