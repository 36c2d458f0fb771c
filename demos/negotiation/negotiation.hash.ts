import type { CaptureSource } from '#demos/capture/capture.ts';
import { countIn, type HashPairs, sourceIn } from '#demos/parts/figure-hash.ts';
import { isRun, RUNS, type RunId, type Setup } from './negotiation.runs.ts';
import { PARTS, type PartId } from './negotiation.texts.ts';

/** What a link to the figure carries: `#negotiation?run=chat-none&step=2`, or what the reader wrote. */
export interface HashState {
  readonly run: RunId | null;
  readonly setup: Setup;
  readonly step?: number;
  readonly source?: CaptureSource;
  readonly part?: PartId;
}

const START: RunId = 'chat-chosen';
/** What a setup of the reader's own starts from, so that only what differs is written. */
const BASE: Setup = RUNS.declined;
const isPart = (text: string): text is PartId => PARTS.some((part) => part === text);

/** The run, or of an own setup what is not as in the plainest one. */
export function setupPairs(run: RunId | null, setup: Setup): HashPairs {
  if (run) return { run };
  const own = (Object.keys(BASE) as (keyof Setup)[]).filter((key) => setup[key] !== BASE[key]);
  return Object.fromEntries([['own', 1], ...own.map((key) => [key, String(setup[key])] as const)]);
}

/** What a link's parameters ask of the figure; anything in them that makes no sense is left out. */
export function readHash(params: URLSearchParams): HashState {
  const named = params.get('run') ?? START;
  const run = params.has('own') ? null : isRun(named) ? named : START;
  const step = countIn(params, 'step');
  const source = sourceIn(params);
  const part = params.get('part') ?? '';
  return {
    run,
    setup: run ? RUNS[run] : ownSetup(params),
    ...(step !== undefined && { step }),
    ...(source && { source }),
    ...(isPart(part) && { part }),
  };
}

function ownSetup(params: URLSearchParams): Setup {
  const text = (key: keyof Setup): string => params.get(key) ?? '';
  const flag = (key: keyof Setup): boolean => params.get(key) === 'true';
  const bits = (key: keyof Setup): string => (/^(?:[89]|1[0-5])$/.test(text(key)) ? text(key) : '');
  const select = text('select');
  return {
    protocols: text('protocols'),
    by: text('by') === 'hand' ? 'hand' : 'ws',
    select: select === 'none' || select === 'name' ? select : 'first',
    name: text('name'),
    deflate: flag('deflate'),
    serverNoContextTakeover: flag('serverNoContextTakeover'),
    clientNoContextTakeover: flag('clientNoContextTakeover'),
    serverMaxWindowBits: bits('serverMaxWindowBits'),
    clientMaxWindowBits: bits('clientMaxWindowBits'),
    lines: text('lines'),
  };
}
