const IDENTIFIER = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;

/** JavaScript source text of a value that `readLiterals` can read, such that reading it gives the value again. */
export function sourceOf(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value);
    case 'bigint':
      return `${value}n`;
    case 'number':
      return Object.is(value, -0) ? '-0' : String(value);
    case 'object':
      return value === null ? 'null' : sourceOfObject(value);
    case 'function':
      return '(…) => …';
    default:
      return String(value);
  }
}

/** A list as the arguments of a call. */
export const sourceOfAll = (values: readonly unknown[]): string => values.map(sourceOf).join(', ');

const bytesOf = (value: object): Uint8Array | null => {
  if (value instanceof ArrayBuffer) return new Uint8Array(value);
  if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  return null;
};

function sourceOfObject(value: object): string {
  if (Array.isArray(value)) return `[${sourceOfAll(value)}]`;
  // An invalid date has no ISO form.
  if (value instanceof Date)
    return `new Date(${Number.isNaN(value.getTime()) ? 'NaN' : JSON.stringify(value.toISOString())})`;
  if (value instanceof Map)
    return value.size === 0 ? 'new Map()' : `new Map([${[...value].map((pair) => sourceOf(pair)).join(', ')}])`;
  if (value instanceof Set) return value.size === 0 ? 'new Set()' : `new Set([${sourceOfAll([...value])}])`;
  const bytes = bytesOf(value);
  if (bytes) return `new Uint8Array([${[...bytes].join(', ')}])`;
  const properties = Object.entries(value).map(
    ([key, each]) => `${IDENTIFIER.test(key) ? key : JSON.stringify(key)}: ${sourceOf(each)}`,
  );
  return properties.length === 0 ? '{}' : `{ ${properties.join(', ')} }`;
}
