import type { FrameHeader } from './frame.ts';
import { isControlOpcode, isReservedOpcode, OPCODE } from './opcode.ts';
import type { Strictness } from './policy.ts';
import type { RuleId } from './rules.ts';
import type { Role } from './violation.ts';

/** A broken rule before it is placed in a stream: `start` and `end` count bits from the header's first. */
export interface Breach {
  readonly rule: RuleId;
  readonly start: number;
  readonly end: number;
  readonly found: string;
  readonly expected: string;
  readonly closeCode: number | null;
}

/** What a header's legality depends on besides its own bits. */
export interface FrameContext {
  readonly from: Role;
  readonly deflate: boolean;
  readonly strictness: Strictness;
  /** A data message has begun and its last frame has not come. */
  readonly unfinished: boolean;
  /** The sender's Close frame has been seen. */
  readonly closed: boolean;
}

const breach = (
  rule: RuleId,
  start: number,
  end: number,
  found: string,
  expected: string,
  closeCode: number | null = 1002,
): Breach => ({ rule, start, end, found, expected, closeCode });

const hex = (opcode: number): string => `0x${opcode.toString(16)}`;

/** The rules that a header's first two bytes can break, in the order of the bits. */
export function checkFirstBytes(first: number, second: number, context: FrameContext): Breach | null {
  const opcode = first & 0x0f;
  const control = isControlOpcode(opcode);
  const fin = (first & 0x80) !== 0;
  if (first & 0x70) {
    const reserved = checkReservedBits(first, opcode, context.deflate);
    if (reserved) return reserved;
  }
  if (isReservedOpcode(opcode)) return breach('frame.opcode', 4, 8, hex(opcode), '0x0–0x2, 0x8–0xa');
  if (control && !fin) return breach('frame.control-fin', 0, 1, 'FIN 0', 'FIN 1');
  if (!control) {
    if (context.closed && context.strictness.afterClose === 'fail') {
      return breach('message.after-close', 4, 8, hex(opcode), 'no data frame', null);
    }
    if (opcode === OPCODE.continuation && !context.unfinished) {
      return breach('message.continuation', 4, 8, hex(opcode), '0x1, 0x2');
    }
    if (opcode !== OPCODE.continuation && context.unfinished) {
      return breach('message.unfinished', 4, 8, hex(opcode), '0x0');
    }
  }
  const masked = (second & 0x80) !== 0;
  if (masked !== (context.from === 'client')) {
    return masked
      ? breach('frame.mask-forbidden', 8, 9, 'MASK 1', 'MASK 0')
      : breach('frame.mask-required', 8, 9, 'MASK 0', 'MASK 1');
  }
  const length = second & 0x7f;
  if (control && length > 125) return breach('frame.control-length', 9, 16, String(length), '0–125');
  if (opcode === OPCODE.close && length === 1) return breach('close.payload-length', 9, 16, '1', '0, 2–125');
  return null;
}

function checkReservedBits(first: number, opcode: number, deflate: boolean): Breach | null {
  if (first & 0x40) {
    if (!deflate) return breach('frame.rsv1', 1, 2, 'RSV1 1', 'RSV1 0');
    if (isControlOpcode(opcode)) return breach('deflate.rsv1-control', 1, 2, 'RSV1 1', 'RSV1 0');
    if (opcode === OPCODE.continuation) return breach('deflate.rsv1-continuation', 1, 2, 'RSV1 1', 'RSV1 0');
  }
  if (first & 0x20) return breach('frame.rsv2', 2, 3, 'RSV2 1', 'RSV2 0');
  if (first & 0x10) return breach('frame.rsv3', 3, 4, 'RSV3 1', 'RSV3 0');
  return null;
}

const SIGN_BIT = 2n ** 63n;

/** The rules that an announced length can break. `before` is what the message's earlier frames announced, `limit` what a message may have. */
export function checkLength(
  { length, lengthForm, opcode }: FrameHeader,
  strictness: Strictness,
  before: number,
  limit: number | null,
): Breach | null {
  const end = lengthForm === 7 ? 16 : 16 + lengthForm;
  if (typeof length === 'bigint' && length >= SIGN_BIT) {
    return breach('frame.length-sign-bit', 16, 17, `${length}`, `≤ ${SIGN_BIT - 1n}`, strictness.signBitCloseCode);
  }
  if (strictness.minimalLength && lengthForm !== 7 && length <= (lengthForm === 16 ? 125 : 0xffff)) {
    const minimal = length <= 125 ? 7 : 16;
    return breach('frame.length-minimal', 9, end, `${length} / ${lengthForm} bit`, `${length} / ${minimal} bit`);
  }
  const { bytes, closeCode } = strictness.longestFrame;
  if (length > bytes) return breach('frame.length-limit', 9, end, `${length}`, `≤ ${bytes}`, closeCode);
  if (limit !== null && !isControlOpcode(opcode) && length > limit - before) {
    const total = typeof length === 'bigint' ? length + BigInt(before) : length + before;
    return breach('message.too-big', 9, end, `${total}`, `≤ ${limit}`, 1009);
  }
  return null;
}
