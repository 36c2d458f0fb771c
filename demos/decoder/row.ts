import type { Direction } from '#demos/capture/capture.ts';
import type { Annotation, Unit } from '#demos/capture/dissection.ts';
import { utf8DecodeLenient } from '#demos/protocol/bytes.ts';

/** What a line of the list is. `rest`: bytes that were not read, or not to their end. */
export const ROW_KINDS = [
  'request',
  'response',
  'body',
  'continuation',
  'text',
  'binary',
  'close',
  'ping',
  'pong',
  'reserved',
  'rest',
] as const;
export type RowKind = (typeof ROW_KINDS)[number];

/** One line: a head, or a frame with the message that it ends. All that the list and its filter need, and no more. */
export interface Row {
  /** Counts all lines from 0. */
  readonly index: number;
  /** Counts connections from 0. */
  readonly connection: number;
  /** Milliseconds; `null` where the input has no times. */
  readonly at: number | null;
  readonly direction: Direction;
  readonly kind: RowKind;
  readonly opcode: number;
  /** FIN 0: more frames of the message follow. */
  readonly more: boolean;
  /** RSV1, on the first frame of a compressed message. */
  readonly compressed: boolean;
  /** Bytes of payload that a frame announces; for anything else its bytes. */
  readonly length: number;
  /** Bytes on the wire; `null` where the input does not have them. */
  readonly wire: number | null;
  /** The text of a message, a start line, a close code and reason, or bytes as hex; the first 4,096 characters. */
  readonly says: string;
  /** The packet in a message: `message`, `EVENT`. */
  readonly packet: string;
  /** The rule that it breaks. */
  readonly rule: string;
}

/** Most rows of one input. */
export const ROW_LIMIT = 100_000;

/** Most characters of a message that are kept for the list, and searched. */
export const SAID = 4096;
const HEX = 32;

const BY_OPCODE: Readonly<Record<number, RowKind>> = {
  0: 'continuation',
  1: 'text',
  2: 'binary',
  8: 'close',
  9: 'ping',
  10: 'pong',
};

export const hexOf = (bytes: Uint8Array, most = HEX): string =>
  Array.from(bytes.subarray(0, most), (byte) => byte.toString(16).padStart(2, '0')).join(' ') +
  (bytes.length > most ? ' …' : '');

/** The first violation in a tree, with the annotation that holds it. */
export function violationIn(annotation: Annotation): NonNullable<Annotation['violation']> | null {
  if (annotation.violation) return annotation.violation;
  for (const child of annotation.children) {
    const found = violationIn(child);
    if (found) return found;
  }
  return null;
}

export const bytesOfSpan = ({ start, end }: { start: number; end: number }): number => Math.ceil((end - start) / 8);

/** One row of the list before it has its number: the units that it stands for, the frame's first. */
export interface RowUnits {
  readonly unit: Unit;
  readonly message: Unit | null;
}

/** `payload`: the frame's, unmasked, or what stands on the wire; as much of it as is there. */
export function rowOf(
  { unit, message }: RowUnits,
  payload: Uint8Array,
  place: { readonly index: number; readonly connection: number; readonly at: number | null; readonly wired: boolean },
): Row {
  const { index, connection, at, wired } = place;
  const rule = violationIn(unit)?.rule ?? (message && violationIn(message)?.rule) ?? '';
  const size = bytesOfSpan(unit.span);
  const base = {
    index,
    connection,
    at,
    direction: unit.direction,
    rule,
    opcode: 0,
    more: false,
    compressed: false,
    packet: '',
  };
  if (unit.field !== 'ws.frame') {
    const kind: RowKind =
      unit.field === 'http.request' ? 'request' : unit.field === 'http.response' ? 'response' : 'body';
    return { ...base, kind, length: size, wire: wired ? size : null, says: cut(String(unit.value)) };
  }
  const flag = (field: string): boolean => unit.children.some((child) => child.field === field && child.value === true);
  const opcode = Number(unit.value);
  const announced = unit.children.findLast(({ field }) => /^ws\.length-/.test(field))?.value ?? 0;
  const kind = BY_OPCODE[opcode] ?? 'reserved';
  return {
    ...base,
    kind,
    opcode,
    more: !flag('ws.fin'),
    compressed: flag('ws.rsv1'),
    length: Number(announced),
    wire: wired ? size : null,
    says: frameSays(unit, message, kind, payload),
    packet: message ? packetOf(message) : '',
  };
}

const cut = (text: string): string => (text.length > SAID ? text.slice(0, SAID) : text);

function frameSays(unit: Unit, message: Unit | null, kind: RowKind, payload: Uint8Array): string {
  if (message && typeof message.value === 'string') return cut(message.value);
  if (kind === 'close' && payload.length >= 2) {
    const code = ((payload[0] ?? 0) << 8) | (payload[1] ?? 0);
    return `${code} ${utf8DecodeLenient(payload.subarray(2))}`.trimEnd();
  }
  const isCompressed = unit.children.some(({ field, value }) => field === 'ws.rsv1' && value === true);
  return kind === 'text' && !isCompressed && !message
    ? cut(utf8DecodeLenient(payload.subarray(0, SAID)))
    : hexOf(payload);
}

/** `open`; of a message also what kind of Socket.IO packet it is, or that it is an attachment of one. */
function packetOf({ children: [packet] }: Unit): string {
  if (packet?.field !== 'eio.packet') return '';
  const inner = packet.children
    .flatMap((child) => [child, ...child.children])
    .find(({ field }) => field === 'sio.packet' || field === 'sio.attachment');
  if (!inner) return String(packet.value);
  return inner.field === 'sio.attachment' ? 'attachment' : String(inner.value);
}
