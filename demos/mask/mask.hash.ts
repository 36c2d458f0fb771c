import type { CaptureSource } from '#demos/capture/capture.ts';
import { countIn, sourceIn } from '#demos/parts/figure-hash.ts';
import { toHex } from '#demos/protocol/bytes.ts';
import { type MaskPart, maskPart } from './mask.connect.ts';
import { MOST, type Way } from './mask.desk.ts';
import { typedHex } from './mask.typed.ts';

/** What a link to the figure carries: `#mask?payload=48656c6c6f&key=37fa213d&way=unmask&step=2`. */
export interface HashState {
  readonly payload?: Uint8Array;
  readonly key?: Uint8Array;
  readonly way?: Way;
  readonly step?: number;
  readonly part?: MaskPart;
  readonly source?: CaptureSource;
}

/** Bytes as a link carries them. */
export const hashHex = (bytes: Uint8Array): string => toHex(bytes).replaceAll(' ', '');

function bytesIn(params: URLSearchParams, name: string, least: number, most: number): Uint8Array | undefined {
  const typed = typedHex(params.get(name) ?? '-');
  return typed.kind === 'bytes' && typed.bytes.length >= least && typed.bytes.length <= most ? typed.bytes : undefined;
}

/** What a link's parameters ask of the figure; anything in them that makes no sense is left out. */
export function readHash(params: URLSearchParams): HashState {
  const payload = bytesIn(params, 'payload', 0, MOST);
  const key = bytesIn(params, 'key', 4, 4);
  const way = params.get('way');
  const step = countIn(params, 'step');
  const part = maskPart(params.get('part') ?? '');
  const source = sourceIn(params);
  return {
    ...(payload && { payload }),
    ...(key && { key }),
    ...((way === 'mask' || way === 'unmask') && { way }),
    ...(step !== undefined && { step }),
    ...(part && { part }),
    ...(source && { source }),
  };
}
