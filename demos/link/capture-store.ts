import type { Capture, CaptureEvent } from '#demos/capture/capture.ts';
import type { Link } from './link.ts';

/** A capture that grows. */
export interface CaptureStore {
  readonly capture: Link['capture'];
  add(events: readonly CaptureEvent[], madeWith?: Capture['madeWith']): void;
  /** From nothing again; nobody is told, because nothing was added. */
  clear(): void;
}

/** Keeps events in the causal order it is given them in. Telling never nests: what a listener adds is told after. */
export function createCaptureStore(source: Capture['source'], madeWith: Capture['madeWith']): CaptureStore {
  const listeners = new Set<(added: readonly CaptureEvent[]) => void>();
  let capture: Capture = { format: 1, source, madeWith, events: [] };
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
      get: () => capture,
      subscribe(onAdded) {
        listeners.add(onAdded);
        return () => listeners.delete(onAdded);
      },
    },
    add(events, madeWith = capture.madeWith) {
      if (events.length === 0) return;
      capture = { ...capture, madeWith, events: [...capture.events, ...events] };
      untold.push(events);
      tell();
    },
    clear() {
      capture = { ...capture, events: [] };
      untold = [];
    },
  };
}
