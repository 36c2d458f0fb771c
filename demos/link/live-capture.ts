import type { CaptureEvent } from '#demos/capture/capture.ts';
import { createMerger } from '#demos/capture/merge.ts';
import { type CaptureStore, createCaptureStore } from './capture-store.ts';
import type { Page } from './page.ts';
import type { SideChannel } from './side-channel-client.ts';

/** The capture of one live link: in causal order, from a zero of its own. */
export interface LiveCapture {
  readonly capture: CaptureStore['capture'];
  /** Counts the clearings: what belongs to an earlier one is taken no more. */
  readonly era: number;
  /** `from` is the era that the events belong to. */
  add(events: readonly CaptureEvent[], from: number): void;
  clear(): void;
}

export function createLiveCapture(page: Page, channel: SideChannel): LiveCapture {
  const store = createCaptureStore('live', page.browser, createMerger);
  let zero: number | null = null;
  let era = 0;
  return {
    capture: store.capture,
    get era() {
      return era;
    },
    add(events, from) {
      if (from !== era) return;
      zero ??= events[0]?.at ?? 0;
      const started = zero;
      const own = events.map((event) => ({ ...event, at: event.at - started }));
      store.add(own, channel.session ? { ...page.browser, ...channel.session.madeWith } : undefined);
    },
    clear() {
      era += 1;
      zero = null;
      store.clear();
    },
  };
}
