import { applyMask } from '#demos/protocol/mask.ts';
import type { Anatomy } from './frames.anatomy.ts';
import { takeApart } from './frames.taken.ts';

/** One payload byte and what masking does to it (RFC 6455 §5.3). */
export interface MaskColumn {
  /** Payload offset. */
  readonly i: number;
  readonly wire: number;
  /** `key[i mod 4]`; `null`: the frame is not masked. */
  readonly key: number | null;
  readonly payload: number;
  /** The character that begins here; `''` inside a character, `null` where the bytes are no UTF-8. */
  readonly character: string | null;
}

export interface Masking {
  readonly columns: readonly MaskColumn[];
  /** Payload bytes here that have no column. */
  readonly more: number;
}

/** How many bytes have a column. */
const COLUMNS = 16;

/** The payload byte by byte; the columns are moved so that `selected` has one. */
export function maskingOf(bytes: Uint8Array, anatomy: Anatomy, selected: number | null = null): Masking {
  const { header, payload } = takeApart(bytes, anatomy);
  const { maskingKey } = header;
  const wire = maskingKey ? applyMask(payload, maskingKey) : payload;
  const wanted = selected !== null && selected < payload.length ? selected : 0;
  const from = wanted < COLUMNS ? 0 : Math.min(wanted - 4, Math.max(0, payload.length - COLUMNS));
  const shown = payload.subarray(from, from + COLUMNS);
  const characters = charactersOf(payload, from, shown.length);
  const columns = Array.from(shown, (byte, at): MaskColumn => {
    const i = from + at;
    return {
      i,
      wire: wire[i] ?? 0,
      key: maskingKey?.[i % 4] ?? null,
      payload: byte,
      character: characters[at] ?? null,
    };
  });
  return { columns, more: payload.length - columns.length };
}

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Bytes of the character that this byte begins; 0 where none begins. */
const characterLength = (lead: number): number =>
  lead < 0x80 ? 1 : lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;

function charactersOf(payload: Uint8Array, from: number, count: number): readonly (string | null)[] {
  const found: (string | null)[] = Array.from({ length: count }, () => null);
  for (let at = Math.max(0, from - 3); at < from + count; at += 1) {
    const length = characterLength(payload[at] ?? 0);
    if (length === 0) continue;
    const character = decoded(payload.subarray(at, at + length));
    if (character === null) continue;
    for (let k = 0; k < length; k += 1)
      if (at + k >= from && at + k < from + count) found[at + k - from] = k === 0 ? character : '';
    at += length - 1;
  }
  return found;
}

function decoded(bytes: Uint8Array): string | null {
  try {
    return UTF8.decode(bytes);
  } catch {
    return null;
  }
}

export const isUtf8 = (bytes: Uint8Array): boolean => decoded(bytes) !== null;
