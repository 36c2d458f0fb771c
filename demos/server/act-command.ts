import { checkAct } from '#demos/capture/act-check.ts';
import type { ServerAct } from '#demos/capture/capture.ts';
import type { Problem } from '#demos/capture/problem.ts';

export type ParsedAct =
  | { readonly kind: 'act'; readonly act: ServerAct }
  | { readonly kind: 'refused'; readonly refused: Problem };

const isText = (value: unknown): value is string => typeof value === 'string';
const isTextOrNone = (value: unknown): value is string | undefined => value === undefined || isText(value);
const isNumberOrNone = (value: unknown): value is number | undefined =>
  value === undefined || typeof value === 'number';

// Not what it is: whatever came may have no text, or an endless one.
const NO_ACT: Problem = { rule: 'command.act', found: 'something else', expected: 'an act' };

/** Never throws, whatever the value is. */
export function parseAct(value: unknown): ParsedAct {
  const act = typeof value === 'object' && value !== null ? shaped(value) : null;
  if (!act) return { kind: 'refused', refused: NO_ACT };
  const refused = checkAct(act);
  return refused ? { kind: 'refused', refused } : { kind: 'act', act };
}

function shaped(
  given: {
    readonly [K in 'do' | 'payload' | 'parts' | 'pingBetween' | 'code' | 'reason']?: unknown;
  },
): ServerAct | null {
  const { payload, parts, pingBetween = false, code, reason } = given;
  switch (given.do) {
    case 'ping':
      return isText(payload) ? { do: 'ping', payload } : null;
    case 'send':
      if (!Array.isArray(parts) || !parts.every(isText) || typeof pingBetween !== 'boolean') return null;
      return { do: 'send', parts, pingBetween };
    case 'close':
      return isNumberOrNone(code) && isTextOrNone(reason) ? { do: 'close', code, reason } : null;
    case 'terminate':
    case 'vanish':
    case 'hold':
    case 'violate':
    case 'linger':
      return { do: given.do };
    default:
      return null;
  }
}
