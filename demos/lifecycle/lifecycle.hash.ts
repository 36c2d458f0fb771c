import type { CaptureSource } from '#demos/capture/capture.ts';
import { countIn, sourceIn } from '#demos/parts/figure-hash.ts';

/** What a link to the figure carries: `#lifecycle?step=8&shutter=open`. */
export interface HashState {
  readonly step?: number | undefined;
  readonly part?: string | undefined;
  readonly source?: CaptureSource | undefined;
  readonly shut?: boolean | undefined;
}

/** What makes no sense is left out. */
export function readHash(params: URLSearchParams): HashState {
  const shutter = params.get('shutter');
  return {
    step: countIn(params, 'step'),
    part: params.get('part') ?? undefined,
    source: sourceIn(params),
    shut: shutter === 'open' ? false : shutter === 'shut' ? true : undefined,
  };
}
