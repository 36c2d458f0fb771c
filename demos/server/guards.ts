import type { IncomingMessage } from 'node:http';
import { type AllowedHost, checkHost } from './host-guard.ts';
import type { Refusal } from './http-answers.ts';
import { checkOrigin } from './origin-guard.ts';

/** Rules 1 and 2: who is spoken to, and for which page. `null`: nothing to object to. */
export interface Guards {
  host(hosts: readonly string[], localAddress: string | undefined): Refusal | null;
  origin(origins: readonly string[], required: boolean): Refusal | null;
}

export const createGuards = (allowed: readonly AllowedHost[], ownOrigins: () => ReadonlySet<string>): Guards => ({
  host: (hosts, localAddress) => checkHost(hosts, localAddress, allowed),
  origin: (origins, required) => checkOrigin(origins, ownOrigins(), required),
});

/** Host first: what Origin says counts only when the right server was asked. */
export function checkRequest(guards: Guards, request: IncomingMessage, originRequired: boolean): Refusal | null {
  const { host = [], origin = [] } = request.headersDistinct;
  return guards.host(host, request.socket.localAddress) ?? guards.origin(origin, originRequired);
}
