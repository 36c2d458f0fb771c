import type { Direction, Redaction } from './capture.ts';
import { ChunkedBody } from './http-chunks.ts';
import { HeadScanner } from './redact-head.ts';

export interface Redacted {
  /** As many bytes as came in. The same array when nothing in it was hidden, a copy otherwise. */
  readonly bytes: Uint8Array;
  /** What was hidden; spans count bits from the start of `bytes`. */
  readonly redacted: readonly Redaction[];
}

/**
 * Hides the values of Cookie, Authorization, Proxy-Authorization and Set-Cookie, and of the query parameters that
 * name a page's tap, behind `x`. Both directions of one connection, from the first byte of a request, in whatever
 * pieces they come. Bodies, and everything after a 101, are left as they are.
 */
export interface Redactor {
  redact(direction: Direction, bytes: Uint8Array): Redacted;
}

const FILLER = 0x78;

/** Where one direction stands. `raw`: nothing more is a head. */
type Position =
  | { readonly in: 'head' | 'trailers'; readonly scanner: HeadScanner }
  | { readonly in: 'body'; left: number }
  | { readonly in: 'chunks'; readonly body: ChunkedBody }
  | { readonly in: 'raw' };

export function createRedactor(): Redactor {
  const positions: Record<Direction, Position> = {
    'client-to-server': atHead('client-to-server'),
    'server-to-client': atHead('server-to-client'),
  };
  /** For each request without its response yet: was it a HEAD? Its response then has no body. */
  const waiting: boolean[] = [];

  /** What follows a head: RFC 9112 §6.3. */
  function afterHead(direction: Direction, head: HeadScanner): Position {
    const length = head.framing('content-length') ?? '';
    const chunked = /(?:^|[, ])chunked$/i.test(head.framing('transfer-encoding') ?? '');
    if (direction === 'client-to-server') {
      waiting.push(head.startLine.startsWith('HEAD '));
      return chunked ? { in: 'chunks', body: new ChunkedBody() } : body(direction, numeric(length) ?? 0);
    }
    const status = Number(/^HTTP\/\d\.\d (\d{3})/.exec(head.startLine)?.[1] ?? 0);
    if (status === 101) {
      positions['client-to-server'] = { in: 'raw' };
      return { in: 'raw' };
    }
    if (status >= 100 && status < 200) return atHead(direction);
    const bodiless = waiting.shift() === true || status === 204 || status === 304;
    if (bodiless) return atHead(direction);
    if (chunked) return { in: 'chunks', body: new ChunkedBody() };
    const left = numeric(length);
    return left === undefined ? { in: 'raw' } : body(direction, left);
  }

  return {
    redact(direction, bytes) {
      if (positions[direction].in === 'raw') return { bytes, redacted: [] };
      const hidden = new HiddenBytes(bytes);
      for (let at = 0; at < bytes.length; ) {
        const position: Position = positions[direction];
        if (position.in === 'raw') break;
        if (position.in === 'body') {
          const taken = Math.min(position.left, bytes.length - at);
          position.left -= taken;
          at += taken;
          if (position.left === 0) positions[direction] = atHead(direction);
        } else if (position.in === 'chunks') {
          at = position.body.take(bytes, at);
          if (position.body.state !== 'in-chunks') positions[direction] = afterChunks(direction, position.body);
        } else {
          const fate = position.scanner.step(bytes[at] ?? 0);
          if (fate === 'end')
            positions[direction] = position.in === 'head' ? afterHead(direction, position.scanner) : atHead(direction);
          else if (fate) hidden.add(at, fate);
          at += 1;
        }
      }
      return hidden.result();
    },
  };
}

const atHead = (direction: Direction): Position => ({ in: 'head', scanner: new HeadScanner(direction) });

const body = (direction: Direction, left: number): Position => (left === 0 ? atHead(direction) : { in: 'body', left });

const numeric = (text: string): number | undefined => (/^[0-9]{1,15}$/.test(text) ? Number(text) : undefined);

/** What follows the last chunk; after a broken one, whatever comes, secrets are looked for. */
const afterChunks = (direction: Direction, { state }: ChunkedBody): Position =>
  state === 'trailers' ? { in: 'trailers', scanner: new HeadScanner(direction, 'trailers') } : atHead(direction);

/** Copies when the first byte is hidden, and joins neighbours into one span. */
class HiddenBytes {
  readonly #given: Uint8Array;
  #copy: Uint8Array | undefined;
  readonly #runs: { start: number; end: number; readonly why: Redaction['why'] }[] = [];

  constructor(given: Uint8Array) {
    this.#given = given;
  }

  add(at: number, why: Redaction['why']): void {
    this.#copy ??= Uint8Array.from(this.#given);
    this.#copy[at] = FILLER;
    const last = this.#runs.at(-1);
    if (last?.end === at && last.why === why) last.end = at + 1;
    else this.#runs.push({ start: at, end: at + 1, why });
  }

  result(): Redacted {
    return {
      bytes: this.#copy ?? this.#given,
      redacted: this.#runs.map(({ start, end, why }) => ({ span: { start: start * 8, end: end * 8 }, why })),
    };
  }
}
