import type { Capture, CaptureEvent } from '#demos/capture/capture.ts';
import type { Link } from './link.ts';

/** A capture that grows. */
export interface CaptureStore {
  readonly capture: Link['capture'];
  add(events: readonly CaptureEvent[], madeWith?: Capture['madeWith']): void;
  /** From nothing again; nobody is told, because nothing was added. */
  clear(): void;
}

/** Puts events in causal order; `createMerger` does it for events of several recorders. */
export interface CausalOrder {
  add(events: readonly CaptureEvent[]): unknown;
  readonly order: readonly CaptureEvent[];
}

/** For events that come in causal order already. */
export function createAppendOrder(): CausalOrder {
  const order: CaptureEvent[] = [];
  return { add: (events) => order.push(...events), order };
}

/** Telling never nests: what a listener adds is told after. */
export function createCaptureStore(
  source: Capture['source'],
  madeWith: Capture['madeWith'],
  createOrder: () => CausalOrder,
): CaptureStore {
  let causal = createOrder();
  let versions = madeWith;
  const listeners = new Set<(added: readonly CaptureEvent[]) => void>();
  // An order may grow in place; a capture that was given out never changes.
  let current: Capture | null = null;
  let untold: (readonly CaptureEvent[])[] = [];
  let telling = false;

  function tell(): void {
    if (telling) return;
    telling = true;
    try {
      for (let added = untold.shift(); added !== undefined; added = untold.shift())
        for (const listener of [...listeners]) listener(added);
    } finally {
      telling = false;
    }
  }

  return {
    capture: {
      get() {
        current ??= { format: 1, source, madeWith: versions, events: [...causal.order] };
        return current;
      },
      subscribe(onAdded) {
        listeners.add(onAdded);
        return () => listeners.delete(onAdded);
      },
    },
    add(events, madeWith = versions) {
      if (events.length === 0) return;
      causal.add(events);
      versions = madeWith;
      current = null;
      untold.push(events);
      tell();
    },
    clear() {
      causal = createOrder();
      current = null;
      untold = [];
    },
  };
}
