import type { CaptureSource } from '#demos/capture/capture.ts';
import { countIn, sourceIn } from '#demos/parts/figure-hash.ts';
import type { Side } from './handshake-session.machine.ts';

/** What a link to the figure carries: `#handshake?step=8&part=request/host`. */
export type HashState = {
  readonly step?: number;
  readonly part?: string;
  readonly source?: CaptureSource;
  readonly side?: Side;
  readonly draft?: string;
};

/** What a link's parameters ask of the figure; anything in them that makes no sense is left out. */
export function readHash(params: URLSearchParams): HashState {
  const step = countIn(params, 'step');
  const part = params.get('part');
  const source = sourceIn(params);
  const side = params.get('side');
  const draft = params.get('draft');
  return {
    ...(step !== undefined && { step }),
    ...(part && { part }),
    ...(source && { source }),
    ...((side === 'request' || side === 'response') && { side }),
    ...(draft && { draft }),
  };
}
