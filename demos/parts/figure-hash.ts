import type { CaptureSource } from '#demos/capture/capture.ts';
import { fromHex } from '#demos/protocol/bytes.ts';

/** The longest hash a figure writes, in characters. A longer state is exported as a file instead. */
export const HASH_LIMIT = 2048;

export type HashPairs = Readonly<Record<string, string | number | undefined>>;

/** The hash that names a figure and its state, `#frames?hex=81…&part=fin`; `null` when it would be longer than 2 KB. */
export function writeFigureHash(figure: string, pairs: HashPairs): string | null {
  const given = Object.entries(pairs).flatMap(([key, value]) => (value === undefined ? [] : [[key, String(value)]]));
  // Encoding a draft of megabytes at each key would stop the page.
  if (given.some(([, value]) => (value?.length ?? 0) > HASH_LIMIT)) return null;
  const query = new URLSearchParams(given).toString();
  const hash = `#${figure}${query && `?${query}`}`;
  return hash.length <= HASH_LIMIT ? hash : null;
}

/** What a hash says of `figure`; `null` where it names another. */
export function readFigureHash(figure: string, hash: string): URLSearchParams | null {
  const [name, query = ''] = hash.replace(/^#/, '').split('?');
  return name === figure ? new URLSearchParams(query) : null;
}

/** Which of `names` a hash gives, where it is one. */
export const oneIn = <Name extends string>(
  params: URLSearchParams,
  key: string,
  names: readonly Name[],
): Name | undefined => names.find((name) => name === params.get(key));

const SOURCES: readonly CaptureSource[] = ['recorded', 'live', 'model'];

/** The source a hash asks for, where it is one. */
export const sourceIn = (params: URLSearchParams): CaptureSource | undefined => oneIn(params, 'source', SOURCES);

/** A whole number from 0 a hash gives, where it is one. */
export function countIn(params: URLSearchParams, key: string): number | undefined {
  const text = params.get(key) ?? '';
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}

/** The bytes a hash gives as pairs of hex digits, where it gives no more than `most`. */
export function bytesIn(params: URLSearchParams, key: string, most: number): Uint8Array | undefined {
  const hex = params.get(key);
  if (hex === null || hex.length > most * 2 || !/^(?:[0-9a-f]{2})*$/i.test(hex)) return undefined;
  return fromHex(hex);
}
