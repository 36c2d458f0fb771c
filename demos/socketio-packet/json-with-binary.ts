import type { Value } from '#demos/protocol/socketio-value.ts';

export type JsonWithBinary =
  | { readonly kind: 'json'; readonly data: readonly Value[]; readonly attachments: readonly Uint8Array[] }
  | { readonly kind: 'throws'; readonly found: string };

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/**
 * What JSON.stringify makes of some values once binary has been taken out of them and placeholders stand for it: what
 * JSON has no notation for changes or goes, and a BigInt makes it throw.
 */
export function jsonWithBinary(values: readonly unknown[]): JsonWithBinary {
  const attachments: Uint8Array[] = [];
  const take = (value: unknown): unknown => {
    if (value instanceof Uint8Array) return { _placeholder: true, num: attachments.push(value) - 1 };
    if (Array.isArray(value)) return value.map(take);
    if (!isObject(value) || value instanceof Date || value instanceof Map || value instanceof Set) return value;
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, take(each)]));
  };
  try {
    return { kind: 'json', data: JSON.parse(JSON.stringify(values.map(take))), attachments };
  } catch (error) {
    return { kind: 'throws', found: String(error) };
  }
}
