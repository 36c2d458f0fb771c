import type { InflateFault } from './inflate-trace.ts';
import { INFLATE_RULES, type InflateRule } from './rules-inflate.ts';
import type { Span } from './span.ts';

/** Why a part could not be read to its end. */
export type Stop =
  | { readonly kind: 'input-ended' | 'limit' }
  | { readonly kind: 'fault'; readonly fault: InflateFault };

export const INPUT_ENDED: Stop = { kind: 'input-ended' };
export const AT_LIMIT: Stop = { kind: 'limit' };

export const faultAt = (rule: InflateRule, span: Span, found: string, expected: string): Stop => ({
  kind: 'fault',
  fault: { rule, source: INFLATE_RULES[rule], span, found, expected },
});
