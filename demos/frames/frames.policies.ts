import type { Policy } from '#demos/protocol/frame.ts';
import { POLICY_ROWS, type PolicyRows } from '#demos/protocol/policy.ts';
import type { RuleId } from '#demos/protocol/rules.ts';
import type { Source } from '#demos/protocol/source.ts';
import type { Anatomy } from './frames.anatomy.ts';
import type { Bench } from './frames.bench.ts';
import { type Reading, readBench } from './frames.reading.ts';

export const POLICIES: readonly Policy[] = ['rfc', 'ws', 'chromium'];
export type PolicyRow = keyof PolicyRows;

/** How we know what a policy does. */
export type Ground =
  | { readonly kind: 'written'; readonly source: Source }
  | { readonly kind: 'measured'; readonly with: string; readonly input: string };

export interface PolicyVerdict {
  readonly policy: Policy;
  readonly reading: Reading;
  /** Where this policy's row explains why the verdicts differ. */
  readonly ground: Ground | null;
}

export interface Comparison {
  readonly verdicts: readonly PolicyVerdict[];
  /** The rows of the policies that explain the difference; none where all three do the same. */
  readonly because: readonly PolicyRow[];
}

/** The row that decides about a rule, where implementations differ in it. */
const ROW_OF: Partial<Record<RuleId, readonly PolicyRow[]>> = {
  'frame.length-minimal': ['minimalLength'],
  'frame.length-sign-bit': ['signBitCloseCode'],
  'frame.length-limit': ['longestFrame'],
  'message.too-big': ['messageLimit'],
  'message.utf8': ['utf8CloseCode', 'textChecked'],
  'message.after-close': ['afterClose'],
  'close.code': ['closeCodes'],
  'close.reason-utf8': ['utf8CloseCode'],
};

const answerOf = (reading: Reading): string =>
  reading.kind === 'refuses' ? `${reading.kind} ${reading.violation.closeCode}` : reading.kind;

/** The bench before the three policies. */
export function comparePolicies(bench: Bench, anatomy: Anatomy): Comparison {
  const readings = POLICIES.map((policy) => readBench(bench, policy, anatomy));
  const because = differencesIn(readings);
  const verdicts = POLICIES.map((policy, i): PolicyVerdict => {
    const reading = readings[i] ?? { kind: 'waits' };
    const row = because.find((each) => rowsOf(reading).includes(each)) ?? because[0];
    return { policy, reading, ground: row ? groundOf(row, policy) : null };
  });
  return { verdicts, because };
}

const rowsOf = (reading: Reading): readonly PolicyRow[] =>
  reading.kind === 'refuses' ? (ROW_OF[reading.violation.rule] ?? []) : [];

function differencesIn(readings: readonly Reading[]): readonly PolicyRow[] {
  if (new Set(readings.map(answerOf)).size === 1) return [];
  // Text is judged by frame or by message: that shows only where one refuses what another still takes.
  const allRefuse = readings.every(({ kind }) => kind === 'refuses');
  const beside: PolicyRow = allRefuse ? 'textChecked' : 'utf8CloseCode';
  const rows = readings.map((reading) => {
    const own = rowsOf(reading);
    return own.find((row) => row !== beside) ?? own[0];
  });
  return [...new Set(rows.filter((row) => row !== undefined))];
}

function groundOf(row: PolicyRow, policy: Policy): Ground {
  const ruling = POLICY_ROWS[row][policy];
  return 'source' in ruling
    ? { kind: 'written', source: ruling.source }
    : { kind: 'measured', with: ruling.measured, input: ruling.input };
}
