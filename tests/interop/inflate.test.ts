import { constants, createDeflateRaw, deflateRawSync, inflateRawSync, type ZlibOptions } from 'node:zlib';
import { expect, test } from 'vitest';
import { concat, toHex } from '#demos/protocol/bytes.ts';
import { createMessageInflater, stripFlushTail } from '#demos/protocol/deflate-framing.ts';
import { inflate, inflateTrace } from '#demos/protocol/inflate.ts';
import { FLUSH_TAIL, traceMessage } from '#demos/protocol/inflate-message.ts';
import type { InflateTrace } from '#demos/protocol/inflate-trace.ts';
import type { InflateRule } from '#demos/protocol/rules-inflate.ts';
import type { Span } from '#demos/protocol/span.ts';
import { Random } from './random-streams.ts';

const STREAMS = 10_000;
const SEED = 1951;

const FLUSHES = ['Z_SYNC_FLUSH', 'Z_FULL_FLUSH', 'Z_PARTIAL_FLUSH', 'Z_FINISH'] as const;
const STRATEGIES = ['Z_DEFAULT_STRATEGY', 'Z_FILTERED', 'Z_HUFFMAN_ONLY', 'Z_RLE', 'Z_FIXED'] as const;

/** Data that compresses in every way there is: noise, runs, few different bytes, words that come again. */
function randomData(random: Random): Uint8Array {
  const length = random.chance(0.02) ? 40_000 + random.below(60_000) : random.below(random.pick([8, 60, 600, 3000]));
  const kinds = 1 + random.below(random.pick([2, 16, 256]));
  const data = new Uint8Array(length);
  for (let i = 0; i < length; ) {
    const back = 1 + random.below(Math.max(1, Math.min(i, 32_768)));
    const run = random.chance(0.2) && i > 0 ? 3 + random.below(300) : 0;
    for (const end = Math.min(length, i + run); i < end; i++) data[i] = data[i - back] ?? 0;
    if (i < length) data[i++] = random.below(kinds);
  }
  return data;
}

interface Stream {
  readonly plain: Uint8Array;
  readonly window: Uint8Array;
  readonly compressed: Uint8Array;
  readonly options: ZlibOptions;
}

function randomStream(random: Random): Stream {
  const window = random.chance(0.3) ? randomData(random).subarray(-32_768) : new Uint8Array(0);
  const flush = random.pick(FLUSHES);
  const options: ZlibOptions = {
    level: random.below(10),
    strategy: constants[random.pick(STRATEGIES)],
    windowBits: 9 + random.below(7),
    memLevel: 1 + random.below(9),
    finishFlush: constants[flush],
    ...(window.length > 0 && { dictionary: window }),
  };
  const plain =
    window.length > 0 && random.chance(0.5) ? window.slice(random.below(window.length)) : randomData(random);
  return { plain, window, compressed: new Uint8Array(deflateRawSync(plain, options)), options };
}

const same = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;

type Verdict = { readonly output: Uint8Array } | { readonly error: string };

/** Like `ws` and Chromium, zlib is asked for what there is: an end that comes too soon is no error. */
function zlibVerdict(data: Uint8Array, window: Uint8Array): Verdict {
  try {
    const dictionary = window.length > 0 ? { dictionary: window } : {};
    return { output: inflateRawSync(data, { ...dictionary, finishFlush: constants.Z_SYNC_FLUSH }) };
  } catch (error) {
    return { error: (error as Error).message };
  }
}

/** What zlib says where we name a rule. Its `inflate.c` and `inftrees.c` have no other messages for raw data. */
const ZLIB_SAYS: Readonly<Record<InflateRule, readonly string[]>> = {
  'inflate.block-type': ['invalid block type'],
  'inflate.stored-length': ['invalid stored block lengths'],
  'inflate.code-counts': ['too many length or distance symbols'],
  'inflate.oversubscribed': ['invalid code lengths set', 'invalid literal/lengths set', 'invalid distances set'],
  'inflate.incomplete': ['invalid code lengths set', 'invalid literal/lengths set', 'invalid distances set'],
  'inflate.no-end-of-block': ['invalid code -- missing end-of-block'],
  'inflate.repeat-nothing': ['invalid bit length repeat'],
  'inflate.repeat-overrun': ['invalid bit length repeat'],
  'inflate.code': ['invalid literal/length code', 'invalid distance code'],
  'inflate.symbol': ['invalid literal/length code', 'invalid distance code'],
  'inflate.distance': ['invalid distance too far back'],
  'inflate.window': [],
};

/** zlib takes a code-length code without codes for one that says 0 at every bit, and objects later if at all. */
const isEmptyCodeLengthCode = ({ fault }: Pick<InflateTrace, 'fault'>): boolean =>
  fault?.rule === 'inflate.incomplete' && fault.found === '1 of 1 codes left over';

