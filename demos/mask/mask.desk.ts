import { fromHex } from '#demos/protocol/bytes.ts';
import { applyMask } from '#demos/protocol/mask.ts';
import type { SentFrame } from './mask.frame.ts';

/** A frame of a client's taken apart: what the desk masks and unmasks. */
export interface Desk {
  /** The frame's first byte: FIN, RSV and opcode. */
  readonly first: number;
  /** 4 bytes. */
  readonly key: Uint8Array;
  /** Unmasked; at most `MOST` bytes. */
  readonly payload: Uint8Array;
}

/** Which way the desk works: from payload to wire, or from wire to payload. */
export type Way = 'mask' | 'unmask';

/** The longest payload whose length fits in the second byte (RFC 6455 §5.2). */
export const MOST = 125;

/** FIN and opcode 1: a whole text message. */
const TEXT = 0x81;

export const deskOf = (payload: Uint8Array, key: Uint8Array, first: number = TEXT): Desk => ({ first, key, payload });

/** A listed frame, taken apart. */
export const deskOfFrame = ({ payload, key, first }: SentFrame): Desk => deskOf(fromHex(payload), fromHex(key), first);

/** The payload as it stands on the wire. */
export const maskedOf = ({ payload, key }: Desk): Uint8Array<ArrayBuffer> => applyMask(payload, key);

/** The whole frame: two bytes, the key, the masked payload (RFC 6455 §5.2). */
export const frameOf = (desk: Desk): Uint8Array<ArrayBuffer> =>
  Uint8Array.of(desk.first, 0x80 | desk.payload.length, ...desk.key, ...maskedOf(desk));

/** One byte of the payload on its way. */
export interface Column {
  readonly i: number;
  readonly from: number;
  /** `i mod 4` */
  readonly j: number;
  readonly key: number;
  readonly to: number;
}

/** Every byte: what the desk takes, `key[i mod 4]`, and what it makes (RFC 6455 §5.3). */
export function columnsOf(desk: Desk, way: Way): readonly Column[] {
  const from = way === 'mask' ? desk.payload : maskedOf(desk);
  const to = applyMask(from, desk.key);
  return Array.from(from, (byte, i) => ({ i, from: byte, j: i % 4, key: desk.key[i % 4] ?? 0, to: to[i] ?? 0 }));
}
