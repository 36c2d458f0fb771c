import type { AssembledMessage } from '#demos/protocol/message.ts';
import type {
  ActCaptureEvent,
  ApplicationCaptureEvent,
  Direction,
  EventId,
  PeerCaptureEvent,
  ScriptCaptureEvent,
  WireCaptureEvent,
} from './capture.ts';
import { ConnectionReader } from './connection-reader.ts';
import { meetingOf, SocketioMessages } from './merge-ties-socketio.ts';
import type { WireItem } from './wire-item.ts';

/** `cause` came first, whatever the clocks say. */
export interface Edge {
  readonly meeting: Meeting;
  readonly cause: EventId;
  readonly effect: EventId;
}

/** Where script and wire meet, and which comes first there. */
const FIRST = {
  /** The constructor → the connection's first event: a browser opens a new TCP connection for each WebSocket. */
  construct: 'script',
  /** `send()` → the first byte of its message. */
  send: 'script',
  /** `close()` → the Close frame, unless that only answers the server's. */
  'close-call': 'script',
  /** What the page asked of the other end → the Ping, the first part of a message, the server's Close, its FIN or RST. */
  'act-ping': 'script',
  'act-send': 'script',
  'act-close': 'script',
  'act-terminate': 'script',
  /** What the page asked of the other end → what its program did. */
  'peer-close': 'script',
  'peer-terminate': 'script',
  'peer-pause': 'script',
  'peer-violate': 'script',
  'peer-linger': 'script',
  /** The end of the 101 → `open`. */
  open: 'wire',
  /** The last byte of a message → `message`. */
  message: 'wire',
  /** A refusal, what breaks a rule, or a reset → `error`. */
  error: 'wire',
  /** The server's Close frame → a clean `close`. */
  'close-frame': 'wire',
  /** The server's Close frame → `readyState` 2, where script did not call close() and reads it. */
  'closing-read': 'wire',
  /** The server's FIN or RST, if the client's did not come first → `close`. */
  'close-tcp': 'wire',
  /** A Socket.IO client's call → the first message of its packet. */
  'sio-emit': 'script',
  'sio-leave': 'script',
  /** The last message of a packet → what the client tells. */
  'sio-connect': 'wire',
  'sio-event': 'wire',
  'sio-ack': 'wire',
  'sio-error': 'wire',
  'sio-left': 'wire',
} as const;
export type Meeting = keyof typeof FIRST;

const UP = 'client-to-server' satisfies Direction;
const DOWN = 'server-to-client' satisfies Direction;

/** Ties one connection's wire events to what its page's script saw: the nth of a kind on one side is the nth on the other. */
export class ConnectionTies {
  readonly #reader = new ConnectionReader({});
  readonly #met: Record<'script' | 'wire', Map<Meeting, EventId[]>> = { script: new Map(), wire: new Map() };
  readonly #clientBytes: { readonly end: number; readonly id: EventId }[] = [];
  readonly #packets = { [UP]: new SocketioMessages(UP), [DOWN]: new SocketioMessages(DOWN) };
  #closeCalled = false;
  #serverClosing = false;
  #clientClosing = false;
  #clientEnded = false;