function expectSame(data: Uint8Array, window: Uint8Array): InflateTrace {
  const ours = inflateTrace(data, { window });
  const theirs = zlibVerdict(data, window);
  const agrees = ours.fault
    ? isEmptyCodeLengthCode(ours) || ('error' in theirs && ZLIB_SAYS[ours.fault.rule].includes(theirs.error))
    : 'output' in theirs && same(theirs.output, ours.output);
  if (!agrees) expect({ ...ours.fault, data: toHex(data), window: toHex(window) }).toEqual(theirs);
  return ours;
}

/** The parts of every block, header first: they cover what was read, and say what was written. */
function expectWhole(trace: InflateTrace, data: Uint8Array, window: Uint8Array): void {
  const spans: Span[] = trace.blocks.flatMap(({ header, symbols, padding }) => [
    ...header.map(({ span }) => span),
    ...symbols.map(({ span }) => span),
    ...(padding ? [padding] : []),
  ]);
  let bit = 0;
  for (const { start, end } of spans) {
    if (start !== bit || end < start) expect({ start, end }).toEqual({ start: bit, end });
    bit = end;
  }
  expect(bit).toBe(trace.end.bit);
  expect(bit).toBeLessThanOrEqual(data.length * 8);

  const written = concat(window, new Uint8Array(trace.output.length));
  let end = window.length;
  for (const symbol of trace.blocks.flatMap(({ symbols }) => symbols)) {
    if (symbol.at !== end - window.length) expect(symbol.at).toBe(end - window.length);
    if (symbol.kind === 'literal') written[end++] = symbol.byte;
    else if (symbol.kind === 'stored') {
      written.set(data.subarray(symbol.span.start / 8, symbol.span.end / 8), end);
      end += symbol.length;
    } else if (symbol.kind === 'copy') {
      const { from, length, distance, lengthCode, distanceCode, span } = symbol;
      const parts = [lengthCode.span, lengthCode.extra, distanceCode.span, distanceCode.extra];
      const ends = [span.start, ...parts.map(({ end }) => end)];
      const adjacent = parts.every(({ start }, i) => start === ends[i]) && ends.at(-1) === span.end;
      const adds = lengthCode.base + lengthCode.added === length && distanceCode.base + distanceCode.added === distance;
      if (!adjacent || !adds || from !== symbol.at - distance) expect(symbol).toBe('a copy whose parts add up');
      for (let i = 0; i < length; i++) written[end++] = written[from + window.length + i] ?? 0;
    }
  }
  expect(end).toBe(written.length);
  expect(same(written.subarray(window.length), trace.output)).toBe(true);
}

test(`${STREAMS} streams that zlib made come back, and their parts tile their bits`, () => {
  const random = new Random(SEED);
  const kinds = { stored: 0, fixed: 0, dynamic: 0, reserved: 0 };
  for (let i = 0; i < STREAMS; i++) {
    const { plain, window, compressed, options } = randomStream(random);
    const trace = inflateTrace(compressed, { window, windowBytes: 2 ** (options.windowBits ?? 15) });
    if (trace.fault || !same(trace.output, plain)) {
      expect({ options, window: toHex(window), compressed: toHex(compressed), ...trace.fault }).toBe('inflated');
    }
    expectWhole(trace, compressed, window);
    expect(inflate(compressed, { window })).toMatchObject({ end: trace.end, fault: null });
    for (const { kind } of trace.blocks) kinds[kind] += 1;
  }
  expect(Math.min(kinds.stored, kinds.fixed, kinds.dynamic)).toBeGreaterThan(1000);
});

const flipBits = (random: Random, data: Uint8Array): Uint8Array => {
  const flipped = data.slice();
  const reach = random.chance(0.5) ? Math.min(200, data.length * 8) : data.length * 8;
  for (let n = 1 + random.below(3); n > 0 && reach > 0; n--) {
    const bit = random.below(reach);
    flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  }
  return flipped;
};

const randomBytes = (random: Random): Uint8Array =>
  Uint8Array.from({ length: random.below(120) }, () => random.below(256));

