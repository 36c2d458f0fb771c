import { networkInterfaces } from 'node:os';
import { type AllowedHost, addressAsHost } from './host-guard.ts';
import type { Refusal } from './http-answers.ts';

export const isLoopback = (address: string): boolean =>
  address === 'localhost' || address === '::1' || /^(?:::ffff:)?127\./i.test(address);

const isWildcard = (address: string): boolean => address === '0.0.0.0' || address === '::';

/** The origins of the pages we serve ourselves, made from the address we listen on. */
export function ownOrigins(address: string, port: number, allowed: readonly AllowedHost[]): ReadonlySet<string> {
  const addresses = isWildcard(address)
    ? Object.values(networkInterfaces()).flatMap((all) => (all ?? []).map((each) => each.address))
    : [address];
  const hosts = addresses.filter((each) => !each.includes('%')).map(addressAsHost);
  if (isWildcard(address) || isLoopback(address)) hosts.push('localhost');
  const origins = hosts.map((host) => new URL(`http://${host}:${port}`).origin);
  for (const { host, origin } of allowed) origins.push(origin ?? new URL(`http://${host}:${port}`).origin);
  return new Set(origins);
}

/**
 * The Origin rule. Browsers always send Origin with a WebSocket handshake (RFC 6455 §10.2), programs need not:
 * `required` says whether a missing one is refused. `null`, the origin of sandboxed frames and files, never is ours.
 */
export function checkOrigin(origins: readonly string[], own: ReadonlySet<string>, required: boolean): Refusal | null {
  const refusal = (found: string): Refusal => ({
    status: 403,
    text: `403 Forbidden: ${found}; expected this server's own.`,
  });
  const [origin] = origins;
  if (origin === undefined) return required ? refusal('no Origin') : null;
  if (origins.length > 1) return refusal(`${origins.length} Origin fields`);
  return own.has(origin) ? null : refusal('an Origin that is not ours');
}

/**
 * Images and scripts are asked for without an Origin, and Engine.IO gives scripts its answers to read (`j=`): what
 * browsers say of such a request is where its page is from. Programs, and a reader's own address bar, say nothing or `none`.
 */
export const checkSite = (site: string | string[] | undefined): Refusal | null =>
  site === undefined || site === 'same-origin' || site === 'none'
    ? null
    : { status: 403, text: "403 Forbidden: a request from another site; expected this server's own pages." };
