import type { Capture } from '#demos/capture/capture.ts';
import { anatomyOf } from './frames.anatomy.ts';
import { type Bench, benchOfRow } from './frames.bench.ts';
import { KEPT, type Log, logOf } from './frames.log.ts';
import { type Comparison, comparePolicies } from './frames.policies.ts';

/**
 * The log of a recording as it is sent with the page. Throws a TypeError where a frame is longer than its line keeps:
 * the page could not show it whole.
 */
export function recordedLog(capture: Capture): Log {
  const { rows, http } = logOf(capture);
  const cut = rows.find((row) => row.kind === 'frame' && row.wire > KEPT);
  if (cut) throw new TypeError(`The recording holds a frame of more than ${KEPT} bytes: ${cut.key}`);
  return { rows, http };
}

/** What is on the bench at first, and what is made of it: told at build time, so that a page is read without the codec. */
export function firstBench(log: Log): { readonly bench: Bench; readonly comparison: Comparison } {
  const row = log.rows.find(({ kind }) => kind === 'frame');
  if (row?.kind !== 'frame') throw new TypeError('The recording holds no frame');
  const bench = benchOfRow(row);
  return { bench, comparison: comparePolicies(bench, anatomyOf(bench.bytes)) };
}
