import { fill } from '#demos/parts/fill.ts';
import { toHex } from '#demos/protocol/bytes.ts';
import type { Moment } from './sample.story.ts';
import type { SampleTexts } from './sample.texts.ts';

export interface Row {
  readonly when: string;
  readonly arrow: '→' | '←' | '';
  readonly says: string;
  readonly hex: string;
}

export interface SampleView {
  readonly rows: readonly Row[];
  readonly moment: Moment;
  /** The machine's states so far: what the statechart lights. */
  readonly trail: readonly string[];
}

const ARROWS = { 'client-to-server': '→', 'server-to-client': '←' } as const;

/** What the figure shows at one of its moments. Throws a RangeError where there is no such moment. */
export function connectSample(moments: readonly Moment[], index: number, { moments: words }: SampleTexts): SampleView {
  const moment = moments[index];
  if (!moment) throw new RangeError(`moment ${index} of ${moments.length}`);
  return {
    rows: moments.map(({ at, kind, direction, bytes, length }) => ({
      when: at.toFixed(2),
      arrow: direction ? ARROWS[direction] : '',
      says: fill(words[kind], { length }),
      hex: toHex(bytes) + (length > bytes.length ? ' …' : ''),
    })),
    moment,
    trail: ['waiting', ...moments.slice(0, index + 1).map(({ state }) => state)],
  };
}
