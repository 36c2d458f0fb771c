import { toHex } from '#demos/protocol/bytes.ts';
import { type Columns, width } from './message-bytes.ts';
import type { LayerId, Part, Peeled } from './peel.ts';

/** Which colour a byte has in the layer that adds it; `split` is a frame's first byte, FIN and RSV, then opcode. */
export type Tone = 'split' | 'len' | 'key' | 'eio' | 'sio' | 'arg' | 'pay';

export interface Cell {
  readonly text: string;
  /** In the layer's own colour; `null` for a byte of the layers in it. */
  readonly tone: Tone | null;
  readonly part: Part | null;
  /** The layer holds it. */
  readonly held: boolean;
  /** Here begins or ends a run of what the layer holds. */
  readonly opens: boolean;
  readonly shuts: boolean;
  /** Here begins or ends what the layer adds. */
  readonly starts: boolean;
  readonly ends: boolean;
  /** Here begins a layer further in. */
  readonly joint: boolean;
}

/** Columns of a message that are shown: what is longer ends in a count. */
export const MOST_COLUMNS = 240;

const TONES: Readonly<Record<LayerId, Tone>> = {
  arguments: 'arg',
  socketio: 'sio',
  engineio: 'eio',
  message: 'pay',
  frame: 'len',
  wire: 'pay',
};

/** As they follow one another on the ruler. */
const ON_RULER: readonly Tone[] = ['split', 'len', 'key', 'pay', 'eio', 'sio', 'arg'];

const inside = (runs: readonly Columns[], column: number): boolean =>
  runs.some(({ start, end }) => start <= column && column < end);

/** The part of a layer, or of one further in, that owns a byte. */
export const ownerOf = ({ parts }: Peeled, layer: LayerId, column: number): Part | null =>
  parts.find(({ layer: its, columns }) => its === layer && inside(columns, column)) ?? null;

/** The part that adds a byte; the mask's byte-by-byte result belongs to whoever's byte it hides. */
export const addedBy = ({ parts }: Peeled, column: number): Part | null =>
  parts.find(({ id, columns }) => id !== 'wire' && inside(columns, column)) ?? null;

/** Which columns start a character, and how it is shown; the bytes of a character after its first are empty. */
function characters({ message }: Peeled): string[] {
  const shown = [...message.plain].map((byte) => toHex(Uint8Array.of(byte)));
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  let pending: number[] = [];
  for (const { payload } of message.frames)
    for (let column = payload.start; column < payload.end; column++) {
      const text = decoder.decode(message.plain.subarray(column, column + 1), { stream: true });
      pending.push(column);
      shown[column] = '';
      const [first] = pending;
      if (text === '' || first === undefined) continue;
      shown[first] = text;
      pending = [];
    }
  return shown;
}

/** A layer's bytes, one cell a column. `asText`: characters instead of hex, where the message is text. */
export function cellsOf(peeled: Peeled, layer: LayerId, asText: boolean): Cell[] {
  const { message, layers } = peeled;
  const holds = layers.find(({ id }) => id === layer)?.holds ?? [];
  const inner = layers.slice(
    0,
    layers.findIndex(({ id }) => id === layer),
  );
  const starts = new Set(inner.flatMap((each) => each.holds.slice(0, 1).map(({ start }) => start)));
  const readable = asText && message.type === 'text' && ['arguments', 'socketio', 'engineio'].includes(layer);
  const text = readable
    ? characters(peeled)
    : [...(layer === 'wire' ? message.wire : message.plain)].map((byte) => toHex(Uint8Array.of(byte)));
  const count = Math.min(message.wire.length, MOST_COLUMNS);
  return Array.from({ length: count }, (_, column) => {
    const part = ownerOf(peeled, layer, column);
    const run = part?.columns.find(({ start, end }) => start <= column && column < end);
    return {
      text: text[column] ?? '',
      part,
      tone: part && toneOf(part, run, column),
      held: inside(holds, column),
      opens: holds.some(({ start }) => start === column),
      shuts: holds.some(({ end }) => end - 1 === column),
      starts: run?.start === column,
      ends: run !== undefined && run.end - 1 === column,
      joint: starts.has(column),
    };
  });
}

function toneOf({ id, layer }: Part, run: Columns | undefined, column: number): Tone {
  if (id === 'mask') return 'key';
  if (id === 'frame' && run?.start === column) return 'split';
  return TONES[layer];
}

/** What the message's bytes are spent on: how many in each tone, in the order of the ruler. */
export function costOf({ message, parts }: Peeled): { readonly tone: Tone; readonly bytes: number }[] {
  const bytes = new Map<Tone, number>();
  const spend = (tone: Tone, count: number): void => {
    if (count > 0) bytes.set(tone, (bytes.get(tone) ?? 0) + count);
  };
  spend('split', message.frames.length);
  for (const { id, layer, columns } of parts) {
    const count = columns.reduce((sum, run) => sum + width(run), 0);
    if (id === 'frame') spend('len', count - message.frames.length);
    else if (id === 'mask') spend('key', count);
    else if (id !== 'wire') spend(TONES[layer], count);
  }
  return ON_RULER.flatMap((tone) => {
    const count = bytes.get(tone);
    return count === undefined ? [] : [{ tone, bytes: count }];
  });
}
