import type { ByteReader } from './record-bytes.ts';

/** One byte that counts in a list of names. */
export function oneOf<const T extends string>(record: ByteReader, names: readonly [T, ...T[]], what: string): T {
  const at = record.offset;
  const code = record.byte(what);
  const name = names[code];
  if (name === undefined) record.fail(at, String(code), `${what}: 0 to ${names.length - 1}`);
  return name ?? names[0];
}
