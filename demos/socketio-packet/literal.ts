import { type LiteralFault, LiteralReader, Unreadable } from './literal-reader.ts';
import { readString } from './literal-string.ts';

export type { LiteralFault } from './literal-reader.ts';

export type LiteralValues = { readonly kind: 'values'; readonly values: readonly unknown[] } | LiteralFault;

// Deeper than any event the companion takes; and no text that was typed overflows the stack.
const MOST_LEVELS = 100;

const VALUE =
  'a value: a string, a number, `true`, `null`, `[…]`, `{…}`, `undefined`, `new Date("…")`, `Uint8Array.of(…)`';
const BYTES = 'whole numbers from 0 to 255';
const MADE = '`Date`, `Map`, `Set` or `Uint8Array`';

/**
 * Reads a list of JavaScript literals, `"add", 1, new Date(0)`, as the arguments of a call. Nothing is evaluated: it
 * is JSON, and what JSON cannot say. White space may stand anywhere; a comma may follow the last.
 */
export function readLiterals(text: string): LiteralValues {
  const reader = new LiteralReader(text);
  try {
    const values: unknown[] = [];
    reader.skipSpace();
    while (reader.at < text.length) {
      values.push(readValue(reader, 0));
      reader.skipSpace();
      if (reader.at < text.length) reader.need(',', 'a comma');
      reader.skipSpace();
    }
    return { kind: 'values', values };
  } catch (error) {
    if (error instanceof Unreadable) return error.fault;
    throw error;
  }
}

function readValue(reader: LiteralReader, depth: number): unknown {
  if (depth > MOST_LEVELS) reader.fail(`at most ${MOST_LEVELS} levels`);
  const quote = reader.quote();
  if (quote !== null) return readString(reader, quote);
  const number = reader.number();
  if (number !== null) return number.endsWith('n') ? BigInt(number.slice(0, -1)) : Number(number);
  if (reader.take('[')) return readElements(reader, ']', depth);
  if (reader.take('{')) return readProperties(reader, depth);
  const start = reader.at;
  const word = reader.word();
  switch (word) {
    case 'true':
      return true;
    case 'false':
      return false;
    case 'null':
      return null;
    case 'undefined':
      return undefined;
    case 'NaN':
      return Number.NaN;
    case 'Infinity':
      return Number.POSITIVE_INFINITY;
    case 'new':
      return readNew(reader, depth);
    case 'Uint8Array':
      return readBytes(reader, depth);
    default:
      return reader.fail(VALUE, start, word === null ? undefined : start + word.length);
  }
}

/** Values up to `close`, which ends them. */
function readElements(reader: LiteralReader, close: string, depth: number): unknown[] {
  const values: unknown[] = [];
  while (!reader.take(close)) {
    values.push(readValue(reader, depth + 1));
    if (reader.take(close)) break;
    reader.need(',', `a comma or \`${close}\``);
  }
  return values;
}

function readProperties(reader: LiteralReader, depth: number): object {
  const made: Record<string, unknown> = {};
  while (!reader.take('}')) {
    const quote = reader.quote();
    const key = quote === null ? reader.word() : readString(reader, quote);
    if (key === null) return reader.fail('a property’s name or `}`');
    reader.need(':', 'a colon');
    const value = readValue(reader, depth + 1);
    // Assigning to `__proto__` would change what the object is.
    Object.defineProperty(made, key, { value, enumerable: true, writable: true, configurable: true });
    if (reader.take('}')) break;
    reader.need(',', 'a comma or `}`');
  }
  return made;
}

function readNew(reader: LiteralReader, depth: number): unknown {
  reader.skipSpace();
  const start = reader.at;
  const name = reader.word() ?? '';
  if (!['Date', 'Map', 'Set', 'Uint8Array'].includes(name))
    return reader.fail(MADE, start, start + Math.max(1, name.length));
  reader.need('(');
  reader.skipSpace();
  const argumentAt = reader.at;
  const given = readElements(reader, ')', depth);
  const refuse = (expected: string): never => reader.fail(expected, argumentAt, reader.at - 1);
  if (given.length > 1) return refuse('one value at most');
  const [first = name === 'Date' ? undefined : []] = given;
  switch (name) {
    case 'Date':
      // The date of now would be another one at each key press.
      return typeof first === 'string' || typeof first === 'number'
        ? new Date(first)
        : refuse('a date in quotes, or milliseconds since 1970');
    case 'Map':
      return isPairs(first) ? new Map(first) : refuse('pairs, `[[key, value], …]`');
    case 'Set':
      return Array.isArray(first) ? new Set(first) : refuse('values, `[…]`');
    default:
      return isBytes(first) ? new Uint8Array(first) : refuse(BYTES);
  }
}

/** `Uint8Array.of(1, 2)`, after its first word. */
function readBytes(reader: LiteralReader, depth: number): Uint8Array {
  reader.need('.');
  reader.need('of');
  reader.need('(');
  const start = reader.at;
  const given = readElements(reader, ')', depth);
  return isBytes(given) ? Uint8Array.from(given) : reader.fail(BYTES, start, reader.at - 1);
}

const isPairs = (value: unknown): value is [unknown, unknown][] =>
  Array.isArray(value) && value.every((pair) => Array.isArray(pair) && pair.length === 2);

const isBytes = (value: unknown): value is number[] =>
  Array.isArray(value) && value.every((byte) => Number.isInteger(byte) && byte >= 0 && byte <= 255);
