import { type Stretch, TAIL, type Told } from './deflate.told.ts';

/** Bits of one stretch in one byte. */
export interface Run {
  readonly stretch: Stretch;
  /** The first bit, counted through the stream. */
  readonly start: number;
  readonly bits: readonly number[];
}

export interface RibbonByte {
  readonly at: number;
  readonly byte: number;
  /** `false`: put back by the receiver, never on the wire. */
  readonly sent: boolean;
  readonly runs: readonly Run[];
}

/** As many bytes as are shown at once. */
const PAGE = 32;

export interface Page {
  /** The first byte shown, and the one after the last. */
  readonly from: number;
  readonly to: number;
  /** Of the payload with the tail. */
  readonly total: number;
}

/** The page on which a bit stands. The bytes that were put back stand with those before them. */
export function pageOf(payload: Uint8Array, bit: number): Page {
  const pages = Math.max(1, Math.ceil(payload.length / PAGE));
  const page = Math.min(pages - 1, Math.floor(bit / 8 / PAGE));
  const total = payload.length + TAIL.length;
  return { from: page * PAGE, to: page === pages - 1 ? total : (page + 1) * PAGE, total };
}

/** The bytes of a page, each with its bits as they are read: the least significant one first (RFC 1951 §3.1.1). */
export function ribbonOf(
  { payload, stretches }: Pick<Told, 'payload' | 'stretches'>,
  page: Page,
): readonly RibbonByte[] {
  const near = stretches.filter(({ start, end }) => start < page.to * 8 && end > page.from * 8);
  return Array.from({ length: page.to - page.from }, (_, i) => {
    const at = page.from + i;
    const byte = (at < payload.length ? payload[at] : TAIL[at - payload.length]) ?? 0;
    const runs = near.flatMap((stretch): readonly Run[] => {
      const [start, end] = [Math.max(at * 8, stretch.start), Math.min(at * 8 + 8, stretch.end)];
      const bits = Array.from({ length: Math.max(0, end - start) }, (_, bit) => (byte >> ((start + bit) & 7)) & 1);
      return bits.length > 0 ? [{ stretch, start, bits }] : [];
    });
    return { at, byte, sent: at < payload.length, runs };
  });
}
