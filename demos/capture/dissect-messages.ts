import { utf8DecodeLenient } from '#demos/protocol/bytes.ts';
import type { DecodedFrame } from '#demos/protocol/frame.ts';
import type { AssembledMessage, MessageViolation } from '#demos/protocol/message.ts';
import { OPCODE } from '#demos/protocol/opcode.ts';
import { source } from '#demos/protocol/source.ts';
import { byteSpan, type Span } from '#demos/protocol/span.ts';
import type { Annotation, PlacedViolation, Space } from './dissection.ts';

/** Where a frame's payload can be read unmasked: a space and the bits there. */
export interface PayloadPlace {
  readonly space: string;
  readonly span: Span;
}

/** The parts of a Close frame's payload (RFC 6455 §5.5.1), as far as it holds them. */
export function annotateClosePayload({ header, payload }: DecodedFrame, { space, span }: PayloadPlace): Annotation[] {
  if (header.opcode !== OPCODE.close || payload.length < 2) return [];
  const [high = 0, low = 0] = payload;
  const middle = span.start + 16;
  const code: Annotation = {
    field: 'ws.close-code',
    space,
    span: { start: span.start, end: middle },
    value: high * 256 + low,
    source: source('RFC 6455', '7.4'),
    children: [],
  };
  if (payload.length === 2) return [code];
  const reason: Annotation = {
    field: 'ws.close-reason',
    space,
    span: { start: middle, end: span.end },
    value: utf8DecodeLenient(payload.subarray(2)),
    source: source('RFC 6455', '7.1.6'),
    children: [],
  };
  return [code, reason];
}

/** The frames' payloads, one after the other. */
function joinedSpace(id: string, bytes: Uint8Array, payloads: readonly PayloadPlace[], compressed: boolean): Space {
  let at = 0;
  const from = payloads.map(({ space, span }) => {
    const start = at;
    at += span.end - span.start;
    return { at: { start, end: at }, space, span };
  });
  // DEFLATE packs its bits from the least significant end (RFC 1951 §3.1.1).
  return { id, bytes, bitOrder: compressed ? 'lsb' : 'msb', via: 'join', from };
}

/** A compressed message that could not be inflated: its joined payloads, and the bits of them where it is broken. */
export function corruptPlace(
  id: string,
  { joined, fault }: NonNullable<MessageViolation['corrupt']>,
  payloads: readonly PayloadPlace[],
): { readonly space: Space; readonly inside: Pick<PlacedViolation, 'space' | 'span'> } {
  const space = joinedSpace(compressedId(id), joined, payloads, true);
  // What the four bytes put back made wrong, the last byte that was sent stands for.
  const sent = joined.length * 8;
  const { start, end } = fault.span;
  const span = { start: start < sent ? start : Math.max(0, sent - 8), end: Math.min(end, sent) };
  return { space, inside: { space: space.id, span } };
}

const compressedId = (id: string): string => `${id}/compressed`;

/** The message's own spaces: its frames' payloads joined and, where it was compressed and could be inflated, what they hold. */
export function messageSpaces(
  id: string,
  message: AssembledMessage,
  payloads: readonly PayloadPlace[],
): readonly [Space, ...Space[]] {
  const inflated = message.compression === 'inflated' || message.compression === 'cut-short';
  const joinedId = inflated ? compressedId(id) : id;
  const joined = joinedSpace(joinedId, message.joined, payloads, message.compression !== 'none');
  if (!inflated) return [joined];
  const whole = byteSpan(0, message.payload.length);
  const origin = { at: whole, space: joined.id, span: byteSpan(0, message.joined.length) };
  return [joined, { id, bytes: message.payload, bitOrder: 'msb', via: 'inflate', from: [origin] }];
}

export function annotateMessage(space: string, message: AssembledMessage): Annotation {
  const { type, payload, frames, compression } = message;
  const readable = type === 'text' && compression !== 'not-inflated';
  const missing = frames.reduce((sum, frame) => sum + missingBytes(frame), 0);
  return {
    field: 'ws.message',
    space,
    span: byteSpan(0, payload.length),
    value: readable ? utf8DecodeLenient(payload) : payload.length,
    params: { type, frames: frames.length, compression, ...(missing > 0 && { missing }) },
    source: source('RFC 6455', '5.4'),
    children: [],
  };
}

export const missingBytes = ({ missing }: DecodedFrame): number =>
  missing.reduce((sum, { start, end }) => sum + (end - start) / 8, 0);
