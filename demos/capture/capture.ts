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
    }
  /** Script looked at the attributes and found one changed that nothing had told it of. */
  | { readonly do: 'read' }
  /** The document that holds the socket goes away; what it would have been told, nobody is told. */
  | { readonly do: 'leave' };

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

/** What a page may ask of the other end of its own socket. */
export type ServerAct =
  | { readonly do: 'ping'; readonly payload: string }
  /** One text message, each part in a frame of its own; `pingBetween`: an empty Ping after the first part. */
  | { readonly do: 'send'; readonly parts: readonly string[]; readonly pingBetween?: boolean }
  | { readonly do: 'close'; readonly code?: number; readonly reason?: string }
  /** Ends TCP without a Close frame. */
  | { readonly do: 'terminate' }
  /** Reads and answers nothing any more, and leaves TCP open: what a lost path looks like. */
  | { readonly do: 'vanish' }
  /** Reads nothing until it has sent a Close of its own, so that two Close frames can cross. */
  | { readonly do: 'hold' }
  /** Sends one frame with a reserved opcode (RFC 6455 §5.2). */
  | { readonly do: 'violate' }
  /** Answers a Close, and leaves TCP open for the client to end (RFC 6455 §7.1.1 asks a server not to). */
  | { readonly do: 'linger' };

/** What the page asked of a socket's other end; what came of it is on the wire, or is silence. */
export interface ActRecord {
  readonly kind: 'act';
  /** As a script record's. */
  readonly socket: number;
  readonly act: ServerAct;
}

/** What the server's program did with its own end of a connection. */
export type PeerCall =
  | { readonly do: 'close'; readonly code?: number; readonly reason?: string }
  /** It ended TCP without a Close. */
  | { readonly do: 'terminate' }
  /** It reads nothing any more; it reads on. */
  | { readonly do: 'pause' | 'resume' }
  /** It sent what breaks a rule; it leaves the end of TCP to the client. */
  | { readonly do: 'violate' | 'linger' }
  /** It looked at `readyState`, and nothing had told it of the change. */
  | { readonly do: 'read' };

/** What the server's program was told by its WebSocket library. Messages are on the wire, and not written down twice. */
export type PeerEvent =
  | { readonly on: 'open' }
  | { readonly on: 'error'; readonly message: string }
  | { readonly on: 'close'; readonly code: number; readonly reason: string; readonly wasClean: boolean };

/** The server's own view of a connection, written down where the page asks for it (`peer=1`). */
export interface PeerRecord {
  readonly kind: 'peer';
  readonly peer: PeerCall | PeerEvent;
  /** As the program reads it just before a call, or as it is told. */
  readonly readyState: ReadyState;
}

/** What a page did with its Socket.IO client. */
export type ApplicationCall =
  | { readonly do: 'connect'; readonly url: string; readonly path: string }
  | {
      readonly do: 'emit';
      readonly event: string;
      /** Each argument as JavaScript source text: not every value is JSON. */
      readonly args: readonly string[];
      /** Whether an acknowledgement was asked for. */
      readonly ack: boolean;
    }
  | { readonly do: 'disconnect' }
  /** The call of `emit` before this threw. */
  | { readonly do: 'throw'; readonly name: string; readonly message: string };

/** What a page was told by its Socket.IO client. `args` as those of `emit`. */
export type ApplicationEvent =
  | { readonly on: 'connect'; readonly id: string }
  | { readonly on: 'event'; readonly event: string; readonly args: readonly string[] }
  /** `emit` numbers the client's calls of `emit` from 0: it says which one is acknowledged. */
  | { readonly on: 'ack'; readonly emit: number; readonly args: readonly string[] }
  | { readonly on: 'connect_error'; readonly message: string }
  | { readonly on: 'disconnect'; readonly reason: string };

export interface ApplicationRecord {
  readonly kind: 'application';
  /** Numbers the page's Socket.IO clients from 0. */
  readonly client: number;
  readonly application: ApplicationCall | ApplicationEvent;
}

interface EventBase {
  readonly id: EventId;
  /** Milliseconds on the recorder's own clock, from the capture's zero. Two recorders' clocks disagree: order is causal, never by `at` alone. */
  readonly at: number;
}

export type WireCaptureEvent = EventBase & { readonly connection: string } & WireEvent;
/** `connection` is known once the page's socket has been matched to a tapped connection. */
export type ScriptCaptureEvent = EventBase & { readonly connection?: string } & ScriptRecord;
export type ActCaptureEvent = EventBase & { readonly connection: string } & ActRecord;
export type PeerCaptureEvent = EventBase & { readonly connection: string } & PeerRecord;
/** What a companion writes down: one recorder, so its own order is the causal one. */
export type ServerRecord = WireEvent | PeerRecord;
export type ServerCaptureEvent = WireCaptureEvent | PeerCaptureEvent;
/** A Socket.IO client may have several connections; then its records name none. */
export type ApplicationCaptureEvent = EventBase & { readonly connection?: string } & ApplicationRecord;
export type CaptureEvent =
  | WireCaptureEvent
  | PeerCaptureEvent
  | ScriptCaptureEvent
  | ActCaptureEvent
  | ApplicationCaptureEvent;

export type CaptureSource = 'recorded' | 'live' | 'model';

/** The one value that runs through everything: what passed on the wire and what script saw, in causal order. */
export interface Capture {
  readonly format: 1;
  readonly source: CaptureSource;
  /** Product → version, and where: `{ Chromium: '156.0.8078.73', ws: '8.23.0', Node: '24.21.0', path: 'loopback' }`. */
  readonly madeWith: Readonly<Record<string, string>>;
  readonly events: readonly CaptureEvent[];
}
