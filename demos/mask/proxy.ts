import { latin1Decode } from '#demos/protocol/bytes.ts';
import { fieldValues } from '#demos/protocol/http-fields.ts';
import { parseRequestHead, parseResponseHead } from '#demos/protocol/http-parse.ts';
import { byteSpan, type Span } from '#demos/protocol/span.ts';

/**
 * What a careless caching proxy makes of bytes: it skips whatever is no HTTP until something is. RFC 6455 §10.3 has
 * masking because nobody can find and test every such intermediary.
 */

/** Bytes that were taken for a request. */
export interface SeenRequest {
  /** In the bytes that were searched. */
  readonly span: Span;
  /** `victim.example/jquery.js`: what a response to it is kept under. The Host field decides, not the address of the server. */
  readonly url: string;
}

/** Bytes that were taken for a response, body included. */
export interface SeenResponse {
  readonly span: Span;
  readonly status: number;
  /** Head and body, as they would be served again. */
  readonly bytes: Uint8Array;
  /** The status is 200, and the head says for how long it is fresh (RFC 9111 §3, §5.2.2.1). */
  readonly mayBeKept: boolean;
}

/** The first request by GET, wherever it begins; `null` where there is none. A request without Host names no resource. */
export function findRequest(bytes: Uint8Array): SeenRequest | null {
  for (const at of placesOf('GET ', bytes)) {
    const read = parseRequestHead(bytes.subarray(at));
    const host = read.kind === 'head' ? fieldValues(read.head, 'Host')[0] : undefined;
    if (read.kind !== 'head' || !host) continue;
    return { span: byteSpan(at, at + read.head.byteLength), url: `${host}${read.head.target}` };
  }
  return null;
}

/** The first response whose body is all there, wherever it begins; `null` where there is none. */
export function findResponse(bytes: Uint8Array): SeenResponse | null {
  for (const at of placesOf('HTTP/1.', bytes)) {
    const read = parseResponseHead(bytes.subarray(at));
    if (read.kind !== 'head') continue;
    const { head } = read;
    const length = Number(fieldValues(head, 'Content-Length')[0] ?? 0);
    const end = at + head.byteLength + length;
    if (!(end <= bytes.length)) continue;
    const fresh = fieldValues(head, 'Cache-Control').some((value) => /\bmax-age=[1-9]/i.test(value));
    return {
      span: byteSpan(at, end),
      status: head.status,
      bytes: bytes.slice(at, end),
      mayBeKept: head.status === 200 && fresh,
    };
  }
  return null;
}

function placesOf(text: string, bytes: Uint8Array): readonly number[] {
  const found: number[] = [];
  const all = latin1Decode(bytes);
  for (let at = all.indexOf(text); at >= 0; at = all.indexOf(text, at + 1)) found.push(at);
  return found;
}
