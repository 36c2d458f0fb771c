import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';

/** Why a request is refused; `text` says what was found and what was expected. */
export interface Refusal {
  readonly status: 400 | 403 | 404 | 405 | 421 | 503;
  readonly text: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export const NOT_FOUND: Refusal = { status: 404, text: '404 Not Found' };
export const NOT_ALLOWED: Refusal = { status: 405, text: '405 Method Not Allowed', headers: { Allow: 'GET, HEAD' } };
export const UNKNOWN_TAP: Refusal = {
  status: 403,
  text: '403 Forbidden: a tap id that no page has; expected one given out on the side channel, or none',
};
export const TOO_MANY_CLIENTS: Refusal = {
  status: 503,
  text: '503 Service Unavailable: too many clients',
  headers: { 'Retry-After': '5' },
};

export const SECURITY_HEADERS = {
  'X-Content-Type-Options': 'nosniff',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'Content-Security-Policy': "frame-ancestors 'none'",
} as const;

const headersOf = ({ text, headers }: Refusal) => ({
  ...SECURITY_HEADERS,
  'Content-Type': 'text/plain; charset=utf-8',
  'Content-Length': String(Buffer.byteLength(text) + 1),
  ...headers,
  // The refused request's body, if it has one, is not read.
  Connection: 'close',
});

export function refuse(response: ServerResponse, refusal: Refusal): void {
  response.writeHead(refusal.status, headersOf(refusal));
  response.end(`${refusal.text}\n`);
}

/** The response to a refused upgrade, written by hand: after `upgrade` the socket has no ServerResponse. */
export function refuseUpgrade(socket: Duplex, refusal: Refusal): void {
  const fields = Object.entries(headersOf(refusal)).map(([name, value]) => `${name}: ${value}\r\n`);
  const head = `HTTP/1.1 ${refusal.status} ${STATUS_CODES[refusal.status]}\r\n${fields.join('')}\r\n`;
  socket.on('error', () => socket.destroy());
  socket.once('finish', () => socket.destroy());
  socket.end(`${head}${refusal.text}\n`);
}

/** The request target as a URL; `null` where it is no absolute path (RFC 9112 §3.2.1). */
export function requestUrl(request: IncomingMessage): URL | null {
  const target = request.url ?? '';
  return target.startsWith('/') ? URL.parse(`http://companion${target}`) : null;
}
