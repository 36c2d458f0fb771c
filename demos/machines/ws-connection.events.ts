import type { CaptureEvent, ScriptCaptureEvent, WireCaptureEvent } from '#demos/capture/capture.ts';
import type { Unit } from '#demos/capture/dissection.ts';
import { isScriptEvent, isWireEvent } from '#demos/capture/event-kinds.ts';
import { OPCODE } from '#demos/protocol/opcode.ts';
import type { ToMachineEvents } from './replay.ts';
import type { WsEvent, wsConnection } from './ws-connection.machine.ts';

type Script<Kind extends 'do' | 'on'> = ScriptCaptureEvent & {
  readonly script: Extract<ScriptCaptureEvent['script'], Readonly<Record<Kind, string>>>;
};
export const isTold = (event: CaptureEvent): event is Script<'on'> => isScriptEvent(event) && 'on' in event.script;
const isCall = (event: CaptureEvent): event is Script<'do'> => isScriptEvent(event) && 'do' in event.script;

/** The ids of the calls that threw: a throw is written down right after its call. */
export function thrownCalls(events: readonly CaptureEvent[]): ReadonlySet<string> {
  const script = events.filter(isCall);
  return new Set(
    script
      .filter((_, i) => {
        const next = script[i + 1]?.script;
        return next?.do === 'throw' && next.call === script[i]?.script.do;
      })
      .map(({ id }) => id),
  );
}

/** A Close frame's code and reason; `code: null` is a Close without one. */
export function closeIn(unit: Unit): { readonly code: number | null; readonly reason: string } | null {
  if (unit.field !== 'ws.frame' || unit.value !== OPCODE.close || unit.violation) return null;
  const parts = unit.children.find(({ field }) => field === 'ws.payload')?.children ?? [];
  const code = parts.find(({ field }) => field === 'ws.close-code')?.value;
  const reason = parts.find(({ field }) => field === 'ws.close-reason')?.value;
  return { code: typeof code === 'number' ? code : null, reason: typeof reason === 'string' ? reason : '' };
}

