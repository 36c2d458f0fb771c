import type { Annotation, Space } from '#demos/capture/dissection.ts';
import type { FieldId } from '#demos/protocol/fields.ts';
import type { Source } from '#demos/protocol/source.ts';
import type { Span } from '#demos/protocol/span.ts';
import { bytesOfSpan, type RowUnits } from './row.ts';
import type { LinePlace } from './text-place.ts';

/** Bytes of a layer that are shown. */
export const LAYER_BYTES = 256;
/** Characters of a value that are shown. */
const VALUE = 160;

export interface DetailField {
  readonly field: FieldId;
  /** A header's name, in lower case. */
  readonly name: string;
  readonly depth: number;
  /** In bits, from the first of the layer. */
  readonly span: Span;
  readonly value: string;
  readonly source: Source;
}

export interface DetailViolation {
  readonly rule: string;
  readonly source: Source;
  /** In bits, from the first of the layer. */
  readonly span: Span;
  readonly found: string;
  readonly expected: string;
  readonly closeCode: number | null;
}

/** The same bytes as one layer has them: on the wire, unmasked, joined, inflated. */
export interface Layer {
  readonly via: Space['via'];
  /** Of the layer's first byte: in the stream, or 0. */
  readonly offset: number;
  readonly length: number;
  /** The first of them, as pairs. */
  readonly hex: readonly string[];
  readonly fields: readonly DetailField[];
  readonly violation: DetailViolation | null;
}

export interface Detail {
  readonly row: number;
  readonly layers: readonly Layer[];
  /** Where it stands in the text that was given; `null` for a file that is none, and for JSON. */
  readonly place: (LinePlace & { readonly start: number; readonly end: number }) | null;
}

/** A space by its id. */
type SpaceOf = (id: string) => Space | undefined;

/** The layers of one row, outermost first. `wired`: the input has the bytes of the wire. */
export function layersOf(
  { unit, message }: RowUnits,
  spaceOf: SpaceOf,
  unmasked: string,
  wired: boolean,
): readonly Layer[] {
  const trees: Annotation[] = message ? [unit, ...message.children, bare(message)] : [unit];
  const all = trees.flatMap((tree) => flat(tree, 0));
  const wire = spaceOf(unit.space);
  const layers: Layer[] = wire && wired ? [layerOf(wire, unit.span, all)] : [];
  const chain = message ? chainOf(message.space, unit.space, spaceOf) : spaceOf(unmasked) ? [unmasked] : [];
  for (const id of chain) {
    const space = spaceOf(id);
    if (space) layers.push(layerOf(space, { start: 0, end: space.bytes.length * 8 }, all));
  }
  return layers;
}

/** A message is the whole of its layer: as a field it would only repeat it. */
const bare = (message: Annotation): Annotation => ({ ...message, children: [] });

/** The spaces between a message and the stream, from the stream on; what unmasking gave is left out where joining gave the same bytes. */
function chainOf(last: string, stream: string, spaceOf: SpaceOf): readonly string[] {
  const chain: string[] = [];
  for (let id = last; id !== stream; ) {
    const space = spaceOf(id);
    if (!space) break;
    chain.unshift(id);
    const [first] = space.from;
    const next = first && (space.from.length > 1 || space.via === 'join') ? stream : first?.space;
    if (next === undefined) break;
    id = next;
  }
  return chain;
}

interface Flat {
  readonly annotation: Annotation;
  readonly depth: number;
}

const flat = (annotation: Annotation, depth: number): readonly Flat[] => [
  { annotation, depth },
  ...annotation.children.flatMap((child) => flat(child, depth + 1)),
];

function layerOf(space: Space, span: Span, all: readonly Flat[]): Layer {
  const start = Math.floor(span.start / 8);
  const own = all.filter(({ annotation }) => annotation.space === space.id);
  const broken = all.find(({ annotation }) => annotation.violation?.space === space.id)?.annotation.violation;
  const least = own.reduce((less, { depth }) => Math.min(less, depth), Number.POSITIVE_INFINITY);
  const shift = ({ start: from, end }: Span): Span => ({ start: from - start * 8, end: end - start * 8 });
  const bytes = space.bytes.subarray(start, start + Math.min(bytesOfSpan(span), LAYER_BYTES));
  return {
    via: space.via,
    offset: space.via === 'stream' ? start : 0,
    length: bytesOfSpan(span),
    hex: Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')),
    fields: own
      .filter(({ annotation }) => annotation.field !== 'ws.message')
      .map(({ annotation: { field, span: at, value, source, params }, depth }) => ({
        field,
        name: String(params?.['name'] ?? ''),
        depth: depth - least,
        span: shift(at),
        value: shownValue(value),
        source,
      })),
    violation: broken
      ? {
          rule: broken.rule,
          source: broken.source,
          span: shift(broken.span),
          found: broken.found,
          expected: broken.expected,
          closeCode: broken.closeCode,
        }
      : null,
  };
}

function shownValue(value: Annotation['value']): string {
  if (typeof value === 'boolean') return value ? '1' : '0';
  const text = String(value);
  return text.length > VALUE ? `${text.slice(0, VALUE)}…` : text;
}
