/** Nothing that a link carries is nested deeper. */
const DEEPEST = 128;

/**
 * A value as JavaScript source text, on one line, also where it is no JSON: `new Date("…")`, `Uint8Array.of(1, 2)`, `NaN`.
 * Never throws: `…` stands for what is nested too deep, or throws when it is looked at.
 */
export function jsSource(value: unknown, depth = 0): string {
  if (depth > DEEPEST) return '…';
  try {
    return sourceOf(value, depth);
  } catch {
    return '…';
  }
}

function sourceOf(value: unknown, depth: number): string {
  const inner = (each: unknown): string => jsSource(each, depth + 1);
  const list = (values: Iterable<unknown>): string => Array.from(values, inner).join(', ');
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value);
    case 'number':
      return Object.is(value, -0) ? '-0' : String(value);
    case 'bigint':
      return `${value}n`;
    case 'object':
      break;
    default:
      return String(value);
  }
  if (value === null) return 'null';
  if (Array.isArray(value)) return `[${list(value)}]`;
  if (value instanceof Date)
    return `new Date(${inner(Number.isNaN(value.getTime()) ? Number.NaN : value.toISOString())})`;
  if (value instanceof Map) return `new Map([${list(value)}])`;
  if (value instanceof Set) return `new Set([${list(value)}])`;
  if (value instanceof ArrayBuffer) return `${inner(new Uint8Array(value))}.buffer`;
  if (ArrayBuffer.isView(value))
    return `Uint8Array.of(${new Uint8Array(value.buffer, value.byteOffset, value.byteLength).join(', ')})`;
  const members = Object.entries(value).map(([name, member]) => `${key(name)}: ${inner(member)}`);
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`;
}

function key(name: string): string {
  // Written plainly it would be the object's prototype.
  if (name === '__proto__') return '["__proto__"]';
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name);
}
