/** A value that `JSON.stringify` writes as something else, or not at all (ECMA-262 §25.5.2). */
export type JsonLossKind =
  | 'undefined'
  | 'function'
  | 'symbol'
  | 'hole'
  | 'not-a-number'
  | 'infinity'
  | 'negative-zero'
  | 'bigint'
  | 'date'
  | 'to-json'
  | 'map'
  | 'set'
  | 'regexp'
  | 'error'
  | 'boxed'
  | 'class-instance'
  | 'symbol-key'
  | 'cycle';

/** `omitted`: it leaves no trace. `throws`: nothing at all is written. */
export type JsonLossOutcome =
  | { readonly kind: 'written'; readonly json: string }
  | { readonly kind: 'omitted' }
  | { readonly kind: 'throws' };

export interface JsonLoss {
  /** Keys and indices from the root. A key that is a symbol stands as its description. */
  readonly path: readonly (string | number)[];
  readonly what: JsonLossKind;
  readonly becomes: JsonLossOutcome;
}

const THROWS: JsonLossOutcome = { kind: 'throws' };
const OMITTED: JsonLossOutcome = { kind: 'omitted' };
const written = (json: string): JsonLossOutcome => ({ kind: 'written', json });

/** Objects whose contents are in no property that JSON would write. By `Object.prototype.toString`. */
const TAGGED: Readonly<Record<string, JsonLossKind>> = {
  Map: 'map',
  Set: 'set',
  RegExp: 'regexp',
  Error: 'error',
  Number: 'boxed',
  String: 'boxed',
  Boolean: 'boxed',
};
const tagOf = (value: object): string => Object.prototype.toString.call(value).slice(8, -1);

/** What Socket.IO sends as attachments, out of JSON's way. */
const isBinary = (value: object): boolean =>
  value instanceof ArrayBuffer || ArrayBuffer.isView(value) || ['Blob', 'File'].includes(tagOf(value));

/**
 * What of a value does not come out of JSON as it went in, in the order of writing. Binary is no loss: Socket.IO takes
 * it out before. After something that throws, the list goes on as if it had not.
 */
export const jsonLosses = (value: unknown): readonly JsonLoss[] => [...lossesOf(value, [], 'root', [])];

type Path = readonly (string | number)[];
/** What a value stands in: without a value an array keeps its place, an object does not. */
type Holder = 'root' | 'array' | 'object';

function* lossesOf(value: unknown, path: Path, holder: Holder, above: readonly object[]): Generator<JsonLoss> {
  const noValue = holder === 'array' ? written('null') : OMITTED;
  switch (typeof value) {
    case 'undefined':
      yield { path, what: 'undefined', becomes: noValue };
      break;
    case 'function':
      yield { path, what: 'function', becomes: noValue };
      break;
    case 'symbol':
      yield { path, what: 'symbol', becomes: noValue };
      break;
    case 'bigint':
      yield { path, what: 'bigint', becomes: THROWS };
      break;
    case 'number':
      if (Number.isNaN(value)) yield { path, what: 'not-a-number', becomes: written('null') };
      else if (!Number.isFinite(value)) yield { path, what: 'infinity', becomes: written('null') };
      else if (Object.is(value, -0)) yield { path, what: 'negative-zero', becomes: written('0') };
      break;
    case 'object':
      if (value !== null && !isBinary(value)) yield* lossesOfObject(value, path, above);
  }
}

function* lossesOfObject(value: object, path: Path, above: readonly object[]): Generator<JsonLoss> {
  if (above.includes(value)) {
    yield { path, what: 'cycle', becomes: THROWS };
    return;
  }
  const tag = tagOf(value);
  const inside = [...above, value];
  if ('toJSON' in value && typeof value.toJSON === 'function') {
    yield { path, what: tag === 'Date' ? 'date' : 'to-json', becomes: outcomeOf(value) };
  } else if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) {
      const at = [...path, index];
      if (index in value) yield* lossesOf(value[index], at, 'array', inside);
      else yield { path: at, what: 'hole', becomes: written('null') };
    }
  } else if (TAGGED[tag]) {
    yield { path, what: TAGGED[tag], becomes: outcomeOf(value) };
  } else {
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype !== null && prototype !== Object.prototype)
      yield { path, what: 'class-instance', becomes: outcomeOf(value) };
    for (const [key, member] of Object.entries(value)) yield* lossesOf(member, [...path, key], 'object', inside);
    for (const symbol of Object.getOwnPropertySymbols(value))
      yield { path: [...path, String(symbol)], what: 'symbol-key', becomes: OMITTED };
  }
}

/** What the engine itself writes for it. */
function outcomeOf(value: object): JsonLossOutcome {
  try {
    const json: string | undefined = JSON.stringify(value);
    return json === undefined ? OMITTED : written(json);
  } catch {
    return THROWS;
  }
}
