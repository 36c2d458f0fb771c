import type { Direction } from '#demos/capture/capture.ts';
import { ByteSink } from './byte-sink.ts';
import { type DumpItem, type DumpLine, dumpBody, dumpItems } from './dump-lines.ts';
import { type DumpStyle, dumpStyle } from './dump-style.ts';
import { type ByteRun, INPUT_LIMIT, type InputStop, shown } from './input.ts';

/** What hexdump, xxd, od, tcpdump and Wireshark write offsets in; the likeliest first. */
const RADIXES = [16, 8, 10] as const;

const isLine = (item: DumpItem): item is DumpLine => item.kind === 'line';

/** Four digits without a colon are hexdump's and od's 16-bit words, low byte first. */
const areWords = (text: string, line: DumpLine): boolean =>
  !line.colon && /^(?:[0-9a-f]{4} )*[0-9a-f]{4}$/i.test(text.slice(line.bodyAt, line.end).trimEnd());

/** Lines that are looked at to tell in what radix offsets are. */
const LOOKED_AT = 64;

/** The radix in which most offsets lead to the next one; 16 where there is nothing to tell. */
function radixOf(text: string, lines: readonly DumpLine[]): number {
  const own = lines.filter(({ indented }) => indented === lines[0]?.indented).slice(0, LOOKED_AT);
  const counts = own.map((line) => dumpBody(text, line, false).bytes.length);
  const steps = (radix: number): number => {
    const wrong = own.findIndex((line, i) => {
      const next = own[i + 1];
      const distance = next ? Number.parseInt(next.offset, radix) - Number.parseInt(line.offset, radix) : 0;
      // A last odd byte stands in a whole word.
      return next && distance !== counts[i] && !(i + 2 === own.length && distance + 1 === counts[i]);
    });
    return wrong < 0 ? own.length : wrong;
  };
  const longest = Math.max(...RADIXES.map(steps));
  return RADIXES.find((radix) => steps(radix) === longest) ?? 16;
}

/** Whether a text is a dump: its first line has an offset that is 0 or leads to the next one's. */
export function isDump(text: string): boolean {
  const items = [...firstItems(text, 3)].filter(isLine);
  const [first, second] = items;
  if (!first || !/^[0-9a-f]{2}/i.test(text.slice(first.bodyAt, first.end))) return false;
  const gap = first.bodyAt - first.offsetAt - first.offset.length;
  const firstGroup = /^[0-9a-f]*/i.exec(text.slice(first.bodyAt, first.end))?.[0].length;
  const isColumn = first.colon || gap >= 2 || firstGroup !== first.offset.length;
  if (!isColumn) return false;
  if (/^0+$/.test(first.offset)) return true;
  if (!second) return first.colon;
  const radix = radixOf(text, items);
  const { length } = dumpBody(text, first, false).bytes;
  return Number.parseInt(second.offset, radix) - Number.parseInt(first.offset, radix) === length;
}

function* firstItems(text: string, count: number): Generator<DumpItem> {
  let left = count;
  for (const item of dumpItems(text)) {
    yield item;
    left -= 1;
    if (left === 0) return;
  }
}

interface Track {
  /** The offset that the next line must have; `null` before the first. */
  next: number | null;
  /** The bytes of the last line, for `*`. */
  last: readonly number[];
  /** The longest line so far, in bytes. */
  width: number;
}

export interface ReadDump {
  readonly runs: readonly ByteRun[];
  readonly style: DumpStyle;
  readonly stop: InputStop | null;
}

