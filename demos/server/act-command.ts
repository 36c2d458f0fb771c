import type { ServerAct } from '#demos/capture/capture.ts';
import { ACT_BYTES_LIMIT, ACT_PARTS_LIMIT } from '#demos/capture/side-channel.ts';
import { acceptsCloseCode } from '#demos/protocol/close-codes.ts';
import { MAX_REASON_BYTES } from '#demos/protocol/close-payload.ts';
import type { Refused } from './page-command.ts';

export type ParsedAct =
  | { readonly kind: 'act'; readonly act: ServerAct }
  | { readonly kind: 'refused'; readonly refused: Refused };

/** RFC 6455 §5.5. */
const MAX_PING_BYTES = 125;

const refuse = (rule: string, found: string, expected: string): ParsedAct => ({
  kind: 'refused',
  refused: { rule, found, expected },
});
const isText = (value: unknown): value is string => typeof value === 'string';
/** Not what it is: whatever came may have no text, or an endless one. */
const nameOf = (value: unknown): string => (typeof value === 'number' ? String(value) : typeof value);

/** Never throws, whatever the value is. What ws would throw on is refused here, in words. */
export function parseAct(value: unknown): ParsedAct {
  if (typeof value !== 'object' || value === null) return refuse('command.act', nameOf(value), 'an act');
  const given: { readonly [K in 'do' | 'payload' | 'parts' | 'pingBetween' | 'code' | 'reason']?: unknown } = value;
  switch (given.do) {
    case 'ping':
      return parsePing(given.payload);
    case 'send':
      return parseSend(given.parts, given.pingBetween ?? false);
    case 'close':
      return parseClose(given.code, given.reason);
    case 'terminate':
    case 'vanish':
      return { kind: 'act', act: { do: given.do } };
    default:
      return refuse('command.act', 'another act', 'ping, send, close, terminate or vanish');
  }
}

function parsePing(payload: unknown): ParsedAct {
  if (!isText(payload)) return refuse('act.ping', nameOf(payload), 'a text');
  const length = Buffer.byteLength(payload);
  if (length > MAX_PING_BYTES)
    return refuse('act.ping', `${length} bytes`, `at most ${MAX_PING_BYTES}: a control frame has no room for more`);
  return { kind: 'act', act: { do: 'ping', payload } };
}

function parseSend(parts: unknown, pingBetween: unknown): ParsedAct {
  if (!Array.isArray(parts) || !parts.every(isText) || typeof pingBetween !== 'boolean')
    return refuse('act.send', 'something else', 'a list of texts');
  if (parts.length === 0 || parts.length > ACT_PARTS_LIMIT)
    return refuse('act.send', `${parts.length} parts`, `1 to ${ACT_PARTS_LIMIT} parts`);
  const length = parts.reduce((sum, part) => sum + Buffer.byteLength(part), 0);
  if (length > ACT_BYTES_LIMIT) return refuse('act.send', `${length} bytes`, `at most ${ACT_BYTES_LIMIT} bytes`);
  return { kind: 'act', act: { do: 'send', parts, pingBetween } };
}

function parseClose(code: unknown, reason: unknown): ParsedAct {
  if (code === undefined && reason === undefined) return { kind: 'act', act: { do: 'close' } };
  const isCode = typeof code === 'number' && Number.isInteger(code) && code >= 0 && code <= 0xffff;
  if (!isCode || !acceptsCloseCode(code, 'ws'))
    return refuse('act.close-code', nameOf(code), '1000–1003, 1007–1014 or 3000–4999, as ws sends');
  if (reason === undefined) return { kind: 'act', act: { do: 'close', code } };
  if (!isText(reason)) return refuse('act.close-reason', nameOf(reason), 'a text');
  const length = Buffer.byteLength(reason);
  if (length > MAX_REASON_BYTES)
    return refuse(
      'act.close-reason',
      `${length} bytes`,
      `at most ${MAX_REASON_BYTES}: a Close frame has no room for more`,
    );
  return { kind: 'act', act: { do: 'close', code, reason } };
}
