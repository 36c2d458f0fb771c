import { type Source, source } from '#demos/protocol/source.ts';

export type ScriptEventName = 'open' | 'message' | 'error' | 'close';

/** What page script can notice of a transition at the moment at which it happens. */
export type Sees =
  | { readonly sees: 'event'; readonly events: readonly ScriptEventName[] }
  /** No event: only script that looks finds out. */
  | { readonly sees: 'attribute'; readonly attribute: 'readyState' | 'bufferedAmount' }
  /** The call that caused it throws. */
  | { readonly sees: 'exception'; readonly name: 'InvalidStateError' }
  | { readonly sees: 'nothing' };

export type Claim = Sees & { readonly source: Source };

const rfc = (section: string): Source => source('RFC 6455', section);
const whatwg = (anchor: string): Source => source('WHATWG WebSockets', anchor);

const FEEDBACK = whatwg('feedback-from-the-protocol');
const SEND = whatwg('dom-websocket-send');
const CLOSE = whatwg('dom-websocket-close');
const DISAPPEAR = whatwg('garbage-collection');

const nothing = (where: Source): Claim => ({ sees: 'nothing', source: where });
const told = (where: Source, ...events: ScriptEventName[]): Claim => ({ sees: 'event', events, source: where });
const shown = (attribute: 'readyState' | 'bufferedAmount', where: Source): Claim => ({
  sees: 'attribute',
  attribute,
  source: where,
});

/** One line for each transition of `wsConnection`: what page script sees of it, and where that is written. */
export const CLAIMS = {
  'name resolved': nothing(rfc('4.1')),
  'tcp opened, then tls': nothing(rfc('4.1')),
  'tcp opened': nothing(rfc('4.1')),
  'tls established': nothing(rfc('4.1')),
  'handshake accepted': told(FEEDBACK, 'open'),
  'connecting failed': told(FEEDBACK, 'error', 'close'),
  'handshake timed out': told(FEEDBACK, 'error', 'close'),
  'sent too early': { sees: 'exception', name: 'InvalidStateError', source: SEND },
  'closed too early': shown('readyState', CLOSE),
  'left while connecting': nothing(DISAPPEAR),

  'message received': told(FEEDBACK, 'message'),
  'ping answered': nothing(whatwg('ping-and-pong-frames')),
  'pong ignored': nothing(whatwg('ping-and-pong-frames')),
  'path lost': nothing(rfc('5.5.2')),
  'path restored': nothing(rfc('5.5.2')),
  'sent into the buffer': shown('bufferedAmount', SEND),
  'sent behind others': shown('bufferedAmount', SEND),
  'buffer drained': shown('bufferedAmount', whatwg('dom-websocket-bufferedamount')),
  'buffer shrank': shown('bufferedAmount', whatwg('dom-websocket-bufferedamount')),
  'buffer full': told(SEND, 'error', 'close'),
  'close called': shown('readyState', CLOSE),
  'close received': shown('readyState', FEEDBACK),
  'open and left': nothing(DISAPPEAR),
  'tcp lost': told(FEEDBACK, 'close'),
  'failed while open': told(FEEDBACK, 'error', 'close'),

  'answer to our close': nothing(rfc('7.1.4')),
  'our answer sent': nothing(rfc('5.5.1')),
  'closed in order': told(FEEDBACK, 'close'),
  'tcp closed too soon': told(FEEDBACK, 'close'),
  'close never answered': told(FEEDBACK, 'close'),
  'tcp never closed': told(FEEDBACK, 'close'),
  'failed while closing': told(FEEDBACK, 'error', 'close'),
  'failed as asked': told(FEEDBACK, 'error', 'close'),
  'message too late': nothing(FEEDBACK),
  'drained while closing': shown('bufferedAmount', whatwg('dom-websocket-bufferedamount')),
  'sent while closing': shown('bufferedAmount', SEND),
  'left while closing': nothing(DISAPPEAR),

  'sent after the end': shown('bufferedAmount', SEND),
} as const satisfies Readonly<Record<string, Claim>>;

export type ClaimId = keyof typeof CLAIMS;
