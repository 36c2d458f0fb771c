import type { CaptureSource } from '#demos/capture/capture.ts';
import { countIn, sourceIn } from '#demos/parts/figure-hash.ts';
import { isRunId, type RunId } from './close.runs.ts';

/** What a link to the figure carries: `#close?run=both&step=4`. */
export interface HashState {
  readonly run?: RunId | undefined;
  readonly step?: number | undefined;
  readonly part?: string | undefined;
  readonly source?: CaptureSource | undefined;
}

/** What makes no sense is left out. */
export function readHash(params: URLSearchParams): HashState {
  const run = params.get('run') ?? '';
  return {
    run: isRunId(run) ? run : undefined,
    step: countIn(params, 'step'),
    part: params.get('part') ?? undefined,
    source: sourceIn(params),
  };
}
