import type { CaptureSource } from '#demos/capture/capture.ts';
import { bytesIn, countIn, oneIn, sourceIn } from '#demos/parts/figure-hash.ts';
import { MOST, type Way } from './mask.desk.ts';
import { type MaskPart, maskPart } from './mask.parts.ts';

/** What a link to the figure carries: `#mask?payload=48656c6c6f&key=37fa213d&way=unmask&step=2`. */
export interface HashState {
  readonly payload?: Uint8Array;
  readonly key?: Uint8Array;
  readonly way?: Way;
  readonly step?: number;
  readonly part?: MaskPart;
  readonly source?: CaptureSource;
}

/** What a link's parameters ask of the figure; anything in them that makes no sense is left out. */
export function readHash(params: URLSearchParams): HashState {
  const payload = bytesIn(params, 'payload', MOST);
  const key = bytesIn(params, 'key', 4);
  const way = oneIn(params, 'way', ['mask', 'unmask']);
  const step = countIn(params, 'step');
  const part = maskPart(params.get('part') ?? '');
  const source = sourceIn(params);
  return {
    ...(payload && { payload }),
    ...(key?.length === 4 && { key }),
    ...(way && { way }),
    ...(step !== undefined && { step }),
    ...(part && { part }),
    ...(source && { source }),
  };
}