  script({ id, script, readyState }: ScriptCaptureEvent): Edge[] {
    if ('do' in script) {
      if (script.do === 'construct') return this.#meet('script', 'construct', id);
      // A document that leaves sends a Close of its own (RFC 6455 §7.4.1: 1001).
      if (script.do === 'leave') return this.#meet('script', 'close-call', id);
      // After close() has begun, send() only counts bytes.
      if (script.do === 'send' && readyState === 1) return this.#meet('script', 'send', id);
      if (script.do === 'read' && readyState === 2 && !this.#closeCalled)
        return this.#meet('script', 'closing-read', id);
      if (script.do !== 'close' || readyState !== 2) return [];
      this.#closeCalled = true;
      return this.#meet('script', 'close-call', id);
    }
    if (script.on !== 'close') return this.#meet('script', script.on, id);
    const tcp = this.#meet('script', 'close-tcp', id);
    return script.wasClean ? [...tcp, ...this.#meet('script', 'close-frame', id)] : tcp;
  }

  act({ id, act }: ActCaptureEvent): Edge[] {
    switch (act.do) {
      case 'close':
      case 'terminate':
        return [...this.#meet('script', `act-${act.do}`, id), ...this.#meet('script', `peer-${act.do}`, id)];
      case 'vanish':
      case 'hold':
        return this.#meet('script', 'peer-pause', id);
      case 'violate':
      case 'linger':
        return this.#meet('script', `peer-${act.do}`, id);
      case 'send':
        return act.parts.length < 2 ? [] : this.#meet('script', 'act-send', id);
      case 'ping':
        return this.#meet('script', 'act-ping', id);
    }
  }

  /** Only where it was asked for: by itself a server's program may close, too. */
  peer({ id, peer }: PeerCaptureEvent): Edge[] {
    if (!('do' in peer) || peer.do === 'resume' || peer.do === 'read') return [];
    return this.#meet('wire', `peer-${peer.do}`, id);
  }

  application({ id, application }: ApplicationCaptureEvent): Edge[] {
    const meeting = meetingOf(application);
    return meeting ? this.#meet('script', meeting, id) : [];
  }

  wire(event: WireCaptureEvent): Edge[] {
    const edges = this.#met.wire.has('construct') ? [] : this.#meet('wire', 'construct', event.id);
    if (event.kind === 'bytes' && event.direction === UP)
      this.#clientBytes.push({ end: event.offset + event.bytes.length, id: event.id });
    for (const item of this.#reader.push(event)) edges.push(...this.#item(item));
    if (event.kind === 'fin' || event.kind === 'rst') edges.push(...this.#end(event));
    return edges;
  }

  #item(item: WireItem): Edge[] {
    const { id } = item.by;
    if (item.direction === UP) return item.kind === 'frame' ? this.#clientFrame(item) : [];
    if (item.kind === 'broken-frame') return this.#meet('wire', 'error', id);
    if (item.kind === 'response') {
      const switched = item.result.kind === 'head' && item.result.head.status === 101;
      return this.#meet('wire', switched ? 'open' : 'error', id);
    }
    return item.kind === 'frame' ? this.#serverFrame(item) : [];
  }

  #serverFrame({ frame: { header }, assembled, by: { id } }: WireItem & { kind: 'frame' }): Edge[] {
    // An echo is one frame, and ws sends no Ping by itself.
    if (!header.fin && header.opcode !== 0) return this.#meet('wire', 'act-send', id);
    switch (assembled?.kind) {
      case 'violation':
        return this.#meet('wire', 'error', id);
      case 'message':
        return [...this.#meet('wire', 'message', id), ...this.#packet(DOWN, assembled, id)];
      case 'ping':
        return this.#meet('wire', 'act-ping', id);
      case 'close': {
        const asked = this.#clientClosing ? [] : this.#meet('wire', 'act-close', id);
        this.#serverClosing = true;
        return [...asked, ...this.#meet('wire', 'closing-read', id), ...this.#meet('wire', 'close-frame', id)];
      }
      default:
        return [];
    }
  }

  #clientFrame({ origin, frame: { header, headerSpan }, assembled, by }: WireItem & { kind: 'frame' }): Edge[] {
    const start = origin + headerSpan.start / 8;
    const first = this.#clientBytes.findIndex(({ end }) => end > start);
    this.#clientBytes.splice(0, first);
    const id = this.#clientBytes[0]?.id ?? by.id;
    const packet = assembled?.kind === 'message' ? this.#packet(UP, assembled, id) : [];
    if (header.opcode === 1 || header.opcode === 2) return [...this.#meet('wire', 'send', id), ...packet];
    if (header.opcode !== 8 || this.#serverClosing) return [];
    this.#clientClosing = true;
    return this.#meet('wire', 'close-call', id);
  }

  #packet(direction: Direction, message: AssembledMessage, id: EventId): Edge[] {
    const meeting = this.#packets[direction].message(message);
    return meeting ? this.#meet('wire', meeting, id) : [];
  }

  #end({ kind, direction, id }: WireCaptureEvent & { kind: 'fin' | 'rst' }): Edge[] {
    if (direction === UP) this.#clientEnded = true;
    if (direction !== DOWN || this.#clientEnded) return [];
    const asked = this.#serverClosing ? [] : this.#meet('wire', 'act-terminate', id);
    const close = [...asked, ...this.#meet('wire', 'close-tcp', id)];
    return kind === 'rst' ? [...close, ...this.#meet('wire', 'error', id)] : close;
  }

  #meet(side: 'script' | 'wire', meeting: Meeting, id: EventId): Edge[] {
    const mine = this.#met[side].get(meeting) ?? [];
    this.#met[side].set(meeting, mine);
    mine.push(id);
    const other = this.#met[side === 'script' ? 'wire' : 'script'].get(meeting)?.[mine.length - 1];
    if (other === undefined) return [];
    return [FIRST[meeting] === side ? { meeting, cause: id, effect: other } : { meeting, cause: other, effect: id }];
  }
}
