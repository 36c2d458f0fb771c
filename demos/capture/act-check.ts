import { utf8Encode } from '#demos/protocol/bytes.ts';
import { acceptsCloseCode } from '#demos/protocol/close-codes.ts';
import { MAX_REASON_BYTES } from '#demos/protocol/close-payload.ts';
import type { ServerAct } from './capture.ts';
import type { Problem } from './problem.ts';
import { ACT_BYTES_LIMIT, ACT_PARTS_LIMIT } from './side-channel.ts';

/** RFC 6455 §5.5. */
const MAX_PING_BYTES = 125;

export const NO_OPEN_SOCKET: Problem = {
  rule: 'act.socket',
  found: 'a connection that is not open',
  expected: 'an open one',
};

const bytesOf = (text: string): number => utf8Encode(text).length;

/** Why a server would not do it, in words; `null` when it would. What ws throws on is refused. */
export function checkAct(act: ServerAct): Problem | null {
  switch (act.do) {
    case 'ping':
      return atMost('act.ping', bytesOf(act.payload), MAX_PING_BYTES);
    case 'send': {
      const { length } = act.parts;
      if (length === 0 || length > ACT_PARTS_LIMIT)
        return { rule: 'act.send', found: `${length} parts`, expected: `1 to ${ACT_PARTS_LIMIT} parts` };
      return atMost(
        'act.send',
        act.parts.reduce((sum, part) => sum + bytesOf(part), 0),
        ACT_BYTES_LIMIT,
      );
    }
    case 'close':
      return checkClose(act.code, act.reason);
    case 'terminate':
    case 'vanish':
    case 'hold':
    case 'violate':
    case 'linger':
      return null;
  }
}

function checkClose(code: number | undefined, reason: string | undefined): Problem | null {
  if (code === undefined)
    return reason === undefined || reason === ''
      ? null
      : { rule: 'act.close-code', found: 'a reason without a code', expected: 'a code before it' };
  const isCode = Number.isInteger(code) && code >= 0 && code <= 0xffff;
  if (!isCode || !acceptsCloseCode(code, 'ws'))
    return { rule: 'act.close-code', found: String(code), expected: '1000–1003, 1007–1014 or 3000–4999' };
  return atMost('act.close-reason', bytesOf(reason ?? ''), MAX_REASON_BYTES);
}

const atMost = (rule: string, bytes: number, most: number): Problem | null =>
  bytes <= most ? null : { rule, found: `${bytes} bytes`, expected: `at most ${most} bytes` };
