import type { CaptureSource } from '#demos/capture/capture.ts';
import type { Side } from './handshake-session.machine.ts';

/** What a link to the figure carries: `#handshake?step=8&part=request/host`. */
export interface HashState {
  readonly step?: number;
  readonly part?: string;
  readonly source?: CaptureSource;
  readonly side?: Side;
  readonly draft?: string;
}

/** A longer state is exported as a file instead. */
export const HASH_LIMIT = 2048;

/** The hash that names `state`, or `null` when it would be longer than 2 KB. */
export function writeHash(figure: string, state: HashState): string | null {
  // Encoding a draft of megabytes at each key would stop the page.
  if ((state.draft?.length ?? 0) > HASH_LIMIT) return null;
  const pairs = Object.entries(state).filter(([, value]) => value !== undefined);
  const query = new URLSearchParams(pairs.map(([key, value]) => [key, String(value)])).toString();
  const hash = `#${figure}${query && `?${query}`}`;
  return hash.length <= HASH_LIMIT ? hash : null;
}

const SOURCES: readonly string[] = ['recorded', 'live', 'model'];

/** Reads a hash that names `figure`; anything in it that makes no sense is left out. */
export function readHash(figure: string, hash: string): HashState | null {
  const [name, query = ''] = hash.replace(/^#/, '').split('?');
  if (name !== figure) return null;
  const params = new URLSearchParams(query);
  const step = Number(/^\d+$/.exec(params.get('step') ?? '')?.[0] ?? Number.NaN);
  const part = params.get('part');
  const source = params.get('source') ?? '';
  const side = params.get('side');
  const draft = params.get('draft');
  return {
    ...(Number.isSafeInteger(step) && { step }),
    ...(part && { part }),
    ...(SOURCES.includes(source) && { source: source as CaptureSource }),
    ...((side === 'request' || side === 'response') && { side }),
    ...(draft && { draft }),
  };
}
