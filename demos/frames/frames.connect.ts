import type { Source } from '#demos/protocol/source.ts';
import type { Span } from '#demos/protocol/span.ts';
import type { Anatomy } from './frames.anatomy.ts';
import { partSpan } from './frames.anatomy.ts';
import type { Bench } from './frames.bench.ts';
import { type Field, fieldsOf } from './frames.meaning.ts';
import { litSpans, type PartRef, partOfBit } from './frames.parts.ts';
import type { Reading } from './frames.reading.ts';
import type { Stage } from './frames.stages.ts';
import { type FramesTexts, fill } from './frames.texts.ts';

/** What is said of the selected part, or of the decoder's stage. */
export interface Explanation {
  readonly title: string;
  readonly value: string;
  readonly says: string;
  readonly source: Source | null;
  /** Which bytes and bits; `''` for a stage. */
  readonly where: string;
}

/** One phase of the row that leads to the decoder's stages. */
export interface Phase {
  readonly id: string;
  readonly label: string;
  readonly number: number;
  readonly to: number | null;
  readonly current: boolean;
  readonly past: boolean;
}

export interface FramesView {
  readonly fields: readonly Field[];
  readonly lit: readonly Span[];
  /** The bits that broke the rule, once the decoder has met them. */
  readonly guilty: Span | null;
  readonly guiltyPart: PartRef['part'] | null;
  /** Bytes that the decoder has read at this stage. */
  readonly readTo: number;
  readonly state: string;
  /** States gone through so far. */
  readonly trail: readonly string[];
  readonly explanation: Explanation;
  readonly phases: readonly Phase[];
}

export interface Shown {
  readonly bench: Bench;
  readonly anatomy: Anatomy;
  readonly reading: Reading;
  readonly stages: readonly Stage[];
  readonly index: number;
  readonly selected: PartRef | null;
}

export function connectFrames(shown: Shown, texts: FramesTexts): FramesView {
  const { bench, anatomy, reading, stages, index, selected } = shown;
  const stage = stages[index] ?? { state: 'info', readTo: 0 };
  const fields = fieldsOf(bench, anatomy);
  const guilty = stage.state === 'failed' && reading.kind === 'refuses' ? reading.violation.span : null;
  return {
    fields,
    lit: litSpans(anatomy, selected),
    guilty,
    guiltyPart: guilty && (partOfBit(anatomy, guilty.start)?.part ?? null),
    readTo: stage.readTo,
    state: stage.state,
    trail: stages.slice(0, index + 1).map(({ state }) => state),
    explanation: selected ? explainPart(shown, fields, selected, texts) : explainStage(stage, shown, texts),
    phases: phasesOf(stages, index, texts),
  };
}

function explainPart(
  { bench, anatomy }: Shown,
  fields: readonly Field[],
  ref: PartRef,
  texts: FramesTexts,
): Explanation {
  const { name, says, source } = texts.parts[ref.part];
  const span = partSpan(anatomy, ref.part);
  const field = fields.find(({ part }) => part === ref.part);
  if (!span || !field) return { title: name, value: '', says: `${says} ${texts.ui.notHere}`, source, where: '' };
  if (ref.index === null) return { title: name, value: field.value, says, source, where: whereIs(span, texts) };
  const byte = { start: span.start + ref.index * 8, end: span.start + ref.index * 8 + 8 };
  const hex = bench.bytes[byte.start / 8]?.toString(16).padStart(2, '0') ?? '';
  return { title: `${name} [${ref.index}]`, value: hex, says, source, where: whereIs(byte, texts) };
}

const whereIs = ({ start, end }: Span, { ui }: FramesTexts): string => {
  const [first, last] = [Math.floor(start / 8), Math.ceil(end / 8) - 1];
  const bytes = first === last ? fill(ui.atByte, { first }) : fill(ui.atBytes, { first, last });
  const bits = end - start === 1 ? fill(ui.atBit, { first: start }) : fill(ui.atBits, { first: start, last: end - 1 });
  return `${bytes}, ${bits}`;
};

function explainStage(stage: Stage, { anatomy, reading, stages, index }: Shown, texts: FramesTexts): Explanation {
  const waits = reading.kind === 'waits' && index === stages.length - 1;
  const text =
    texts.stages[waits ? 'waits' : reading.kind === 'discards' && stage.state === 'deliver' ? 'discards' : stage.state];
  const values = {
    read: stage.readTo,
    missing: String(anatomy.missing),
    length: String(anatomy.announced ?? ''),
    state: stage.state,
    stopped: Math.max(0, stage.readTo - 1),
  };
  return {
    title: fill(text?.title ?? stage.state, values),
    value: '',
    says: fill(text?.says ?? '', values),
    source: text?.source ?? null,
    where: '',
  };
}

/** A phase for each stage: a frame takes the decoder through no state twice. */
const phasesOf = (stages: readonly Stage[], index: number, texts: FramesTexts): readonly Phase[] =>
  stages.map(({ state }, i) => ({
    id: state,
    label: texts.stages[state]?.label ?? state,
    number: i + 1,
    to: i,
    current: i === index,
    past: i < index,
  }));
