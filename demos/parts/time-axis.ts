import { tickLabel, tickStep } from './tick-step.ts';

/** Milliseconds → a fraction of the axis, to scale but for the silences cut out of it. */
export interface Axis {
  place(at: number): number;
  /** Silences left out, each drawn as a break as wide as any other and labelled with its length. */
  readonly cuts: readonly { readonly from: number; readonly to: number; readonly ms: number }[];
  readonly ticks: readonly { readonly at: number; readonly ms: string }[];
}

/** A silence this many times as long as everything that is shown without it is cut out. */
const LONG = 1.5;
/** Milliseconds; anything shorter is no silence to a reader. */
const SILENCE = 100;
/** Room for what follows the last moment. */
const END = 0.94;
const CUT = { width: 0.06, together: 0.5 } as const;

interface Gap {
  readonly from: number;
  readonly to: number;
}

const lengthOf = ({ from, to }: Gap): number => to - from;

function cutGaps(gaps: readonly Gap[]): ReadonlySet<Gap> {
  const cut = new Set<Gap>();
  let shown = 0;
  for (const gap of [...gaps].sort((a, b) => lengthOf(a) - lengthOf(b))) {
    // The first gaps that are not nothing set the scale.
    if (shown > 0 && lengthOf(gap) > LONG * shown && lengthOf(gap) >= SILENCE) cut.add(gap);
    else shown += lengthOf(gap);
  }
  return cut;
}

/** `times`: when each moment was, in milliseconds from the first; they never fall. */
export function axisOf(times: readonly number[]): Axis {
  const gaps = times.slice(1).map((to, i) => ({ from: times[i] ?? 0, to }));
  const cut = cutGaps(gaps);
  const shown = Math.max(
    gaps.filter((gap) => !cut.has(gap)).reduce((sum, gap) => sum + lengthOf(gap), 0),
    0.001,
  );
  const width = Math.min(CUT.width, CUT.together / Math.max(1, cut.size));
  const perMs = (END - cut.size * width) / shown;
  const inOrder = gaps.filter((gap) => cut.has(gap));
  const place = (at: number): number => {
    let x = at * perMs;
    for (const gap of inOrder) {
      if (at <= gap.from) break;
      const into = Math.min(at, gap.to) - gap.from;
      x += (into / lengthOf(gap)) * width - into * perMs;
    }
    return x;
  };
  const step = tickStep(shown, 10);
  // Before the first cut the clock can be read off; after it, the cuts say what was left out.
  const until = inOrder[0]?.from ?? times.at(-1) ?? 0;
  return {
    place,
    cuts: inOrder.map((gap) => ({ from: place(gap.from), to: place(gap.to), ms: lengthOf(gap) })),
    ticks: Array.from({ length: Math.floor(until / step) + 1 }, (_, i) => ({
      at: place(i * step),
      ms: tickLabel(i, step),
    })),
  };
}
