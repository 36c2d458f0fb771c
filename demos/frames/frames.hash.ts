import type { CaptureSource } from '#demos/capture/capture.ts';
import { bytesIn, oneIn, sourceIn } from '#demos/parts/figure-hash.ts';
import type { Policy } from '#demos/protocol/frame.ts';
import type { Role } from '#demos/protocol/violation.ts';
import { AFTER, type After } from './frames.after.ts';
import { BENCH_LIMIT } from './frames.bench.ts';
import { type PartRef, partRef } from './frames.parts.ts';

/** What a link to the figure carries: `#frames?hex=8185…&from=client&part=length&policy=ws`. */
export interface HashState {
  readonly bytes?: Uint8Array;
  readonly from?: Role;
  readonly after?: After;
  readonly deflate?: boolean;
  readonly part?: PartRef;
  readonly policy?: Policy;
  readonly source?: CaptureSource;
}

/** What a link's parameters ask of the figure; anything in them that makes no sense is left out. */
export function readHash(params: URLSearchParams): HashState {
  const bytes = bytesIn(params, 'hex', BENCH_LIMIT);
  const from = oneIn(params, 'from', ['client', 'server']);
  const after = oneIn(params, 'after', AFTER);
  const part = partRef(params.get('part') ?? '');
  const policy = oneIn(params, 'policy', ['rfc', 'ws', 'chromium']);
  const source = sourceIn(params);
  return {
    ...(bytes && { bytes }),
    ...(from && { from }),
    ...(after && { after }),
    ...(params.get('deflate') === '1' && { deflate: true }),
    ...(part && { part }),
    ...(policy && { policy }),
    ...(source && { source }),
  };
}
