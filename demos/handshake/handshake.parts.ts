import type { PartRef } from './handshake.moments.ts';

/** Short names that prose and links use for a part. */
const NAMED = {
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
} satisfies Readonly<Record<string, PartRef>>;

const isNamed = (name: string): name is keyof typeof NAMED => Object.hasOwn(NAMED, name);

/** `key`, `request/host` … → the part; `null` for anything else. */
export function partRef(name: string): PartRef | null {
  if (name === 'status') return 'response/start';
  if (isNamed(name)) return NAMED[name];
  return /^(request|response)\/[\w#-]+$/.test(name) ? (name as PartRef) : null;
}

const SHORT = new Map<PartRef, string>(Object.entries(NAMED).map(([name, ref]) => [ref, name]));

/** The short name of a part where it has one, the reference itself where not. */
export const partName = (ref: PartRef): string => SHORT.get(ref) ?? ref;
