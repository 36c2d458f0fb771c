import type { Refusal } from './http-answers.ts';

/** What `--allow-host` may say: a host name, or a whole origin when a proxy stands in front. */
export interface AllowedHost {
  readonly host: string;
  /** `null`: http, on the companion's own port. */
  readonly origin: string | null;
}

/** Throws a TypeError for what is neither a host name nor an origin. */
export function parseAllowedHost(text: string): AllowedHost {
  const found = /^(?<scheme>https?:\/\/)?(?<host>[a-z0-9._-]+|\[[0-9a-f:.]+\])(?<port>:\d{1,5})?$/i.exec(text)?.groups;
  const url = found && URL.parse(found.scheme ? text : `http://${text}`);
  if (!url || (found.port && !found.scheme))
    throw new TypeError(
      `--allow-host "${text}": expected a host name such as course.example, or an origin such as https://course.example`,
    );
  return { host: url.hostname, origin: found.scheme ? url.origin : null };
}

/** `::ffff:127.0.0.1`, the form an IPv4 address has on a dual-stack socket, is 127.0.0.1. */
const plainAddress = (address: string): string => address.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, '');

const bracketed = (address: string): string => (address.includes(':') ? `[${address}]` : address);

/** A numeric address as it stands in a URL, in the URL's own spelling. */
export const addressAsHost = (address: string): string => {
  const host = bracketed(plainAddress(address));
  return URL.parse(`http://${host}`)?.hostname ?? host;
};

/**
 * The Host rule: `localhost`, the address the request really arrived at, or a name the operator allowed.
 * A rebound name (`evil.example` that resolves to 127.0.0.1) is none of these; that Origin equals Host proves nothing.
 * `hosts` are all values of Host in the head.
 */
export function checkHost(
  hosts: readonly string[],
  localAddress: string | undefined,
  allowed: readonly AllowedHost[],
): Refusal | null {
  const [host] = hosts;
  const refusal = (found: string): Refusal => ({
    status: 421,
    text: `421 Misdirected Request: ${found}; expected localhost or the address of this machine that you connected to. Start with --allow-host to allow another name.`,
  });
  if (host === undefined) return refusal('no Host');
  if (hosts.length > 1) return refusal(`${hosts.length} Host fields`);
  if (!/^(?:\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::\d{1,5})?$/i.test(host)) return refusal('a Host that is no host and port');
  const name = URL.parse(`http://${host}`)?.hostname;
  if (name === undefined) return refusal('a Host that is no host and port');
  const ours =
    name === 'localhost' ||
    (localAddress !== undefined && name === addressAsHost(localAddress)) ||
    allowed.some((each) => each.host === name);
  return ours ? null : refusal('a Host that is not ours');
}
