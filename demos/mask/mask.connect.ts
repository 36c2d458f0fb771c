import { fill } from '#demos/parts/fill.ts';
import { fromHex, toHex } from '#demos/protocol/bytes.ts';
import { type Column, columnsOf, type Desk, frameOf, type Way } from './mask.desk.ts';
import type { SentFrame } from './mask.frame.ts';
import type { MaskPart } from './mask.parts.ts';
import type { MaskTexts, SaidText } from './mask.texts.ts';

export interface MaskView {
  readonly columns: readonly (Column & {
    readonly character: string;
    /** It is done: its result shows. */
    readonly done: boolean;
    readonly current: boolean;
  })[];
  /** The byte done last, in bits: what goes in, the key's byte, what comes out. */
  readonly bits: { readonly column: Column; readonly rows: readonly [string, string, string] } | null;
  /** The frame as it is on the wire. */
  readonly wire: readonly {
    readonly pair: string;
    readonly part: 'first' | 'length' | MaskPart;
    readonly lit: boolean;
  }[];
  readonly state: string;
  readonly trail: readonly string[];
  readonly explanation: SaidText;
}

export interface Shown {
  readonly desk: Desk;
  readonly way: Way;
  /** 0: before the first byte; one for each byte; one more: the whole. */
  readonly index: number;
  /** The machine's state at each index. */
  readonly states: readonly string[];
  readonly selected: MaskPart | null;
}

const hex = (byte: number): string => byte.toString(16).padStart(2, '0');
const binary = (byte: number): string => byte.toString(2).padStart(8, '0');
const printable = (byte: number): string => (byte >= 0x20 && byte <= 0x7e ? String.fromCharCode(byte) : '·');

/** What the figure shows. */
export function connectMask({ desk, way, index, states, selected }: Shown, texts: MaskTexts): MaskView {
  const columns = columnsOf(desk, way);
  const current = columns[index - 1] ?? null;
  const summed = current ?? (index > 0 ? columns.at(-1) : null) ?? null;
  return {
    columns: columns.map((column) => ({
      ...column,
      character: printable(way === 'mask' ? column.from : column.to),
      done: column.i < index,
      current: column.i === current?.i,
    })),
    bits: summed && { column: summed, rows: [binary(summed.from), binary(summed.key), binary(summed.to)] },
    wire: wireOf(desk, current, selected),
    state: states[index] ?? 'done',
    trail: states.slice(0, index + 1),
    explanation: selected ? texts.parts[selected] : explain(desk, way, current, index, texts),
  };
}

function wireOf(desk: Desk, current: Column | null, selected: MaskPart | null): MaskView['wire'] {
  return Array.from(frameOf(desk), (byte, at) => {
    const part = at === 0 ? 'first' : at === 1 ? 'length' : at < 6 ? 'key' : 'masked';
    // The payload is nowhere on the wire: its masked bytes stand for it.
    const chosen = selected === part || (selected === 'payload' && part === 'masked');
    const byStep = selected === null && current !== null && (at === 2 + current.j || at === 6 + current.i);
    return { pair: hex(byte), part, lit: chosen || byStep };
  });
}

function explain(desk: Desk, way: Way, current: Column | null, index: number, { stages }: MaskTexts): SaidText {
  const { payload, key } = desk;
  const zero = key.every((byte) => byte === 0);
  const ended = way === 'mask' ? (zero ? stages.zero : stages.masked) : stages.unmasked;
  const text = current ? stages.byte : index === 0 ? stages.begin : ended;
  const values = {
    n: payload.length,
    wire: payload.length + 6,
    key: toHex(key),
    ...(current && {
      i: current.i,
      j: current.j,
      from: hex(current.from),
      byte: hex(current.key),
      to: hex(current.to),
    }),
  };
  return { ...text, title: fill(text.title, values), says: fill(text.says, values) };
}

/** Two frames that carry the same payload. */
export interface Pair {
  readonly first: SentFrame;
  readonly second: SentFrame;
  /** Bytes of payload. */
  readonly length: number;
  /** How many of the masked bytes are the same in both. */
  readonly equal: number;
}

/** The last two frames with the same payload; `null` where there are none. */
export function pairOf(frames: readonly SentFrame[]): Pair | null {
  for (let at = frames.length - 1; at > 0; at -= 1) {
    const second = frames[at];
    const first = frames.slice(0, at).findLast(({ payload }) => payload !== '' && payload === second?.payload);
    if (!first || !second) continue;
    const [a, b] = [fromHex(first.masked), fromHex(second.masked)];
    return { first, second, length: a.length, equal: a.filter((byte, i) => byte === b[i]).length };
  }
  return null;
}
