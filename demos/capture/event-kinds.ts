import type { CaptureEvent, ScriptCaptureEvent, ServerCaptureEvent, WireCaptureEvent } from './capture.ts';

/** What an end wrote down of itself; every other event was seen on the wire. */
type EndKind = Exclude<CaptureEvent['kind'], WireCaptureEvent['kind']>;
const END_KINDS: Readonly<Record<EndKind, 'page' | 'server'>> = {
  script: 'page',
  act: 'page',
  application: 'page',
  peer: 'server',
};

export const isWireEvent = (event: CaptureEvent): event is WireCaptureEvent => !Object.hasOwn(END_KINDS, event.kind);

/** On the server's clock. */
export const isServerEvent = (event: CaptureEvent): event is ServerCaptureEvent =>
  isWireEvent(event) || event.kind === 'peer';

export const isScriptEvent = (event: CaptureEvent): event is ScriptCaptureEvent => event.kind === 'script';

/** Script was told that its socket is open, or closed. */
export const isSocketTold = (event: CaptureEvent, on: 'open' | 'close'): boolean =>
  isScriptEvent(event) && 'on' in event.script && event.script.on === on;
