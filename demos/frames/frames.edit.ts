import { concat } from '#demos/protocol/bytes.ts';
import type { FrameHeader } from '#demos/protocol/frame.ts';
import { encodeUnchecked, minimalLengthForm } from '#demos/protocol/frame-encoder.ts';
import { type Taken, takeApart } from './frames.taken.ts';

/** `bytes` with one bit changed; bits are counted from the most significant of the first byte. */
export function flipBit(bytes: Uint8Array, bit: number): Uint8Array {
  const flipped = new Uint8Array(bytes);
  const at = bit >>> 3;
  if (at < flipped.length) flipped[at] = (flipped[at] ?? 0) ^ (0x80 >>> (bit & 7));
  return flipped;
}

export type FlagBit = 'fin' | 'rsv1' | 'rsv2' | 'rsv3';
const FLAG_MASK: Readonly<Record<FlagBit, number>> = { fin: 0x80, rsv1: 0x40, rsv2: 0x20, rsv3: 0x10 };

export function setFlag(bytes: Uint8Array, flag: FlagBit, on: boolean): Uint8Array {
  const first = bytes[0] ?? 0;
  return withFirstByte(bytes, on ? first | FLAG_MASK[flag] : first & ~FLAG_MASK[flag]);
}

/** `opcode` is 0–15. */
export const setOpcode = (bytes: Uint8Array, opcode: number): Uint8Array =>
  withFirstByte(bytes, ((bytes[0] ?? 0) & 0xf0) | (opcode & 0x0f));

function withFirstByte(bytes: Uint8Array, first: number): Uint8Array {
  const changed = new Uint8Array(Math.max(1, bytes.length));
  changed.set(bytes);
  changed[0] = first;
  return changed;
}

export const putTogether = ({ header, payload, rest }: Taken): Uint8Array =>
  concat(encodeUnchecked(header, payload), rest);

/** With `maskingKey` the payload is masked with it, with `null` it stands as it is; the payload says the same after it. */
export function setMaskingKey(bytes: Uint8Array, maskingKey: Uint8Array | null): Uint8Array {
  const taken = takeApart(bytes);
  return putTogether({ ...taken, header: { ...taken.header, maskingKey } });
}

/** Another payload, and the length that it has, in the form that is used now where that form can hold it. */
export function setPayload(bytes: Uint8Array, payload: Uint8Array): Uint8Array {
  const { header, rest } = takeApart(bytes);
  const minimal = minimalLengthForm(payload.length);
  const kept = minimalLengthForm(header.length) === header.lengthForm ? minimal : header.lengthForm;
  const lengthForm = kept < minimal ? minimal : kept;
  return putTogether({ header: { ...header, lengthForm, length: payload.length }, payload, rest });
}

/** A payload of that length: cut, or filled up with `x`. */
export function setPayloadLength(bytes: Uint8Array, length: number): Uint8Array {
  const filled = new Uint8Array(length).fill(0x78);
  filled.set(takeApart(bytes).payload.subarray(0, length));
  return setPayload(bytes, filled);
}

/** The length forms that can hold a length. */
export const lengthFormsFor = (length: number | bigint): readonly FrameHeader['lengthForm'][] =>
  ([7, 16, 64] as const).filter((form) => form >= minimalLengthForm(length));

/** The same length in another form, legal or not; unchanged where the form cannot hold it. */
export function setLengthForm(bytes: Uint8Array, form: FrameHeader['lengthForm'] | 'minimal'): Uint8Array {
  const taken = takeApart(bytes);
  const { length } = taken.header;
  const lengthForm = form === 'minimal' ? minimalLengthForm(length) : form;
  if (!lengthFormsFor(length).includes(lengthForm)) return bytes;
  return putTogether({ ...taken, header: { ...taken.header, lengthForm } });
}
