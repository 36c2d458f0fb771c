import type { Span } from '#demos/protocol/span.ts';
import type { ByteRun } from './input.ts';
import type { Origin, Plan } from './plan.ts';

/** The place in the input of a run of bits of a stream, in characters; `null` where the input has no text, or is JSON. */
export function placeOf(
  { origins, runs }: Plan,
  stream: string,
  span: Span,
): { readonly start: number; readonly end: number } | null {
  const own = origins.get(stream);
  const first = own && placeOfByte(own, runs, Math.floor(span.start / 8));
  const last = own && placeOfByte(own, runs, Math.max(0, Math.ceil(span.end / 8) - 1));
  return first === undefined || first === null || last === undefined || last === null
    ? null
    : { start: first, end: Math.max(first, last) + 2 };
}

function placeOfByte(origins: readonly Origin[], runs: readonly ByteRun[], offset: number): number | null {
  let low = 0;
  let high = origins.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((origins[middle]?.offset ?? 0) > offset) high = middle;
    else low = middle + 1;
  }
  const origin = origins[low - 1];
  if (!origin) return null;
  return runs[origin.run]?.places?.[origin.start + offset - origin.offset] ?? null;
}
