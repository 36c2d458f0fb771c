import type { PartRef } from './handshake.moments.ts';

/** Short names that prose and links use for a part. */
const NAMED: Readonly<Record<string, PartRef>> = {
  request: 'request/start',
  response: 'response/start',
  host: 'request/host',
  upgrade: 'request/upgrade',
  connection: 'request/connection',
  origin: 'request/origin',
  version: 'request/sec-websocket-version',
  key: 'request/sec-websocket-key',
  extensions: 'request/sec-websocket-extensions',
  protocol: 'request/sec-websocket-protocol',
  accept: 'response/sec-websocket-accept',
};

/** `key`, `request/host` … → the part; `null` for anything else. */
export function partRef(name: string): PartRef | null {
  if (name === 'status') return 'response/start';
  if (NAMED[name]) return NAMED[name];
  return /^(request|response)\/[\w#-]+$/.test(name) ? (name as PartRef) : null;
}

const SHORT = new Map(Object.entries(NAMED).map(([name, ref]) => [ref, name]));

/** The short name of a part where it has one, the reference itself where not. */
export const partName = (ref: PartRef): string => SHORT.get(ref) ?? ref;
