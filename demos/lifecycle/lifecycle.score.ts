import type { Direction, ReadyState } from '#demos/capture/capture.ts';
import { type Axis, axisOf } from '#demos/parts/time-axis.ts';
import { momentLabel } from './lifecycle.labels.ts';
import type { Moment } from './lifecycle.story.ts';
import type { LifecycleTexts } from './lifecycle.texts.ts';

/** A mark at its time; `x` and `labelX` are fractions of the axis, `row` counts rows of labels. */
export interface Mark extends Placed {
  readonly moment: number;
  readonly x: number;
  readonly label: string;
}
interface Placed {
  readonly row: number;
  readonly labelX: number;
  /** The label ends at `labelX`, for want of room after it. */
  readonly end: boolean;
}
export type ScriptMark = Mark & { readonly kind: 'call' | 'told' | 'threw' };
export type WireMark = Mark & {
  readonly kind: 'wire' | 'server' | 'clock' | 'tcp';
  readonly direction: Direction | null;
};

/** A stretch of time in which something stayed as it was. */
export interface Stretch<Value> {
  readonly from: number;
  readonly to: number;
  readonly value: Value;
}

/** The figure's three lanes over one time axis. Pure: positions only, and no protocol. */
export interface Score {
  readonly axis: Axis;
  readonly places: readonly number[];
  readonly script: readonly ScriptMark[];
  readonly readyState: readonly Stretch<ReadyState>[];
  readonly buffered: readonly Stretch<number>[];
  /** What the connection was in, beneath what script can tell. */
  readonly states: readonly (Stretch<string> & Placed)[];
  readonly wire: readonly WireMark[];
}

/** The least width the score is drawn at, in pixels; labels are kept apart for that. Characters of 11 px are 6.6 wide. */
const SCORE_WIDTH = 910;
const ROWS = { script: 4, states: 2, wire: 4 } as const;
const CHARACTER = 6.7;
const AROUND = 10;

interface Labelled {
  readonly x: number;
  readonly label: string;
}

/** Puts each label into the first row that is free at its place; where none is, into the one that is free soonest. */
function inRows<Each extends Labelled>(each: readonly Each[], rows: number): (Each & Placed)[] {
  const free = new Array<number>(rows).fill(Number.NEGATIVE_INFINITY);
  return each.map((one) => {
    const width = (one.label.length * CHARACTER + AROUND) / SCORE_WIDTH;
    const end = one.x + width > 1;
    const from = end ? one.x - width : one.x;
    const fits = free.findIndex((at) => at <= from);
    const row = fits >= 0 ? fits : free.indexOf(Math.min(...free));
    const start = Math.max(from, free[row] ?? 0);
    free[row] = start + width;
    return { ...one, row, labelX: end ? Math.min(1, start + width) : start, end };
  });
}

function stretches<Value>(
  moments: readonly Moment[],
  places: readonly number[],
  of: (moment: Moment) => Value,
): Stretch<Value>[] {
  const found: { from: number; to: number; value: Value }[] = [];
  moments.forEach((moment, i) => {
    const value = of(moment);
    const from = places[i] ?? 0;
    const last = found.at(-1);
    if (last) last.to = from;
    if (!last || last.value !== value) found.push({ from, to: 1, value });
    else last.to = 1;
  });
  const last = found.at(-1);
  if (last) last.to = 1;
  return found;
}

/** The innermost state script cannot tell: `upgradeSent`, `halfOpen`, `closeSent`; of an ended connection how it ended. */
export const innermost = (state: string): string => state.split(' ')[0]?.split('.').at(-1) ?? '';

export function scoreOf(moments: readonly Moment[], texts: LifecycleTexts): Score {
  const axis = axisOf(moments.map(({ at }) => at));
  const places = moments.map(({ at }) => axis.place(at));
  const marked = moments.map((moment, i) => ({
    moment: i,
    what: moment.what,
    x: places[i] ?? 0,
    label: momentLabel(moment, texts),
  }));
  const script = marked.flatMap(({ what, ...mark }): Omit<ScriptMark, keyof Placed>[] => {
    if (what.lane === 'told') return [{ ...mark, kind: 'told' }];
    if (what.lane !== 'call') return [];
    return [{ ...mark, kind: 'threw' in what.call && what.call.threw ? 'threw' : 'call' }];
  });
  const wire = marked.flatMap(({ what, ...mark }): Omit<WireMark, keyof Placed>[] => {
    if (what.lane === 'told' || what.lane === 'call') return [];
    return [{ ...mark, kind: what.lane, direction: what.lane === 'wire' ? what.passed.direction : null }];
  });
  const states = stretches(moments, places, ({ state }) => innermost(state));
  return {
    axis,
    places,
    script: inRows(script, ROWS.script),
    readyState: stretches(moments, places, ({ readyState }) => readyState),
    buffered: stretches(moments, places, ({ bufferedAmount }) => bufferedAmount).filter(({ value }) => value > 0),
    states: inRows(
      states.map((each) => ({ ...each, x: each.from, label: each.value })),
      ROWS.states,
    ),
    wire: inRows(wire, ROWS.wire),
  };
}
