import { countIn, type HashPairs } from '#demos/parts/figure-hash.ts';
import { base64Encode } from '#demos/protocol/base64.ts';
import { toHex } from '#demos/protocol/bytes.ts';
import { ALL, FILTER_KINDS, type Filter } from './filter.ts';
import { readBase64 } from './read-base64.ts';
import { AUTO, DEFLATES, PACKETS, SENDERS, type Settings } from './settings.ts';

/** What a link to the figure carries: the bytes or an example's name, what the reader said of them, what is looked at. */
export interface HashState {
  readonly bytes: Uint8Array | null;
  readonly example: string | null;
  readonly settings: Settings;
  readonly filter: Filter;
  readonly row: number | null;
}

/** Base64 with the alphabet of URLs and no padding (RFC 4648 §5). */
const forUrl = (bytes: Uint8Array): string =>
  base64Encode(bytes).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');

/** Bytes of a link, as the text field shows them: 16 to a line. */
export const bytesAsText = (bytes: Uint8Array): string => toHex(bytes).replace(/(.{47}) /g, '$1\n');

const unless = <T>(value: T, usual: T): T | undefined => (value === usual ? undefined : value);

export function hashPairs({ bytes, example, settings, filter, row }: HashState): HashPairs {
  return {
    bytes: bytes ? forUrl(bytes) : undefined,
    example: bytes ? undefined : (example ?? undefined),
    from: unless(settings.from, AUTO.from),
    deflate: unless(settings.deflate, AUTO.deflate),
    packets: unless(settings.packets, AUTO.packets),
    direction: unless(filter.direction, ALL.direction),
    kind: unless(filter.kind, ALL.kind),
    least: filter.least ?? undefined,
    most: filter.most ?? undefined,
    text: filter.text || undefined,
    row: row ?? undefined,
  };
}

const oneOf = <Name extends string>(names: readonly Name[], name: string | null, usual: Name): Name =>
  names.find((each) => each === name) ?? usual;

/** Whatever makes no sense is left out. */
export function readHash(params: URLSearchParams): HashState {
  const written = params.get('bytes');
  const read = written === null ? null : readBase64(written);
  return {
    bytes: read && read.stop === null && read.bytes.length > 0 ? read.bytes : null,
    example: params.get('example'),
    settings: {
      form: 'auto',
      from: oneOf(SENDERS, params.get('from'), AUTO.from),
      deflate: oneOf(DEFLATES, params.get('deflate'), AUTO.deflate),
      packets: oneOf(PACKETS, params.get('packets'), AUTO.packets),
    },
    filter: {
      direction: oneOf(['both', 'client-to-server', 'server-to-client'], params.get('direction'), ALL.direction),
      kind: oneOf(FILTER_KINDS, params.get('kind'), ALL.kind),
      // Bytes that a link carries are of one connection.
      connection: null,
      least: countIn(params, 'least') ?? null,
      most: countIn(params, 'most') ?? null,
      text: (params.get('text') ?? '').slice(0, 200),
    },
    row: countIn(params, 'row') ?? null,
  };
}
