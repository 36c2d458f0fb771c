/** Bytes that a segment brings: sequence numbers `[start, end)`, counted on past 2^32; the first `payload.length` were kept. */
export interface Part {
  readonly start: number;
  readonly end: number;
  readonly payload: Uint8Array;
}

/** Offsets count from the first byte of the stream. */
export type StreamEvent =
  | { readonly kind: 'bytes'; readonly offset: number; readonly bytes: Uint8Array }
  | { readonly kind: 'gap'; readonly offset: number; readonly length: number }
  | { readonly kind: 'fin' };

/**
 * One direction of a connection, put in order (RFC 9293 §3.4): what was sent twice is given once, what came early
 * waits. Every part of the file is known beforehand, so bytes that stand nowhere in it are a gap at once, and only
 * those that come later are waited for.
 */
export class TcpStream {
  /** What the file holds of the stream: disjoint, in order. */
  readonly #held: readonly (readonly [start: number, end: number])[];
  #place = 0;
  /** Parts that came before their turn; a heap, the least `start` first. */
  readonly #early: Part[] = [];
  /** Sequence number of the stream's first byte, and of the next. */
  readonly #zero: number;
  #next: number;
  /** Bytes before this one are known to have passed. */
  #passed: number;
  #finAt: number | null = null;

  constructor(parts: readonly Part[], zero: number) {
    this.#held = union(parts);
    this.#zero = zero;
    this.#next = zero;
    this.#passed = zero;
  }

  push(part: Part, fin: boolean): StreamEvent[] {
    const told: StreamEvent[] = [];
    if (part.payload.length > 0) pushHeap(this.#early, part);
    // An empty segment after a FIN has counted that (RFC 9293 §3.4): only bytes and a FIN say what passed.
    if (fin || part.end > part.start) this.#passed = Math.max(this.#passed, part.end);
    if (fin) this.#finAt ??= part.end;
    while (this.#step(told));
    if (this.#finAt !== null && this.#finAt <= this.#next) {
      told.push({ kind: 'fin' });
      this.#finAt = Number.POSITIVE_INFINITY;
    }
    return told;
  }

  #step(told: StreamEvent[]): boolean {
    const next = this.#next;
    const offset = next - this.#zero;
    const [part] = this.#early;
    if (part && part.start <= next) {
      popHeap(this.#early);
      const bytes = part.payload.subarray(next - part.start);
      if (bytes.length > 0) told.push({ kind: 'bytes', offset, bytes });
      this.#next += bytes.length;
      return true;
    }
    const end = Math.min(this.#heldFrom(next), this.#passed);
    if (end <= next) return false;
    told.push({ kind: 'gap', offset, length: end - next });
    this.#next = end;
    return true;
  }

  /** The first byte from this one on that the file holds. */
  #heldFrom(next: number): number {
    for (; this.#place < this.#held.length; this.#place += 1) {
      const [start, end] = this.#held[this.#place] ?? [0, 0];
      if (end > next) return Math.max(start, next);
    }
    return Number.POSITIVE_INFINITY;
  }
}

function union(parts: readonly Part[]): [number, number][] {
  const spans = parts
    .filter(({ payload }) => payload.length > 0)
    .map(({ start, payload }): [number, number] => [start, start + payload.length])
    .sort(([a], [b]) => a - b);
  const joined: [number, number][] = [];
  for (const [start, end] of spans) {
    const last = joined.at(-1);
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else joined.push([start, end]);
  }
  return joined;
}

function pushHeap(heap: Part[], part: Part): void {
  let at = heap.push(part) - 1;
  while (at > 0) {
    const up = (at - 1) >>> 1;
    const above = heap[up];
    if (!above || above.start <= part.start) break;
    heap[at] = above;
    at = up;
  }
  heap[at] = part;
}

function popHeap(heap: Part[]): void {
  const last = heap.pop();
  if (!last || heap.length === 0) return;
  let at = 0;
  for (;;) {
    const left = at * 2 + 1;
    const right = heap[left + 1];
    const least = right && right.start < (heap[left]?.start ?? 0) ? left + 1 : left;
    const below = heap[least];
    if (!below || below.start >= last.start) break;
    heap[at] = below;
    at = least;
  }
  heap[at] = last;
}
