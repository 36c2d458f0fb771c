import type { BitReader } from './inflate-bits.ts';
import { BITS_ENDED, type HuffmanCode, huffmanCode, readSymbol } from './inflate-huffman.ts';
import { faultAt, INPUT_ENDED, type Stop } from './inflate-stop.ts';
import { CODE_LENGTH_ORDER, END_OF_BLOCK, REPEATS } from './inflate-tables.ts';
import type { BlockCodes, CodeLength, HeaderPart } from './inflate-trace.ts';
import type { Span } from './span.ts';

type Counts = Readonly<Record<'hlit' | 'hdist' | 'hclen', number>>;
type Read<T> = { readonly kind: 'read'; readonly value: T } | Stop;

const read = <T>(value: T): Read<T> => ({ kind: 'read', value });

/** A dynamic block's header, from HLIT on (RFC 1951 §3.2.7): its parts are added to `header`, and the codes they describe returned. */
export function readDynamicCodes(reader: BitReader, header: HeaderPart[]): Read<BlockCodes> {
  const counts = readCounts(reader, header);
  if (counts.kind !== 'read') return counts;
  const { hlit, hdist, hclen } = counts.value;
  const codeLengths = readCodeLengthCode(reader, header, hclen);
  if (codeLengths.kind !== 'read') return codeLengths;
  const from = header.length;
  const lengths = readLengths(reader, header, codeLengths.value, hlit + hdist);
  if (lengths.kind !== 'read') return lengths;
  const parts = header.slice(from).filter((part) => part.kind === 'code-length');
  return judge(lengths.value, hlit, parts);
}

const COUNTS = [
  { kind: 'hlit', bits: 5, least: 257, most: 286 },
  // The section allows 32, though 30 and 31 mean nothing (§3.2.6); zlib, and with it everyone, refuses more than 30.
  { kind: 'hdist', bits: 5, least: 1, most: 30 },
  { kind: 'hclen', bits: 4, least: 4, most: 19 },
] as const;

function readCounts(reader: BitReader, header: HeaderPart[]): Read<Counts> {
  const counts = { hlit: 0, hdist: 0, hclen: 0 };
  let fault: Stop | null = null;
  for (const { kind, bits, least, most } of COUNTS) {
    const value = reader.take(bits);
    if (value < 0) return INPUT_ENDED;
    const span = reader.keep();
    const count = value + least;
    counts[kind] = count;
    header.push({ kind, span, value, count });
    if (count > most) fault ??= faultAt('inflate.code-counts', span, `${count}`, `≤ ${most}`);
  }
  return fault ?? read(counts);
}

function readCodeLengthCode(reader: BitReader, header: HeaderPart[], count: number): Read<HuffmanCode> {
  const lengths = new Uint8Array(CODE_LENGTH_ORDER.length);
  const parts: Part[] = [];
  for (const symbol of CODE_LENGTH_ORDER.slice(0, count)) {
    const length = reader.take(3);
    if (length < 0) return INPUT_ENDED;
    const span = reader.keep();
    lengths[symbol] = length;
    header.push({ kind: 'code-length-code', span, symbol, length });
    parts.push({ span, length, count: 1 });
  }
  const code = huffmanCode(lengths);
  return judgeCode(code, parts, false) ?? read(code);
}

function readLengths(reader: BitReader, header: HeaderPart[], code: HuffmanCode, total: number): Read<Uint8Array> {
  const lengths = new Uint8Array(total);
  let at = 0;
  while (at < total) {
    const start = reader.bit;
    const symbol = readSymbol(code, reader);
    const repeat = REPEATS[symbol] ?? { least: 1, extra: 0 };
    const afterCode = reader.bit;
    const more = reader.take(repeat.extra);
    if (symbol === BITS_ENDED || more < 0) return INPUT_ENDED;
    const count = repeat.least + more;
    const length = lengthGiven(symbol, lengths[at - 1]);
    if (length === undefined) {
      return faultAt('inflate.repeat-nothing', reader.since(start), '16', '0–15, 17 or 18 first');
    }
    if (at + count > total) {
      return faultAt('inflate.repeat-overrun', reader.since(start), `${at + count}`, `${total} code lengths`);
    }
    lengths.fill(length, at, at + count);
    const extra = reader.since(afterCode);
    header.push({ kind: 'code-length', span: reader.keep(), symbol, extra, at, count, length });
    at += count;
  }
  return read(lengths);
}

function lengthGiven(symbol: number, previous: number | undefined): number | undefined {
  if (symbol < 16) return symbol;
  return symbol === 16 ? previous : 0;
}

/** What zlib accepts, and in its order: an end of block, a literal code, a distance code. */
function judge(lengths: Uint8Array, hlit: number, parts: readonly CodeLength[]): Read<BlockCodes> {
  if (lengths[END_OF_BLOCK] === 0) {
    const part = parts.find(({ at, count }) => END_OF_BLOCK < at + count);
    return faultAt('inflate.no-end-of-block', part?.span ?? whole(parts), '0', '≥ 1 bit for symbol 256');
  }
  const literal = huffmanCode(lengths.subarray(0, hlit));
  const distance = huffmanCode(lengths.subarray(hlit));
  return (
    judgeCode(literal, partsOf(parts, 0, hlit), true) ??
    judgeCode(distance, partsOf(parts, hlit, lengths.length), true) ??
    read({ literal, distance })
  );
}

/** Bits that gave `count` symbols in a row their code length. */
interface Part {
  readonly span: Span;
  readonly length: number;
  readonly count: number;
}

/** The parts that speak of the code lengths `[from, to)`; a repeat may reach from the literal codes into the distance codes. */
function partsOf(parts: readonly CodeLength[], from: number, to: number): Part[] {
  return parts.flatMap(({ span, length, at, count }) => {
    const within = Math.min(at + count, to) - Math.max(at, from);
    return within > 0 ? [{ span, length, count: within }] : [];
  });
}

/**
 * A code is complete (RFC 1951 §3.2.2): it leaves no bits without a meaning. §3.2.7 excepts a lone distance code, of one
 * bit, and a block without distances; zlib excepts a lone literal code, too (`mayBeLone`).
 */
function judgeCode(code: HuffmanCode, parts: readonly Part[], mayBeLone: boolean): Stop | null {
  if (code.unused < 0) return oversubscribed(parts);
  if (code.unused === 0 || (mayBeLone && code.longest <= 1)) return null;
  const left = `${code.unused} of ${2 ** code.longest} codes left over`;
  return faultAt('inflate.incomplete', whole(parts), left, 'none left over');
}

/** The guilty part is the first that asks for more codes than are left. */
function oversubscribed(parts: readonly Part[]): Stop {
  /** As a share of all codes: one of `n` bits takes 2^−n. */
  let free = 1;
  for (const { span, length, count } of parts) {
    if (length === 0) continue;
    const room = Math.floor(free * 2 ** length);
    if (count > room) return faultAt('inflate.oversubscribed', span, `${count} of ${length} bits`, `≤ ${room}`);
    free -= count * 2 ** -length;
  }
  return faultAt('inflate.oversubscribed', whole(parts), 'too many codes', 'as many as there are');
}

const whole = (parts: readonly { readonly span: Span }[]): Span => ({
  start: parts[0]?.span.start ?? 0,
  end: parts.at(-1)?.span.end ?? 0,
});
