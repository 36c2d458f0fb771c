import { fill } from '#demos/parts/fill.ts';
import { duration, figures, settingSays, whole } from './race.format.ts';
import { LANES, type LaneId, type LaneStory, type RaceStory } from './race.lanes.ts';
import { costOf, MEASURES, type Measure, type Verdict, verdictOf } from './race.measures.ts';
import { type Moment, momentsOf } from './race.moments.ts';
import { axisOf, type Bar, barsOf, type Picture, pictureOf, placeInBins } from './race.picture.ts';
import { LADDERS, type RaceSettings, SETTINGS } from './race.settings.ts';
import type { RaceTexts } from './race.texts.ts';

export interface Setting {
  readonly name: keyof RaceSettings;
  readonly label: string;
  /** Place on its ladder, and the highest. */
  readonly index: number;
  readonly last: number;
  readonly says: string;
}

export interface LaneView {
  readonly lane: LaneId;
  readonly name: string;
  readonly how: string;
  readonly picture: Picture;
  readonly bars: readonly Bar[];
  /** In words: the histogram's alternative. */
  readonly late: string;
  /** The bytes that bring one event, and what they are. */
  readonly sample: { readonly label: string; readonly hex: string };
  readonly inTime: boolean;
}

/** A cell of the table; the best of its column is marked. */
export interface Cell {
  readonly column: keyof RaceTexts['columns'];
  readonly says: string;
  readonly measure: Measure | null;
  readonly best: boolean;
}

export interface Row {
  readonly lane: LaneId;
  readonly name: string;
  readonly cells: readonly Cell[];
}

export interface RaceView {
  readonly settings: readonly Setting[];
  readonly headline: string;
  readonly bests: readonly {
    readonly measure: Measure;
    readonly label: string;
    readonly lanes: string;
    readonly value: string;
  }[];
  readonly verdict: Verdict;
  readonly lanes: readonly LaneView[];
  readonly rows: readonly Row[];
  readonly axis: readonly { readonly x: number; readonly label: string }[];
  /** Where the tolerance stands in the histograms, in percent. */
  readonly tolerance: number;
}

/** What a race shows under these settings. */
export function connectRace(story: RaceStory, settings: RaceSettings, texts: RaceTexts): RaceView {
  const verdict = verdictOf(story, settings.toleranceMs);
  const isBest = (measure: Measure, lane: LaneId): boolean => verdict.best[measure].includes(lane);
  return {
    settings: SETTINGS.map((name) => ({
      name,
      label: texts.settings[name],
      index: LADDERS[name].indexOf(settings[name]),
      last: LADDERS[name].length - 1,
      says: settingSays(name, settings[name], texts.units),
    })),
    headline: headline(story, settings, verdict, texts),
    bests: verdict.inTime.length === 0 ? [] : MEASURES.map((measure) => bestOf(measure, story, verdict, texts)),
    verdict,
    lanes: story.lanes.map((lane) => ({
      lane: lane.lane,
      name: texts.lanes[lane.lane].name,
      how: texts.lanes[lane.lane].how,
      picture: pictureOf(lane, story.windowMs),
      bars: barsOf(lane, settings.toleranceMs),
      late: `${texts.columns.mean} ${lateSays(lane, 'meanMs', texts)}, ${texts.columns.worst} ${lateSays(lane, 'worstMs', texts)}`,
      sample: { label: texts.lanes[lane.lane].event, hex: lane.sample },
      inTime: verdict.inTime.includes(lane.lane),
    })),
    rows: story.lanes.map((lane) => rowOf(lane, isBest, texts)),
    axis: axisOf(story.windowMs).map(({ x, ms }) => ({ x, label: ms === 0 ? '0' : duration(ms, texts.units) })),
    tolerance: placeInBins(settings.toleranceMs),
  };
}

const lateSays = ({ tally }: LaneStory, what: 'meanMs' | 'worstMs', { units }: RaceTexts): string =>
  duration(tally[what], units);

function rowOf(story: LaneStory, isBest: (measure: Measure, lane: LaneId) => boolean, texts: RaceTexts): Row {
  const { lane, tally } = story;
  const cost = costOf(story);
  const cell = (column: Cell['column'], says: string, measure: Measure | null = null, canWin = false): Cell => ({
    ...{ column, says, measure },
    best: canWin && measure !== null && isBest(measure, lane),
  });
  return {
    lane,
    name: texts.lanes[lane].name,
    cells: [
      cell('requests', figures(cost.requests), 'bytes'),
      cell('headUp', whole(cost.headUp), 'bytes'),
      cell('headDown', whole(cost.headDown), 'bytes'),
      cell('rest', figures(cost.rest), 'bytes'),
      cell('total', figures(cost.total), 'bytes', true),
      cell('connections', whole(tally.connections), 'held'),
      cell('held', figures(tally.held), 'held', true),
      cell('mean', lateSays(story, 'meanMs', texts), 'late', true),
      cell('worst', lateSays(story, 'worstMs', texts), 'late'),
    ],
  };
}

const laneIn = (story: RaceStory, lane: LaneId): LaneStory | undefined =>
  story.lanes.find((each) => each.lane === lane);

function headline(story: RaceStory, settings: RaceSettings, verdict: Verdict, texts: RaceTexts): string {
  const polling = laneIn(story, LANES[0])?.tally;
  const worst = duration(polling?.worstMs ?? 0, texts.units);
  const tolerance = duration(settings.toleranceMs, texts.units);
  const others = Math.min(...story.lanes.slice(1).map(({ tally }) => tally.held));
  const values = { worst, tolerance, held: figures(polling?.held ?? 0), others: figures(others) };
  if (verdict.inTime.length === 0) return fill(texts.verdict.nobodyInTime, values);
  if (verdict.polling === 'late') return fill(texts.verdict.pollingLate, values);
  return fill(
    verdict.best.held.length === 1 && verdict.best.held[0] === 'polling'
      ? texts.verdict.pollingHoldsLeast
      : texts.verdict.pollingInTime,
    values,
  );
}

function bestOf(measure: Measure, story: RaceStory, { best }: Verdict, texts: RaceTexts): RaceView['bests'][number] {
  const names = best[measure].map((lane) => texts.lanes[lane].name);
  const first = best[measure][0];
  const lane = first && laneIn(story, first);
  const value = !lane
    ? ''
    : measure === 'bytes'
      ? figures(costOf(lane).total)
      : measure === 'held'
        ? figures(lane.tally.held)
        : duration(lane.tally.meanMs, texts.units);
  const { label, says } = texts.bests[measure];
  return { measure, label, lanes: listed(names, texts.ui.and), value: fill(says, { value }) };
}

/** `a, b and c` */
const listed = (names: readonly string[], and: string): string =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} ${and} ${names.at(-1)}`;

/** What happens on the lane that is looked at, and what each moment says. */
export function stepsOf(story: RaceStory, lane: LaneId): readonly Moment[] {
  const of = laneIn(story, lane);
  return of ? momentsOf(of, story.windowMs) : [];
}

export const momentSays = ({ at, kind, n }: Moment, lane: LaneId, texts: RaceTexts): string =>
  `${texts.lanes[lane].name}, ${duration(Math.max(0, at), texts.units)}: ${fill(texts.moments[kind], { n })}`;
