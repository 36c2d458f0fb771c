import { type BitReader, bitText } from './inflate-bits.ts';
import { BITS_ENDED, type HuffmanCode, readSymbol } from './inflate-huffman.ts';
import type { InflateOutput } from './inflate-output.ts';
import { AT_LIMIT, faultAt, INPUT_ENDED, type Stop } from './inflate-stop.ts';
import { DISTANCE_BASE, DISTANCE_EXTRA, END_OF_BLOCK, LENGTH_BASE, LENGTH_EXTRA } from './inflate-tables.ts';
import type { BlockCodes, InflateSymbol } from './inflate-trace.ts';

export interface SymbolReading {
  readonly reader: BitReader;
  readonly output: InflateOutput;
  /** No distance may be larger; `null`: 32,768, which the codes cannot exceed. */
  readonly windowBytes: number | null;
  /** Gets every symbol; `null`: they are not asked for. */
  readonly symbols: InflateSymbol[] | null;
}

/** A compressed block's symbols, to the end of the block (RFC 1951 §3.2.3, §3.2.5); `null`: that was reached. */
export function readSymbols(reading: SymbolReading, codes: BlockCodes): Stop | null {
  const { reader, output, symbols } = reading;
  for (;;) {
    const start = reader.bit;
    const at = output.length;
    const symbol = readSymbol(codes.literal, reader);
    if (symbol < 0) return notRead(symbol, reader, start, 'a literal, a length or the end of the block');
    if (symbol < END_OF_BLOCK) {
      if (!output.put(symbol)) return AT_LIMIT;
      const span = reader.keep();
      symbols?.push({ kind: 'literal', span, at, byte: symbol });
    } else if (symbol === END_OF_BLOCK) {
      const span = reader.keep();
      symbols?.push({ kind: 'end', span, at });
      return null;
    } else {
      const stop = readCopy(reading, codes.distance, start, symbol);
      if (stop) return stop;
    }
  }
}

/** The rest of a length and distance pair, once its length symbol has been read. */
function readCopy(reading: SymbolReading, distances: HuffmanCode, start: number, lengthSymbol: number): Stop | null {
  const { reader, output, windowBytes, symbols } = reading;
  const lengthIndex = lengthSymbol - END_OF_BLOCK - 1;
  const lengthBase = LENGTH_BASE[lengthIndex];
  if (lengthBase === undefined) return faultAt('inflate.symbol', reader.since(start), `${lengthSymbol}`, '≤ 285');
  const lengthEnd = reader.bit;
  const lengthMore = reader.take(LENGTH_EXTRA[lengthIndex] ?? 0);
  if (lengthMore < 0) return INPUT_ENDED;

  const distanceStart = reader.bit;
  const symbol = readSymbol(distances, reader);
  if (symbol < 0) return notRead(symbol, reader, distanceStart, 'a distance');
  const base = DISTANCE_BASE[symbol];
  if (base === undefined) return faultAt('inflate.symbol', reader.since(distanceStart), `${symbol}`, '≤ 29');
  const distanceEnd = reader.bit;
  const more = reader.take(DISTANCE_EXTRA[symbol] ?? 0);
  if (more < 0) return INPUT_ENDED;

  const length = lengthBase + lengthMore;
  const distance = base + more;
  const at = output.length;
  const distanceSpan = reader.since(distanceStart);
  if (distance > output.reach) return faultAt('inflate.distance', distanceSpan, `${distance}`, `≤ ${output.reach}`);
  if (windowBytes !== null && distance > windowBytes) {
    return faultAt('inflate.window', distanceSpan, `${distance}`, `≤ ${windowBytes}`);
  }
  if (!output.copy(length, distance)) return AT_LIMIT;
  const span = reader.keep();
  symbols?.push({
    kind: 'copy',
    span,
    at,
    from: at - distance,
    length,
    distance,
    lengthCode: {
      symbol: lengthSymbol,
      span: { start, end: lengthEnd },
      extra: { start: lengthEnd, end: distanceStart },
      base: lengthBase,
      added: lengthMore,
    },
    distanceCode: {
      symbol,
      span: { start: distanceStart, end: distanceEnd },
      extra: { start: distanceEnd, end: span.end },
      base,
      added: more,
    },
  });
  return null;
}

function notRead(why: number, reader: BitReader, start: number, expected: string): Stop {
  if (why === BITS_ENDED) return INPUT_ENDED;
  const span = reader.since(start);
  return faultAt('inflate.code', span, bitText(reader.data, span), expected);
}
