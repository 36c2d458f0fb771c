import type { Span } from '#demos/protocol/span.ts';
import { type Anatomy, PARTS, type PartName, partSpan, pieceAt } from './frames.anatomy.ts';

/** What is selected: a field, or one byte of it, as a link names it: `payload`, `payload/1`. */
export interface PartRef {
  readonly part: PartName;
  /** Byte of the masking key or payload, from 0. */
  readonly index: number | null;
}

const isPart = (name: string): name is PartName => (PARTS as readonly string[]).includes(name);

/** The selection that a name stands for; `null` where it names none. */
export function partRef(name: string): PartRef | null {
  const [part = '', index] = name.split('/');
  if (!isPart(part)) return null;
  return { part, index: index !== undefined && /^\d{1,7}$/.test(index) ? Number(index) : null };
}

export const partName = ({ part, index }: PartRef): string => (index === null ? part : `${part}/${index}`);

export const samePart = (a: PartRef | null, b: PartRef | null): boolean => a?.part === b?.part && a?.index === b?.index;

/** The part that a byte belongs to; a header byte of two fields counts as its first. */
export function partOfByte(anatomy: Anatomy, byte: number): PartRef | null {
  return partOfBit(anatomy, byte * 8);
}

export function partOfBit(anatomy: Anatomy, bit: number): PartRef | null {
  const piece = pieceAt(anatomy, bit);
  if (!piece) return null;
  const { part, span } = piece;
  const byByte = part === 'key' || part === 'payload';
  return { part, index: byByte ? Math.floor((bit - span.start) / 8) : null };
}

/** Every run of bits that lights with a selection: a payload byte lights the byte of the key it is masked with. */
export function litSpans(anatomy: Anatomy, ref: PartRef | null): readonly Span[] {
  if (!ref) return [];
  const span = partSpan(anatomy, ref.part);
  if (!span) return [];
  if (ref.index === null) return [span];
  const byte = { start: span.start + ref.index * 8, end: span.start + ref.index * 8 + 8 };
  if (byte.end > span.end) return [];
  const key = ref.part === 'payload' ? partSpan(anatomy, 'key') : null;
  if (!key) return [byte];
  const start = key.start + (ref.index % 4) * 8;
  return [byte, { start, end: start + 8 }];
}

export const touches = (spans: readonly Span[], start: number, end: number): boolean =>
  spans.some((span) => span.start < end && start < span.end);
