import { countIn, oneIn } from '#demos/parts/figure-hash.ts';
import { fromHex, toHex } from '#demos/protocol/bytes.ts';
import type { Policy } from '#demos/protocol/frame.ts';
import type { Role } from '#demos/protocol/violation.ts';
import { CARDS_LIMIT, type Card, cardOf, firstByte, PAYLOAD_LIMIT } from './assembler.card.ts';
import { PARTS, type Part } from './assembler.parts.ts';
import { isRun, type RunId } from './assembler.runs.ts';

/** What a link carries: `#assembler?run=split-euro&at=1`, or `#assembler?cards=01e282.80ac&from=server&policy=rfc`. */
export interface HashState {
  readonly run?: RunId;
  readonly cards?: readonly Card[];
  readonly from?: Role;
  /** Frames received. */
  readonly at?: number;
  readonly policy?: Policy;
  readonly part?: Part;
}

/** Each frame's first byte and its payload in the clear, as hex. */
export const hashCards = (cards: readonly Card[]): string =>
  cards.map((card) => toHex(Uint8Array.of(firstByte(card)), '') + toHex(card.payload, '')).join('.');

/** `null` where it is no timeline. */
export function readCards(text: string): readonly Card[] | null {
  const parts = text.split('.');
  if (parts.length > CARDS_LIMIT || parts.some((part) => part.length > 2 + PAYLOAD_LIMIT * 2)) return null;
  if (!parts.every((part) => /^(?:[0-9a-f]{2})+$/i.test(part))) return null;
  return parts.map((part) => {
    const [first = 0, ...payload] = fromHex(part);
    return cardOf(first, Uint8Array.from(payload));
  });
}

/** What a link's parameters ask of the figure; anything in them that makes no sense is left out. */
export function readHash(params: URLSearchParams): HashState {
  const run = params.get('run') ?? '';
  const cards = params.has('cards') ? readCards(params.get('cards') ?? '') : null;
  const from = oneIn(params, 'from', ['client', 'server']);
  const policy = oneIn(params, 'policy', ['rfc', 'ws', 'chromium']);
  const at = countIn(params, 'at');
  const part = oneIn(params, 'part', PARTS);
  return {
    ...(isRun(run) && { run }),
    ...(cards && { cards }),
    ...(from && { from }),
    ...(policy && { policy }),
    ...(at !== undefined && { at }),
    ...(part && { part }),
  };
}
