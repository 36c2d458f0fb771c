import { concat, equalBytes } from '#demos/protocol/bytes.ts';
import type { FrameHeader } from '#demos/protocol/frame.ts';
import { encodeUnchecked, minimalLengthForm } from '#demos/protocol/frame-encoder.ts';
import { readFrameHeader } from '#demos/protocol/frame-header.ts';
import { applyMask } from '#demos/protocol/mask.ts';
import { isControlOpcode, OPCODE } from '#demos/protocol/opcode.ts';
import type { Role } from '#demos/protocol/violation.ts';

/** One frame to be sent: the bits of its first byte, and its payload in the clear. Masking and length follow from them. */
export interface Card extends Pick<FrameHeader, 'fin' | 'rsv1' | 'rsv2' | 'rsv3' | 'opcode'> {
  readonly payload: Uint8Array;
}

/** A card that keeps its name while it moves. */
export interface Placed extends Card {
  readonly key: number;
}

/** Cards on a timeline, and bytes of payload on one of them: together they stay below what can be sent raw. */
export const CARDS_LIMIT = 24;
export const PAYLOAD_LIMIT = 2048;

/** The masking key of RFC 6455 §5.7's example, for bytes that are shown and not sent. */
export const EXAMPLE_KEY: Uint8Array = Uint8Array.of(0x37, 0xfa, 0x21, 0x3d);

export const isControl = ({ opcode }: Card): boolean => isControlOpcode(opcode);
export const isText = ({ opcode }: Card): boolean => opcode === OPCODE.text;

/** FIN, RSV1–3 and opcode, as they stand on the wire. */
export const firstByte = ({ fin, rsv1, rsv2, rsv3, opcode }: Card): number =>
  (fin ? 0x80 : 0) | (rsv1 ? 0x40 : 0) | (rsv2 ? 0x20 : 0) | (rsv3 ? 0x10 : 0) | opcode;

export const cardOf = (first: number, payload: Uint8Array): Card => ({
  fin: (first & 0x80) !== 0,
  rsv1: (first & 0x40) !== 0,
  rsv2: (first & 0x20) !== 0,
  rsv3: (first & 0x10) !== 0,
  opcode: first & 0x0f,
  payload,
});

/** The frame on the wire; a client's has a masking key. */
export function frameBytes(card: Card, maskingKey: Uint8Array | null): Uint8Array<ArrayBuffer> {
  const { length } = card.payload;
  return encodeUnchecked({ ...card, maskingKey, length, lengthForm: minimalLengthForm(length) }, card.payload);
}

/** Every frame, one behind the other. `newKey` gives the masking keys; a server's frames have none (RFC 6455 §5.1). */
export const timelineBytes = (
  cards: readonly Card[],
  from: Role,
  newKey: () => Uint8Array = () => EXAMPLE_KEY,
): Uint8Array<ArrayBuffer> => concat(...cards.map((card) => frameBytes(card, from === 'client' ? newKey() : null)));

/** The cards of whole frames, whatever rules they break. What follows the last whole frame is left out. */
export function cardsOf(bytes: Uint8Array): readonly Card[] {
  const cards: Card[] = [];
  for (let at = 0; ; ) {
    const read = readFrameHeader(bytes, at);
    if (!read) return cards;
    const { header, byteLength } = read;
    const start = at + byteLength;
    at = start + Number(header.length);
    if (at > bytes.length) return cards;
    const body = bytes.slice(start, at);
    cards.push(cardOf(bytes[start - byteLength] ?? 0, header.maskingKey ? applyMask(body, header.maskingKey) : body));
  }
}

export const sameCards = (a: readonly Card[], b: readonly Card[]): boolean =>
  a.length === b.length &&
  a.every((card, i) => {
    const other = b[i];
    return other !== undefined && firstByte(card) === firstByte(other) && equalBytes(card.payload, other.payload);
  });
