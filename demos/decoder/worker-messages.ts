import type { Capture } from '#demos/capture/capture.ts';
import type { Ended } from './decoding.ts';
import type { Detail } from './detail.ts';
import type { Input } from './input.ts';
import type { Row } from './row.ts';
import type { Guess, Settings } from './settings.ts';

/** What the page asks of the worker. `run` counts inputs: an answer to an earlier one is out of date. */
export type ToWorker =
  | { readonly type: 'decode'; readonly run: number; readonly input: Input; readonly settings: Settings }
  /** What has been decoded stays. */
  | { readonly type: 'cancel'; readonly run: number }
  | { readonly type: 'detail'; readonly run: number; readonly row: number }
  | { readonly type: 'capture'; readonly run: number };

export type FromWorker = { readonly run: number } & (
  | { readonly type: 'recognised'; readonly guess: Guess }
  | { readonly type: 'rows'; readonly rows: readonly Row[]; readonly done: number }
  /** `bytes`: what a link carries; `null` where they are too many, or who sent them would be lost. */
  | { readonly type: 'ended'; readonly ended: Ended; readonly bytes: Uint8Array | null }
  | { readonly type: 'detail'; readonly detail: Detail }
  | { readonly type: 'capture'; readonly capture: Capture | null }
);