const isAddress = (url: string): boolean => /^wss?:\/\/(?:\d+(?:\.\d+){3}|\[)/.test(url);

/**
 * What the machine of one WebSocket is told by the events of its connection. Script's own records say when script was
 * told; the wire says what came before. What left no record is inferred from what could not have come without it.
 */
export function machineEvents(events: readonly CaptureEvent[]): ToMachineEvents<typeof wsConnection> {
  const mapping = new Mapping(events);
  return (event, { units }) => (isWireEvent(event) ? mapping.wire(event, units) : mapping.page(event));
}

class Mapping {
  readonly #thrown: ReadonlySet<string>;
  /** The last record in which script still read 0 or 1: until then the browser had not taken a Close that passed. */
  readonly #lastOpen: string | undefined;
  readonly #messagesTold: number;
  /** Script was told of an unclean end: the peer's Close, if there was one, never reached the browser. */
  readonly #unclean: boolean;
  #passedLastOpen: boolean;
  #held: WsEvent | null = null;
  #resolved = false;
  #messages = 0;
  #closing: 'no' | 'asked' | 'received' = 'no';
  #left = false;
  #ended = false;
  #buffered = 0;

  constructor(events: readonly CaptureEvent[]) {
    const script = events.filter(isScriptEvent);
    this.#thrown = thrownCalls(events);
    this.#lastOpen = script.findLast(({ readyState }) => readyState < 2)?.id;
    this.#passedLastOpen = this.#lastOpen === undefined;
    const told = events.filter(isTold).map((event) => event.script);
    this.#messagesTold = told.filter(({ on }) => on === 'message').length;
    this.#unclean = told.some((event) => event.on === 'close' && !event.wasClean);
  }

  wire(event: WireCaptureEvent, units: readonly Unit[]): WsEvent[] {
    if (event.kind === 'opened') return [...this.#resolve(), { type: 'tcp.opened' }];
    const ended = event.kind === 'closed' || event.kind === 'rst' || event.kind === 'error' || event.kind === 'fin';
    if (ended && this.#left && !this.#ended && (event.kind !== 'fin' || event.direction === 'server-to-client')) {
      this.#ended = true;
      return [{ type: 'tcp.closed' }];
    }
    return units.flatMap((unit) => (unit.direction === 'server-to-client' ? this.#received(unit) : this.#sent(unit)));
  }

  page(event: CaptureEvent): WsEvent[] {
    if (event.kind === 'act') return event.act.do === 'vanish' ? [{ type: 'path.lost' }] : [];
    if (!isScriptEvent(event)) return [];
    const drained = this.#drained(event);
    const own = isTold(event) ? this.#told(event) : isCall(event) ? this.#called(event) : [];
    if (event.id === this.#lastOpen) this.#passedLastOpen = true;
    return [...drained, ...own, ...this.#released()];
  }

  #resolve(): WsEvent[] {
    if (this.#resolved) return [];
    this.#resolved = true;
    return [{ type: 'dns.resolved' }];
  }

  /** A smaller amount than before: what was given earlier has left the buffer. */
  #drained({ script, bufferedAmount }: ScriptCaptureEvent): WsEvent[] {
    const own = 'do' in script && script.do === 'send' ? script.bytes.length : 0;
    const remaining = Math.max(0, bufferedAmount - own);
    if (remaining >= this.#buffered) return [];
    this.#buffered = remaining;
    return [{ type: 'buffer.drained', remaining }];
  }

  #told({ script }: Script<'on'>): WsEvent[] {
    switch (script.on) {
      case 'open':
        return [{ type: 'handshake.accepted' }];
      case 'message':
        return [{ type: 'message.received' }];
      case 'error':
        return [{ type: 'connection.failed' }];
      case 'close':
        this.#ended = true;
        return [{ type: 'tcp.closed' }];
    }
  }

  #called({ id, script, bufferedAmount, readyState }: Script<'do'>): WsEvent[] {
    switch (script.do) {
      case 'construct':
        return isAddress(script.url) ? this.#resolve() : [];
      case 'send': {
        const bytes = script.bytes.length;
        if (readyState > 0) this.#buffered = bufferedAmount;
        const gone: WsEvent[] =
          readyState === 1 && bufferedAmount === 0 && bytes > 0 ? [{ type: 'buffer.drained', remaining: 0 }] : [];
        return [{ type: 'send.called', bytes }, ...gone];
      }
      case 'close':
        if (this.#thrown.has(id)) return [];
        if (this.#closing === 'no') this.#closing = 'asked';
        return [{ type: 'close.called' }];
      case 'leave':
        this.#left = true;
        if (this.#closing === 'no') this.#closing = 'asked';
        return [{ type: 'document.left' }];
      case 'read':
      case 'throw':
        return [];
    }
  }

  #received(unit: Unit): WsEvent[] {
    if (unit.field === 'ws.message') {
      const untold = this.#messages++ >= this.#messagesTold;
      return untold && this.#closing !== 'no' ? [{ type: 'message.received' }] : [];
    }
    if (unit.field !== 'ws.frame' || unit.violation) return [];
    if (unit.value === OPCODE.ping) return [{ type: 'ping.received' }];
    if (unit.value === OPCODE.pong) return [{ type: 'pong.received' }];
    const close = closeIn(unit);
    if (!close || this.#unclean) return [];
    this.#held = { type: 'close.received', ...close };
    return this.#released();
  }

  #released(): WsEvent[] {
    const held = this.#held;
    if (held === null || !this.#passedLastOpen) return [];
    this.#held = null;
    this.#closing = 'received';
    return [held];
  }

  #sent(unit: Unit): WsEvent[] {
    const close = closeIn(unit);
    if (!close) return [];
    if (this.#closing === 'received') return [{ type: 'close.echoed' }];
    // Script cannot say 1001: a document that went away did (WHATWG WebSockets #garbage-collection).
    if (this.#closing === 'no' && close.code === 1001) {
      this.#left = true;
      this.#closing = 'asked';
      return [{ type: 'document.left' }];
    }
    return [];
  }
}
