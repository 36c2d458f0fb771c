import type { CaptureEvent, ScriptCaptureEvent, WireCaptureEvent } from './capture.ts';

/** What a page wrote down; every other event was seen on the wire. */
type PageKind = Exclude<CaptureEvent['kind'], WireCaptureEvent['kind']>;
const PAGE_KINDS: Readonly<Record<PageKind, true>> = { script: true, act: true, application: true };

export const isWireEvent = (event: CaptureEvent): event is WireCaptureEvent => !Object.hasOwn(PAGE_KINDS, event.kind);

export const isScriptEvent = (event: CaptureEvent): event is ScriptCaptureEvent => event.kind === 'script';
