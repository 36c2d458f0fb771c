import { BitReader } from './inflate-bits.ts';
import { readDynamicCodes } from './inflate-dynamic.ts';
import { huffmanCode } from './inflate-huffman.ts';
import { InflateOutput } from './inflate-output.ts';
import { AT_LIMIT, faultAt, INPUT_ENDED, type Stop } from './inflate-stop.ts';
import { readSymbols, type SymbolReading } from './inflate-symbols.ts';
import { FIXED_DISTANCE_LENGTHS, FIXED_LITERAL_LENGTHS } from './inflate-tables.ts';
import type {
  BlockCodes,
  HeaderPart,
  InflateBlock,
  InflateEnd,
  InflateFault,
  InflateSymbol,
  InflateTrace,
} from './inflate-trace.ts';
import type { Span } from './span.ts';

export interface InflateOptions {
  /** What copies may reach before the first byte of the output: the last bytes of the messages before. None by default. */
  readonly window?: Uint8Array;
  /** Most bytes of output; `null`, as by default: any number. */
  readonly limit?: number | null;
  /** The largest distance that was agreed on (RFC 7692 §7.1.2), in bytes. By default all that DEFLATE can say: 32,768. */
  readonly windowBytes?: number | null;
  /** After a final block: stop, as by default, or go on at the next byte, as a message does (RFC 7692 §7.2.1). */
  readonly afterFinal?: 'stop' | 'next-byte';
}

export interface Inflated {
  readonly output: Uint8Array<ArrayBuffer>;
  readonly end: InflateEnd;
  readonly fault: InflateFault | null;
}

/** Inflates raw DEFLATE data (RFC 1951), all of it at once. Never throws on what a peer sent. Takes time in proportion to input and output. */
export const inflate = (data: Uint8Array, options: InflateOptions = {}): Inflated => run(data, options, null);

/** The same, with what each bit says. Takes some hundred times the memory. */
export function inflateTrace(data: Uint8Array, options: InflateOptions = {}): InflateTrace {
  const blocks: InflateBlock[] = [];
  return { ...run(data, options, blocks), blocks };
}

function run(data: Uint8Array, options: InflateOptions, blocks: InflateBlock[] | null): Inflated {
  const { window = new Uint8Array(0), limit = null, windowBytes = null, afterFinal = 'stop' } = options;
  const reader = new BitReader(data);
  const output = new InflateOutput(window, limit);
  const { kind, fault } = readBlocks({ reader, output, windowBytes, blocks, goesOn: afterFinal === 'next-byte' });
  return { output: output.bytes, end: { kind, bit: reader.kept }, fault };
}

interface Reading extends Omit<SymbolReading, 'symbols'> {
  /** Gets every block; `null`: they are not asked for. */
  readonly blocks: InflateBlock[] | null;
  readonly goesOn: boolean;
}

interface Ended {
  readonly kind: InflateEnd['kind'];
  readonly fault: InflateFault | null;
}

function readBlocks(reading: Reading): Ended {
  const { reader, blocks, goesOn } = reading;
  while (reader.left > 0) {
    const block = new BlockReader(reading);
    const stop = block.read();
    const padding = block.final && goesOn && !stop ? skipToByte(reader) : null;
    if (block.kind !== null) blocks?.push(block.done(block.kind, padding));
    if (stop) return stop.kind === 'fault' ? stop : { kind: stop.kind, fault: null };
    if (block.final && (!goesOn || reader.left === 0)) return { kind: 'final', fault: null };
  }
  return { kind: 'flushed', fault: null };
}

function skipToByte(reader: BitReader): Span {
  reader.align();
  return reader.keep();
}

const KINDS = ['stored', 'fixed', 'dynamic', 'reserved'] as const;

/** Built once, when first needed. */
let fixed: BlockCodes | null = null;
const fixedCodes = (): BlockCodes => {
  fixed ??= { literal: huffmanCode(FIXED_LITERAL_LENGTHS), distance: huffmanCode(FIXED_DISTANCE_LENGTHS) };
  return fixed;
};

class BlockReader {
  kind: InflateBlock['kind'] | null = null;
  final = false;

  readonly #reading: Reading;
  readonly #header: HeaderPart[] = [];
  readonly #symbols: InflateSymbol[] | null;
  readonly #start: number;
  #codes: BlockCodes | null = null;

  constructor(reading: Reading) {
    this.#reading = reading;
    this.#symbols = reading.blocks && [];
    this.#start = reading.reader.bit;
  }

  /** To its end, which is `null`, or as far as it goes. */
  read(): Stop | null {
    const { reader } = this.#reading;
    // Of a header cut short nothing is kept: the block has no kind yet.
    if (reader.left < 3) return INPUT_ENDED;
    const final = reader.take(1);
    this.final = final === 1;
    this.#header.push({ kind: 'bfinal', span: reader.keep(), value: final });
    const type = reader.take(2);
    const span = reader.keep();
    this.#header.push({ kind: 'btype', span, value: type });
    this.kind = KINDS[type] ?? 'reserved';
    switch (this.kind) {
      case 'stored':
        return this.#stored();
      case 'fixed':
        return this.#compressed(fixedCodes());
      case 'dynamic': {
        const codes = readDynamicCodes(reader, this.#header);
        return codes.kind === 'read' ? this.#compressed(codes.value) : codes;
      }
      case 'reserved':
        return faultAt('inflate.block-type', span, '11', '00, 01 or 10');
    }
  }

  /** RFC 1951 §3.2.4. */
  #stored(): Stop | null {
    const { reader, output } = this.#reading;
    this.#header.push({ kind: 'padding', value: reader.align(), span: reader.keep() });
    const length = reader.take(16);
    if (length < 0) return INPUT_ENDED;
    this.#header.push({ kind: 'len', span: reader.keep(), value: length });
    const inverse = reader.take(16);
    if (inverse < 0) return INPUT_ENDED;
    const span = reader.keep();
    this.#header.push({ kind: 'nlen', span, value: inverse });
    const expected = length ^ 0xffff;
    if (inverse !== expected) return faultAt('inflate.stored-length', span, hex16(inverse), hex16(expected));
    const from = reader.bit / 8;
    const bytes = reader.data.subarray(from, from + length);
    const at = output.length;
    if (!output.append(bytes)) return AT_LIMIT;
    reader.bit += bytes.length * 8;
    const stored = reader.keep();
    if (bytes.length > 0) this.#symbols?.push({ kind: 'stored', span: stored, at, length: bytes.length });
    return bytes.length < length ? INPUT_ENDED : null;
  }

  #compressed(codes: BlockCodes): Stop | null {
    this.#codes = codes;
    return readSymbols({ ...this.#reading, symbols: this.#symbols }, codes);
  }

  done(kind: InflateBlock['kind'], padding: Span | null): InflateBlock {
    const span = { start: this.#start, end: this.#reading.reader.kept };
    const [header, symbols] = [this.#header, this.#symbols ?? []];
    return { kind, final: this.final, span, header, codes: this.#codes, symbols, padding };
  }
}

const hex16 = (value: number): string => `0x${value.toString(16).padStart(4, '0')}`;