/** `hexdump -C`, `hexdump`, `xxd`, `od -t x1`, Wireshark's and tshark's dumps, and followed streams with both directions. */
export function readDump(text: string): ReadDump {
  const items = [...dumpItems(text)];
  const lines = items.filter(isLine);
  const first = lines[0];
  const radix = radixOf(text, lines);
  const words = first !== undefined && areWords(text, first);
  const bothWays = lines.some(({ indented }) => indented) && lines.some(({ indented }) => !indented);
  const following = nextOffsets(items, radix);
  const style = first ? dumpStyle(text, first, { radix, words, bothWays }) : 'hexdump';
  const tracks = {
    true: { next: null, last: [], width: 0 } as Track,
    false: { next: null, last: [], width: 0 } as Track,
  };
  const runs: { direction: Direction | null; sink: ByteSink }[] = [];
  let latest: DumpLine | undefined;
  let total = 0;

  const finish = (stop: InputStop | null) => ({
    runs: runs.map(({ direction, sink }) => ({ direction, ...sink.read(null) })),
    style,
    stop,
  });
  const put = (bytes: readonly number[], places: readonly number[], line: DumpLine): void => {
    const direction = bothWays ? (line.indented ? 'server-to-client' : 'client-to-server') : null;
    let run = runs.at(-1);
    if (!run || run.direction !== direction) {
      run = { direction, sink: new ByteSink(text.length >> 2) };
      runs.push(run);
    }
    for (const [i, byte] of bytes.entries()) run.sink.push(byte, places[i] ?? 0);
    total += bytes.length;
  };

  for (const [index, item] of items.entries()) {
    if (item.kind === 'other')
      return finish(stopAt('input.character', item.at, shown(text, item.at), offsetName(radix)));
    if (item.kind === 'repeat') {
      const track = tracks[latest?.indented ? 'true' : 'false'];
      const until = following[index] ?? null;
      if (!latest || track.next === null || until === null || track.last.length === 0 || until < track.next)
        return finish(stopAt('input.dump-offset', item.at, '*', 'a line before, and an offset after'));
      if (total + until - track.next > INPUT_LIMIT)
        return finish(stopAt('input.size', item.at, `${until - track.next}`, `≤ ${INPUT_LIMIT}`));
      const bytes = Array.from({ length: until - track.next }, (_, i) => track.last[i % track.last.length] ?? 0);
      put(
        bytes,
        bytes.map(() => item.at),
        latest,
      );
      track.next = until;
      continue;
    }
    const track = tracks[item.indented ? 'true' : 'false'];
    const offset = Number.parseInt(item.offset, radix);
    if (track.next !== null && offset !== track.next)
      return finish(
        stopAt(
          'input.dump-offset',
          item.offsetAt,
          item.offset,
          track.next.toString(radix).padStart(item.offset.length, '0'),
        ),
      );
    const body = dumpBody(text, item, words);
    const next = following[index] ?? null;
    const announced = next === null ? null : next - offset;
    // The column of text may look like bytes: the next offset, or the longest line, says how many there are.
    const most =
      announced !== null && announced > 0
        ? announced
        : announced === null && track.width > 0
          ? track.width
          : body.bytes.length;
    const taken = body.bytes.slice(0, most);
    put(taken, body.places, item);
    const isShort = announced === null || taken.length < announced;
    if (body.bad !== null && isShort && body.bytes.length < 16)
      return finish(stopAt('input.character', body.bad, shown(text, body.bad), '0–9, a–f'));
    track.next = offset + taken.length;
    track.last = taken.length > 0 ? taken : track.last;
    track.width = Math.max(track.width, taken.length);
    latest = item;
  }
  return finish(null);
}

/** For each item the offset of the next line in the same direction. */
function nextOffsets(items: readonly DumpItem[], radix: number): readonly (number | null)[] {
  const next: Record<'true' | 'false', number | null> = { true: null, false: null };
  let sideOfLast: 'true' | 'false' = 'false';
  const found = items.map((): number | null => null);
  for (let index = items.length - 1; index >= 0; index -= 1) {
    const item = items[index];
    if (item?.kind === 'line') {
      const side = item.indented ? 'true' : 'false';
      found[index] = next[side];
      next[side] = Number.parseInt(item.offset, radix);
      sideOfLast = side;
    } else found[index] = next[sideOfLast];
  }
  return found;
}

const offsetName = (radix: number): string => (radix === 16 ? 'a hex offset' : `an offset, base ${radix}`);
const stopAt = (rule: InputStop['rule'], at: number, found: string, expected: string): InputStop => ({
  rule,
  at,
  found,
  expected,
});
