import type { LoggedPacket } from './logged-packet.ts';
import type { Moment } from './packet-moments.ts';
import type { LayerId, PartId } from './peel.ts';
import { addedBy } from './ruler.ts';

/** What is lit in every part of the figure at once. */
export interface Lit {
  readonly message: number;
  readonly part: PartId | 'event';
  /** A byte that was pointed at; `null` while a whole part is lit. */
  readonly column: number | null;
}

export const litBy = ({ message, part }: Moment): Lit => ({ message, part, column: null });

/** What to light when a byte of a layer was pointed at: the part that adds it, in that layer or further in or out. */
export function litAt(packet: LoggedPacket, message: number, layer: LayerId, column: number | null): Lit | null {
  const peeled = packet.messages[message];
  if (!peeled) return null;
  const own = peeled.parts.filter((part) => part.layer === layer);
  const pointed =
    column === null
      ? undefined
      : own.find((part) => part.columns.some(({ start, end }) => start <= column && column < end));
  const part = pointed ?? (column === null ? null : addedBy(peeled, column)) ?? own[0];
  return part ? { message, part: part.id, column } : null;
}

/** What to light beside what is lit, so many bytes along the ruler: from a whole part, at its first byte. */
export function litBeside(packet: LoggedPacket, lit: Lit, by: number): Lit | null {
  const peeled = packet.messages[lit.message];
  if (!peeled) return null;
  const part = peeled.parts.find(({ id }) => id === lit.part);
  const from = lit.column ?? (part?.columns[0]?.start ?? 0) - Math.max(0, by);
  const column = Math.min(peeled.message.wire.length - 1, Math.max(0, from + by));
  return litAt(packet, lit.message, part?.layer ?? 'frame', column);
}
