import { describe, expect, test } from 'vitest';
import { fromHex, utf8DecodeLenient } from './bytes.ts';
import { inflateTrace } from './inflate.ts';
import { codeWords } from './inflate-huffman.ts';
import { isFlushBlock, traceMessage } from './inflate-message.ts';
import type { InflateBlock, InflateSymbol } from './inflate-trace.ts';

/** `H 3-11`, `4 from -4 11-24`, `5 stored 40-80`, `end 24-31`. */
const outline = ({ symbols }: InflateBlock): string[] =>
  symbols.map((symbol) => `${told(symbol)} ${symbol.span.start}-${symbol.span.end}`);
function told(symbol: InflateSymbol): string {
  switch (symbol.kind) {
    case 'literal':
      return String.fromCharCode(symbol.byte);
    case 'copy':
      return `${symbol.length} from ${symbol.from}`;
    case 'stored':
      return `${symbol.length} stored`;
    case 'end':
      return 'end';
  }
}
const heads = ({ header }: InflateBlock): string[] =>
  header.map(
    (part) => `${part.kind} ${'value' in part ? part.value : part.length} ${part.span.start}-${part.span.end}`,
  );

describe('RFC 7692 §7.2.3', () => {
  test('“Hello” is five literals of 8 bits and an end of 7 (§7.2.3.1)', () => {
    const { blocks, output, fault } = traceMessage(fromHex('f2 48 cd c9 c9 07 00'));
    const [block, flush] = blocks;
    expect(block && heads(block)).toEqual(['bfinal 0 0-1', 'btype 1 1-3']);
    expect(block && outline(block)).toEqual(['H 3-11', 'e 11-19', 'l 19-27', 'l 27-35', 'o 35-43', 'end 43-50']);
    expect(flush && heads(flush)).toEqual([
      'bfinal 0 50-51',
      'btype 0 51-53',
      'padding 0 53-56',
      'len 0 56-72',
      'nlen 65535 72-88',
    ]);
    expect([utf8DecodeLenient(output), fault, blocks.length]).toEqual(['Hello', null, 2]);
  });

  test('the four bytes put back are LEN and NLEN of the block that ends the flush', () => {
    const { blocks, sentBits, end } = traceMessage(fromHex('f2 48 cd c9 c9 07 00'));
    expect(blocks.map(isFlushBlock)).toEqual([false, true]);
    expect(blocks[1]?.header.filter(({ span }) => span.start >= sentBits).map(({ kind }) => kind)).toEqual([
      'len',
      'nlen',
    ]);
    expect(end).toEqual({ kind: 'flushed', bit: 88 });
  });

  test('the second “Hello” is H and four bytes from the window (§7.2.3.2)', () => {
    const window = fromHex('48 65 6c 6c 6f');
    const { blocks, output } = traceMessage(fromHex('f2 00 11 00 00'), { window });
    expect(blocks[0] && outline(blocks[0])).toEqual(['H 3-11', '4 from -4 11-24', 'end 24-31']);
    expect(blocks[0]?.symbols[1]).toMatchObject({
      lengthCode: { symbol: 258, span: { start: 11, end: 18 }, extra: { start: 18, end: 18 }, base: 4, added: 0 },
      distanceCode: { symbol: 4, span: { start: 18, end: 23 }, extra: { start: 23, end: 24 }, base: 5, added: 0 },
    });
    expect(utf8DecodeLenient(output)).toBe('Hello');
  });

  test('“Hello” without compression is a stored block (§7.2.3.3)', () => {
    const { blocks, output } = traceMessage(fromHex('00 05 00 fa ff 48 65 6c 6c 6f 00'));
    const [block] = blocks;
    expect(block && heads(block)).toEqual([
      'bfinal 0 0-1',
      'btype 0 1-3',
      'padding 0 3-8',
      'len 5 8-24',
      'nlen 65530 24-40',
    ]);
    expect(block && outline(block)).toEqual(['5 stored 40-80']);
    expect([utf8DecodeLenient(output), blocks.map(isFlushBlock)]).toEqual(['Hello', [false, true]]);
  });

  test('after a block with BFINAL the next one starts at a byte (§7.2.3.4)', () => {
    const { blocks, output, end } = traceMessage(fromHex('f3 48 cd c9 c9 07 00 00'));
    expect(blocks.map(({ kind, final, span, padding }) => ({ kind, final, span, padding }))).toEqual([
      { kind: 'fixed', final: true, span: { start: 0, end: 56 }, padding: { start: 50, end: 56 } },
      { kind: 'stored', final: false, span: { start: 56, end: 96 }, padding: null },
    ]);
    expect([utf8DecodeLenient(output), end.kind]).toEqual(['Hello', 'flushed']);
  });

  test('a message may be several blocks (§7.2.3.5)', () => {
    const { blocks, output } = traceMessage(fromHex('f2 48 05 00 00 00 ff ff ca c9 c9 07 00'));
    expect(blocks.map(outline)).toEqual([
      ['H 3-11', 'e 11-19', 'end 19-26'],
      [],
      ['l 67-75', 'l 75-83', 'o 83-91', 'end 91-98'],
      [],
    ]);
    expect(utf8DecodeLenient(output)).toBe('Hello');
  });
});

test('raw data ends with its final block, whatever follows', () => {
  const { end, output } = inflateTrace(fromHex('f3 48 cd c9 c9 07 00 ff ff ff'));
  expect([end, utf8DecodeLenient(output)]).toEqual([{ kind: 'final', bit: 50 }, 'Hello']);
});

test('a copy longer than its distance repeats what it writes: six times a', () => {
  // As zlib sends “aaaaaa”.
  const { blocks, output } = traceMessage(fromHex('4a 4c 04 01 00'));
  expect(blocks[0] && outline(blocks[0])).toEqual(['a 3-11', 'a 11-19', '4 from 1 19-31', 'end 31-38']);
  expect(utf8DecodeLenient(output)).toBe('aaaaaa');
});

test('the fixed codes are those of RFC 1951 §3.2.6', () => {
  const { codes } = traceMessage(fromHex('f2 48 cd c9 c9 07 00')).blocks[0] ?? {};
  const words = new Map(codes && codeWords(codes.literal).map(({ symbol, bits }) => [symbol, bits]));
  expect([0, 143, 144, 255, 256, 279, 280, 287].map((symbol) => words.get(symbol))).toEqual([
    '00110000',
    '10111111',
    '110010000',
    '111111111',
    '0000000',
    '0010111',
    '11000000',
    '11000111',
  ]);
});

test('data cut short keeps what is whole, and is no fault', () => {
  const { blocks, end, fault } = inflateTrace(fromHex('f2 48 cd'));
  expect(blocks[0] && outline(blocks[0])).toEqual(['H 3-11', 'e 11-19']);
  expect([end, fault]).toEqual([{ kind: 'input-ended', bit: 19 }, null]);
});

test('of nothing there is no block', () => {
  expect(inflateTrace(new Uint8Array(0))).toMatchObject({ blocks: [], end: { kind: 'flushed', bit: 0 }, fault: null });
});
