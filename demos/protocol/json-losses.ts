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

/**
 * What of a value does not come out of JSON as it went in, in the order of writing. Binary is no loss: Socket.IO takes
 * it out of the JSON before. After something that throws, the list goes on as if it had not.
 */
export function jsonLosses(value: unknown): readonly JsonLoss[] {
  const losses: JsonLoss[] = [];
  visit(value, [], 'root', losses, []);
  return losses;
}

type Path = readonly (string | number)[];
/** What a value stands in: without a value an array keeps its place, an object does not. */
type Holder = 'root' | 'array' | 'object';

function visit(value: unknown, path: Path, holder: Holder, losses: JsonLoss[], above: readonly object[]): void {
  const lose = (what: JsonLossKind, becomes: JsonLossOutcome): void => void losses.push({ path, what, becomes });
  const noValue = holder === 'array' ? written('null') : OMITTED;
  switch (typeof value) {
    case 'undefined':
    case 'function':
    case 'symbol':
      return lose(typeof value as 'undefined' | 'function' | 'symbol', noValue);
    case 'bigint':
      return lose('bigint', THROWS);
    case 'number':
      if (Number.isNaN(value)) lose('not-a-number', written('null'));
      else if (!Number.isFinite(value)) lose('infinity', written('null'));
      else if (Object.is(value, -0)) lose('negative-zero', written('0'));
      return;
    case 'object':
      if (value !== null) visitObject(value, path, lose, losses, above);
  }
}

function visitObject(
  value: object,
  path: Path,
  lose: (what: JsonLossKind, becomes: JsonLossOutcome) => void,
  losses: JsonLoss[],
  above: readonly object[],
): void {
  if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) return;
  if (above.includes(value)) return lose('cycle', THROWS);
  const inside = [...above, value];
  if ('toJSON' in value && typeof value.toJSON === 'function')
    return lose(tagOf(value) === 'Date' ? 'date' : 'to-json', outcomeOf(value));
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) {
      const at = [...path, index];
      if (index in value) visit(value[index], at, 'array', losses, inside);
      else losses.push({ path: at, what: 'hole', becomes: written('null') });
    }
    return;
  }
  const tag = TAGGED[tagOf(value)];
  if (tag) return lose(tag, outcomeOf(value));
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== null && prototype !== Object.prototype) lose('class-instance', outcomeOf(value));
  for (const [key, member] of Object.entries(value)) visit(member, [...path, key], 'object', losses, inside);
  for (const symbol of Object.getOwnPropertySymbols(value))
    losses.push({ path: [...path, String(symbol)], what: 'symbol-key', becomes: OMITTED });
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
