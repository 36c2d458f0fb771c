import type { Span } from '#demos/protocol/span.ts';

export type Direction = 'client-to-server' | 'server-to-client';

/** Who wrote an event down; the number counts that recorder's events from 0. */
export type Recorder = 'server' | 'page' | 'raw-client' | 'model';
export type EventId = `${Recorder}:${number}`;

/** Equal-length filler stands where a secret or a tap id stood. `span` counts bits from the start of the event's bytes. */
export interface Redaction {
  readonly span: Span;
  readonly why: 'credential' | 'tap-id';
}

export type WireEvent =
  | { readonly kind: 'opened'; readonly local: string; readonly remote: string }
  | {
      readonly kind: 'bytes';
      readonly direction: Direction;
      /** Byte offset of the first byte in its direction's stream. */
      readonly offset: number;
      readonly bytes: Uint8Array;
      readonly redacted?: readonly Redaction[];
    }
  | {
      /** Bytes that passed and were not kept. */
      readonly kind: 'gap';
      readonly direction: Direction;
      readonly offset: number;
      readonly length: number;
      readonly why: 'snapped' | 'slow-page';
    }
  | { readonly kind: 'fin' | 'rst'; readonly direction: Direction }
  | { readonly kind: 'error'; readonly code: string }
  | { readonly kind: 'closed' };

export type ReadyState = 0 | 1 | 2 | 3;

/** What script did to its WebSocket. */
export type ScriptCall =
  | { readonly do: 'construct'; readonly url: string; readonly protocols: readonly string[] }
  | { readonly do: 'send'; readonly type: 'text' | 'binary'; readonly bytes: Uint8Array }
  | { readonly do: 'close'; readonly code?: number; readonly reason?: string }
  | {
      readonly do: 'throw';
      readonly call: 'construct' | 'send' | 'close';
      readonly name: string;
      readonly message: string;
    };

/** What script was told by its WebSocket. */
export type ScriptEvent =
  | { readonly on: 'open'; readonly protocol: string; readonly extensions: string }
  | { readonly on: 'message'; readonly type: 'text' | 'binary'; readonly bytes: Uint8Array }
  | { readonly on: 'error' }
  | { readonly on: 'close'; readonly code: number; readonly reason: string; readonly wasClean: boolean };

export interface ScriptRecord {
  readonly kind: 'script';
  /** Numbers the page's WebSocket objects from 0. */
  readonly socket: number;
  readonly script: ScriptCall | ScriptEvent;
  /** Both as script reads them just after a call has returned or thrown, or as an event is told. */
  readonly readyState: ReadyState;
  readonly bufferedAmount: number;
}

interface EventBase {
  readonly id: EventId;
  /** Milliseconds on the recorder's own clock, from the capture's zero. Two recorders' clocks disagree: order is causal, never by `at` alone. */
  readonly at: number;
}

export type WireCaptureEvent = EventBase & { readonly connection: string } & WireEvent;
/** `connection` is known once the page's socket has been matched to a tapped connection. */
export type ScriptCaptureEvent = EventBase & { readonly connection?: string } & ScriptRecord;
export type CaptureEvent = WireCaptureEvent | ScriptCaptureEvent;

export type CaptureSource = 'recorded' | 'live' | 'model';

/** The one value that runs through everything: what passed on the wire and what script saw, in causal order. */
export interface Capture {
  readonly format: 1;
  readonly source: CaptureSource;
  /** Product → version, and where: `{ Chromium: '156.0.8078.73', ws: '8.23.0', Node: '24.21.0', path: 'loopback' }`. */
  readonly madeWith: Readonly<Record<string, string>>;
  readonly events: readonly CaptureEvent[];
}
