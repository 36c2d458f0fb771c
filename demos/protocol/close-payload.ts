import { toHex, utf8DecodeLenient, utf8Encode } from './bytes.ts';
import { acceptsCloseCode } from './close-codes.ts';
import type { Policy } from './frame.ts';
import { STRICTNESS } from './policy.ts';
import { RULES } from './rules.ts';
import { byteSpan, shiftSpan } from './span.ts';
import { findUtf8Error } from './utf8.ts';
import type { Role, Violation } from './violation.ts';

/** What a Close frame says. `code` is `null` when its payload is empty: script then sees 1005. */
export interface ClosePayload {
  readonly code: number | null;
  readonly reason: string;
}

export type ClosePayloadResult =
  | { readonly kind: 'close'; readonly close: ClosePayload }
  | { readonly kind: 'violation'; readonly violation: Violation };

/** A control frame's 125 bytes less two for the code (RFC 6455 §5.5, §5.5.1). */
export const MAX_REASON_BYTES = 123;

/** Any two-byte code, legal or not. Throws RangeError on one that needs more, a reason above 123 bytes, or a reason without a code. */
export function encodeClosePayload(code: number | null, reason = ''): Uint8Array<ArrayBuffer> {
  const text = utf8Encode(reason);
  if (text.length > MAX_REASON_BYTES) {
    throw new RangeError(`encodeClosePayload: expected a reason of 0–123 bytes, found ${text.length}`);
  }
  if (code === null) {
    if (text.length > 0) throw new RangeError('encodeClosePayload: expected a code before a reason, found none');
    return new Uint8Array(0);
  }
  if (!Number.isInteger(code) || code < 0 || code > 0xffff) {
    throw new RangeError(`encodeClosePayload: expected a code of 0–65535, found ${code}`);
  }
  const payload = new Uint8Array(2 + text.length);
  payload[0] = code >>> 8;
  payload[1] = code & 0xff;
  payload.set(text, 2);
  return payload;
}

/** `at` is the byte offset of the payload in its stream: a violation's span counts from there. */
export function decodeClosePayload(
  payload: Uint8Array,
  { from, policy, at = 0 }: { readonly from: Role; readonly policy: Policy; readonly at?: number },
): ClosePayloadResult {
  const broken = (
    rule: 'close.payload-length' | 'close.code' | 'close.reason-utf8',
    [start, end]: readonly [number, number],
    found: string,
    expected: string,
    closeCode: number,
  ): ClosePayloadResult => ({
    kind: 'violation',
    violation: {
      rule,
      source: RULES[rule],
      span: shiftSpan(byteSpan(start, end), at),
      found,
      expected,
      closeCode,
      noticedBy: from === 'client' ? 'server' : 'client',
    },
  });

  const [high, low] = payload;
  if (high === undefined) return { kind: 'close', close: { code: null, reason: '' } };
  if (low === undefined) return broken('close.payload-length', [0, 1], '1', '0, 2–125', 1002);
  const code = (high << 8) | low;
  if (!acceptsCloseCode(code, policy)) {
    const { closeCodes } = STRICTNESS[policy];
    const legal = closeCodes === 'defined' ? '1000–1003, 1007–1014, 3000–4999' : 'any but 1005, 1006, 1015';
    return broken('close.code', [0, 2], String(code), legal, 1002);
  }
  const reason = payload.subarray(2);
  const error = findUtf8Error(reason);
  if (error) {
    const end = Math.min(error.offset + 1, reason.length);
    const guilty = toHex(reason.subarray(error.characterStart, end));
    return broken(
      'close.reason-utf8',
      [2 + error.characterStart, 2 + end],
      `${guilty} (${error.why})`,
      'UTF-8',
      STRICTNESS[policy].utf8CloseCode,
    );
  }
  return { kind: 'close', close: { code, reason: utf8DecodeLenient(reason) } };
}