/** Bytes at random hardly get past the first lines of a dynamic block. These do: its code-length code is a good one. */
function randomDynamicBlock(random: Random): Uint8Array {
  const bits: number[] = [];
  const put = (value: number, count: number): void => {
    for (let i = 0; i < count; i++) bits.push((value >> i) & 1);
  };
  put(0b100 | random.below(2), 3);
  put(random.pick([0, 0, 1, 29, random.below(32)]), 5);
  put(random.pick([0, 0, 1, random.below(32)]), 5);
  put(14, 4);
  // In the order 16, 17, 18, 0, 8, 7 … 1: complete codes of 0, 1, 18 and, in the last, 16.
  const [first, one] = random.pick([
    [[0, 0, 1, 2], 2],
    [[0, 0, 2, 1], 2],
    [[2, 0, 2, 2], 2],
  ] as const);
  for (const length of [...first, ...new Array<number>(13).fill(0), one]) put(length, 3);
  if (first[2] === 1 && random.chance(0.8)) {
    // 256 zeros, then what end of block has, and the distances.
    put(0, 1);
    put(127, 7);
    put(0, 1);
    put(107, 7);
  }
  for (let count = random.below(400); count > 0; count--) put(random.below(2), 1);
  const bytes = new Uint8Array(Math.ceil(bits.length / 8));
  for (const [i, bit] of bits.entries()) bytes[i >> 3] = (bytes[i >> 3] ?? 0) | (bit << (i & 7));
  return bytes;
}

test(`${STREAMS} damaged streams are refused where zlib refuses them, for its reason, and read alike where not`, () => {
  const random = new Random(SEED + 1);
  const refused = new Set<string>();
  for (let i = 0; i < STREAMS; i++) {
    const { compressed, window } = randomStream(random);
    const small = compressed.subarray(0, 20_000);
    const damaged = random.pick([
      () => flipBits(random, small),
      () => small.subarray(0, random.below(small.length + 1)),
      () => randomBytes(random),
      () => randomDynamicBlock(random),
      () => concat(small.subarray(0, random.below(small.length + 1)), randomBytes(random)),
    ])();
    const trace = expectSame(damaged, window);
    expectWhole(trace, damaged, window);
    if (trace.fault) refused.add(trace.fault.rule);
    const span = trace.fault?.span;
    if (span) expect(0 <= span.start && span.start < span.end && span.end <= damaged.length * 8).toBe(true);
  }
  expect([...refused].sort()).toEqual(
    Object.keys(ZLIB_SAYS)
      .filter((rule) => rule !== 'inflate.window')
      .sort(),
  );
});

test('a limit stops before the byte that is too many, with all before it', () => {
  const random = new Random(SEED + 2);
  for (let i = 0; i < 300; i++) {
    const { plain, window, compressed } = randomStream(random);
    const limit = random.below(plain.length + 2);
    const { output, end } = inflate(compressed, { window, limit });
    expect(end.kind === 'limit').toBe(plain.length > limit);
    expect(output.length).toBeLessThanOrEqual(limit);
    expect(same(plain.subarray(0, output.length), output)).toBe(true);
  }
});

/** What one context makes of several messages, as a sender with context takeover sends them. */
async function deflateInTurn(messages: readonly Uint8Array[], options: ZlibOptions): Promise<Uint8Array[]> {
  const deflater = createDeflateRaw(options);
  const payloads: Uint8Array[] = [];
  for (const message of messages) {
    const chunks: Uint8Array[] = [];
    const collect = (chunk: Uint8Array) => chunks.push(chunk);
    deflater.on('data', collect);
    deflater.write(message);
    await new Promise<void>((resolve) => deflater.flush(constants.Z_SYNC_FLUSH, resolve));
    deflater.off('data', collect);
    payloads.push(stripFlushTail(concat(...chunks)));
  }
  deflater.close();
  return payloads;
}

test('messages of one context come back one after the other, at every size of window', async () => {
  const random = new Random(SEED + 3);
  let copiesFromBefore = 0;
  for (let i = 0; i < 210; i++) {
    const windowBits = 9 + (i % 7);
    const base = randomData(random);
    const messages = Array.from({ length: 4 }, () =>
      concat(base.subarray(random.below(base.length + 1)), randomData(random).subarray(0, 300)),
    ).filter(({ length }) => length > 0);
    const payloads = await deflateInTurn(messages, { windowBits });
    const windowBytes = 2 ** windowBits;
    const inflater = createMessageInflater({ contextTakeover: true, windowBytes });
    let before = new Uint8Array(0);
    for (const [n, payload] of payloads.entries()) {
      const message = messages[n] as Uint8Array;
      const result = inflater.inflate(payload, null);
      expect(result.kind === 'data' && same(result.bytes, message)).toBe(true);
      const window = before.subarray(-windowBytes);
      const trace = traceMessage(payload, { window, windowBytes });
      expect(trace.end).toEqual({ kind: 'flushed', bit: (payload.length + FLUSH_TAIL.length) * 8 });
      expectWhole(trace, trace.data, window);
      for (const symbol of trace.blocks.flatMap(({ symbols }) => symbols)) {
        if (symbol.kind === 'copy' && symbol.from < 0) copiesFromBefore += 1;
      }
      before = concat(before, message);
    }
  }
  expect(copiesFromBefore).toBeGreaterThan(100);
});
