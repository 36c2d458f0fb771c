import type { CaptureSource } from '#demos/capture/capture.ts';
import { sourceIn } from '#demos/parts/figure-hash.ts';
import { fromHex, toHex } from '#demos/protocol/bytes.ts';
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

/** Bytes as a link carries them. */
export const hashHex = (bytes: Uint8Array): string => toHex(bytes).replaceAll(' ', '');

const oneOf = <Name extends string>(names: readonly Name[], name: string | null): Name | undefined =>
  names.find((each) => each === name);

/** What a link's parameters ask of the figure; anything in them that makes no sense is left out. */
export function readHash(params: URLSearchParams): HashState {
  const hex = params.get('hex');
  const bytes = hex !== null && hex.length <= BENCH_LIMIT * 2 && /^(?:[0-9a-f]{2})*$/i.test(hex) ? fromHex(hex) : null;
  const from = oneOf(['client', 'server'], params.get('from'));
  const after = oneOf(AFTER, params.get('after'));
  const part = partRef(params.get('part') ?? '');
  const policy = oneOf(['rfc', 'ws', 'chromium'], params.get('policy'));
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
