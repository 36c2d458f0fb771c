import { TICKET_PARAM } from '#demos/capture/side-channel.ts';
import { latin1Decode } from '#demos/protocol/bytes.ts';
import type { RequestHead } from '#demos/protocol/http-head.ts';
import { parseRequestHead } from '#demos/protocol/http-parse.ts';

/** What the responder needs to know of a request head, and nothing it should trust. */
export interface ResponderRequest {
  readonly hosts: readonly string[];
  readonly origins: readonly string[];
  readonly ticket: string | null;
  /** `null` unless there is exactly one, and the request asks for a WebSocket. */
  readonly key: string | null;
}

export type ReadRequest =
  | { readonly kind: 'request'; readonly request: ResponderRequest; readonly rest: Uint8Array }
  | { readonly kind: 'need-more' }
  | { readonly kind: 'unreadable' };

const valuesOf = (head: RequestHead, name: string): readonly string[] =>
  head.fields.filter((field) => field.name.toLowerCase() === name).map((field) => field.value);

/** `received` is everything since the connection began. */
export function readResponderRequest(received: Uint8Array, maxBytes: number): ReadRequest {
  // Parsing begins when the empty line is there, so that a head sent byte by byte is parsed once.
  if (!latin1Decode(received).includes('\r\n\r\n'))
    return { kind: received.length < maxBytes ? 'need-more' : 'unreadable' };
  const result = parseRequestHead(received, { maxBytes });
  if (result.kind !== 'head') return { kind: 'unreadable' };
  const { head } = result;
  const url = head.target.startsWith('/') ? URL.parse(`http://companion${head.target}`) : null;
  const tickets = url?.searchParams.getAll(TICKET_PARAM) ?? [];
  const keys = valuesOf(head, 'sec-websocket-key');
  const upgrades = valuesOf(head, 'upgrade').some((value) => value.toLowerCase() === 'websocket');
  return {
    kind: 'request',
    rest: received.subarray(head.byteLength),
    request: {
      hosts: valuesOf(head, 'host'),
      origins: valuesOf(head, 'origin'),
      ticket: tickets.length === 1 ? (tickets[0] ?? null) : null,
      key: head.method === 'GET' && upgrades && keys.length === 1 ? (keys[0] ?? null) : null,
    },
  };
}
