import { SOCKET_PARAM, TAP_PARAM, TICKET_PARAM } from '#demos/capture/side-channel.ts';
import { latin1Decode } from '#demos/protocol/bytes.ts';
import type { Page } from './page.ts';

export interface SocketAddress {
  readonly path: string;
  /** Further parameters, which stand first. */
  readonly query?: Readonly<Record<string, string>>;
  readonly tap: string;
  /** The page's number for the socket. */
  readonly socket: number;
  /** The responder listens on a port of its own and wants a ticket. */
  readonly responder?: { readonly port: number; readonly ticket: string };
}

/** `ws://127.0.0.1:4101/ws/echo?tap=…&s=0` */
export function socketUrl(
  { location }: Pick<Page, 'location'>,
  { path, query: others, tap, socket, responder }: SocketAddress,
): string {
  const scheme = location.protocol === 'https:' ? 'wss:' : 'ws:';
  const host = responder ? `${location.hostname}:${responder.port}` : location.host;
  const query = new URLSearchParams({ ...others, [TAP_PARAM]: tap, [SOCKET_PARAM]: String(socket) });
  if (responder) query.set(TICKET_PARAM, responder.ticket);
  return `${scheme}//${host}${path}?${query}`;
}

/** The address as a capture may hold it: filler of equal length where the tap id and the ticket stand. */
export const withoutSecrets = (url: string): string =>
  url.replace(
    new RegExp(`([?&](?:${TAP_PARAM}|${TICKET_PARAM})=)([^&#]*)`, 'g'),
    (_, name: string, value: string) => name + 'x'.repeat(value.length),
  );

// Chromium's longest request line to us is a tenth of this.
const LONGEST_REQUEST_LINE = 8192;

export type RequestedSocket =
  | { readonly kind: 'socket'; readonly socket: number }
  | { readonly kind: 'none' | 'need-more' };

/** Which of the page's sockets sent these first bytes of a connection, read from its request target. */
export function requestedSocket(bytes: Uint8Array): RequestedSocket {
  const lineFeed = bytes.indexOf(0x0a);
  if (lineFeed < 0) return { kind: bytes.length > LONGEST_REQUEST_LINE ? 'none' : 'need-more' };
  const target = latin1Decode(bytes.subarray(0, lineFeed)).split(' ')[1] ?? '';
  const query = target.slice(target.indexOf('?') + 1);
  const number = target.includes('?') ? new URLSearchParams(query).get(SOCKET_PARAM) : null;
  return number !== null && /^\d{1,9}$/.test(number) ? { kind: 'socket', socket: Number(number) } : { kind: 'none' };
}
