import type { CaptureSource } from '#demos/capture/capture.ts';
import { bytesIn, countIn, HASH_LIMIT, sourceIn } from '#demos/parts/figure-hash.ts';
import type { Bench } from './deflate.bench.ts';
import { type PartOfFigure, partOf } from './deflate.parts.ts';

/** What a link carries: `#deflate?message=3&step=4`, or bytes of the reader's own: `?hex=f248…&window=48656c…`. */
interface HashState {
  readonly bench?: Bench;
  /** A message of the recording, counted through its conversations. */
  readonly message?: number;
  readonly step?: number;
  readonly part?: PartOfFigure;
  readonly source?: CaptureSource;
}

/** No link holds more bytes. */
const MOST = HASH_LIMIT / 2;

/** What a link's parameters ask of the figure; anything in them that makes no sense is left out. */
export function readHash(params: URLSearchParams): HashState {
  const payload = bytesIn(params, 'hex', MOST);
  const window = bytesIn(params, 'window', MOST) ?? new Uint8Array();
  const bits = countIn(params, 'bits') ?? 15;
  const message = countIn(params, 'message');
  const step = countIn(params, 'step');
  const part = partOf(params.get('part') ?? '');
  const source = sourceIn(params);
  return {
    ...(payload && { bench: { payload, window, windowBits: bits >= 8 && bits <= 15 ? bits : 15 } }),
    ...(message !== undefined && { message }),
    ...(step !== undefined && { step }),
    ...(part && { part }),
    ...(source && { source }),
  };
}
