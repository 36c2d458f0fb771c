import type { Policy } from './frame.ts';
import { STRICTNESS } from './policy.ts';
import type { Source } from './source.ts';

/** `defined`: has a meaning and may be in a Close frame. `stand-in`: only ever reported, never sent. `undefined`: no one has given it a meaning. */
export type CloseCodeStatus = 'defined' | 'stand-in' | 'undefined';

/** A run of close codes with the same standing. */
export interface CloseCodeRange {
  readonly from: number;
  readonly to: number;
  /** The registry's name for it; `null` for a range no one has named. */
  readonly name: string | null;
  readonly status: CloseCodeStatus;
  /** Who says it, where the definition speaks of one end only. */
  readonly saidBy: 'client' | 'server' | 'either' | 'nobody';
  /** Script in a page may pass it to `close()`. */
  readonly scriptMaySend: boolean;
  readonly source: Source;
}

const rfc = (section: string): Source => ({ document: 'RFC 6455', section });

const defined = (code: number, name: string, section: string, saidBy: CloseCodeRange['saidBy'] = 'either') =>
  ({
    from: code,
    to: code,
    name,
    status: 'defined',
    saidBy,
    scriptMaySend: code === 1000,
    source: rfc(section),
  }) as const;

const standIn = (code: number, name: string) =>
  ({
    from: code,
    to: code,
    name,
    status: 'stand-in',
    saidBy: 'nobody',
    scriptMaySend: false,
    source: rfc('7.4.1'),
  }) as const;

const unnamed = (from: number, to: number, section: string) =>
  ({
    from,
    to,
    name: null,
    status: 'undefined',
    saidBy: 'nobody',
    scriptMaySend: false,
    source: rfc(section),
  }) as const;

/** Every value of two bytes, once, in order. 1012–1014 came into the registry after the RFC (§11.7). */
export const CLOSE_CODES: readonly CloseCodeRange[] = [
  unnamed(0, 999, '7.4.2'),
  defined(1000, 'Normal Closure', '7.4.1'),
  defined(1001, 'Going Away', '7.4.1'),
  defined(1002, 'Protocol error', '7.4.1'),
  defined(1003, 'Unsupported Data', '7.4.1'),
  { ...unnamed(1004, 1004, '7.4.1'), name: 'Reserved' },
  standIn(1005, 'No Status Rcvd'),
  standIn(1006, 'Abnormal Closure'),
  defined(1007, 'Invalid frame payload data', '7.4.1'),
  defined(1008, 'Policy Violation', '7.4.1'),
  defined(1009, 'Message Too Big', '7.4.1'),
  defined(1010, 'Mandatory Ext.', '7.4.1', 'client'),
  defined(1011, 'Internal Error', '7.4.1', 'server'),
  defined(1012, 'Service Restart', '11.7', 'server'),
  defined(1013, 'Try Again Later', '11.7', 'server'),
  defined(1014, 'Bad Gateway', '11.7', 'server'),
  standIn(1015, 'TLS handshake'),
  unnamed(1016, 2999, '7.4.2'),
  { ...unnamed(3000, 3999, '7.4.2'), name: 'Registered', status: 'defined', saidBy: 'either', scriptMaySend: true },
  { ...unnamed(4000, 4999, '7.4.2'), name: 'Private Use', status: 'defined', saidBy: 'either', scriptMaySend: true },
  unnamed(5000, 65535, '7.4.2'),
];

/** Throws RangeError on anything but 0–65535: two bytes hold nothing else. */
export function closeCodeRange(code: number): CloseCodeRange {
  const range = Number.isInteger(code) ? CLOSE_CODES.find(({ from, to }) => from <= code && code <= to) : undefined;
  if (!range) throw new RangeError(`closeCodeRange: expected 0–65535, found ${code}`);
  return range;
}

/** Whether a Close frame with this code is taken by that policy's receiver. */
export function acceptsCloseCode(code: number, policy: Policy): boolean {
  const { status } = closeCodeRange(code);
  return STRICTNESS[policy].closeCodes === 'defined' ? status === 'defined' : status !== 'stand-in';
}

/** What `close(code)` in a page allows; anything else throws InvalidAccessError (WHATWG WebSockets #dom-websocket-close). */
export const scriptMaySend = (code: number): boolean => code === 1000 || (code >= 3000 && code <= 4999);

/** Reported when a Close frame has no code, and when no Close frame came (RFC 6455 §7.1.5). */
export const NO_STATUS_RECEIVED = 1005;
export const ABNORMAL_CLOSURE = 1006;
/** What a browser says when the document that held the socket goes (RFC 6455 §7.4.1). */
export const GOING_AWAY = 1001;
