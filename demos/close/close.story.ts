import type { Capture, CaptureEvent, Direction, PeerRecord, ReadyState } from '#demos/capture/capture.ts';
import { createDissector } from '#demos/capture/dissect.ts';
import type { Space, Unit } from '#demos/capture/dissection.ts';
import { isScriptEvent } from '#demos/capture/event-kinds.ts';
import { mergeEvents } from '#demos/capture/merge.ts';
import { onOneClock } from '#demos/capture/one-clock.ts';
import { peerEvents } from '#demos/machines/peer-closing.events.ts';
import { peerClosing, peerReadyState } from '#demos/machines/peer-closing.machine.ts';
import { type ReplayStep, replay } from '#demos/machines/replay.ts';
import { closeIn, machineEvents } from '#demos/machines/ws-connection.events.ts';
import { readyStateOf, wsConnection } from '#demos/machines/ws-connection.machine.ts';
import { toHex, utf8DecodeLenient } from '#demos/protocol/bytes.ts';
import { OPCODE } from '#demos/protocol/opcode.ts';

export type End = 'client' | 'server';

/** A Close frame's code and reason. `payload` is what it holds, unmasked, as hex. */
export interface CloseFrame {
  readonly code: number | null;
  readonly reason: string;
  readonly payload: string;
}

export type What =
  /** The server has accepted, and script knows of it. */
  | { readonly kind: 'open' }
  | {
      readonly kind: 'call';
      readonly end: End;
      readonly call: 'send' | 'close' | 'leave' | 'terminate' | 'pause' | 'resume' | 'violate' | 'linger';
      readonly code: number | null;
      readonly text: string;
    }
  | { readonly kind: 'told'; readonly end: End; readonly told: 'message' | 'error'; readonly text: string }
  | {
      readonly kind: 'closed';
      readonly end: End;
      readonly code: number;
      readonly reason: string;
      readonly wasClean: boolean;
    }
  | {
      readonly kind: 'frame';
      readonly direction: Direction;
      readonly opcode: number | null;
      readonly bytes: number;
      readonly close: CloseFrame | null;
    }
  | { readonly kind: 'fin' | 'rst'; readonly direction: Direction }
  /** The browser has waited as long as it waits. */
  | { readonly kind: 'waited' };

/** Where both ends stand. */
interface Standing {
  /** The machines' states, as dot paths; what `readyState` says there. */
  readonly client: string;
  readonly server: string;
  readonly readyState: { readonly client: ReadyState; readonly server: ReadyState };
}

/** One stop, and where it left both ends. Plain data: told at build time and sent with the page. */
export interface Moment extends Standing {
  /** Milliseconds since script was told `open`. */
  readonly at: number;
  readonly what: What;
}

export type Story = readonly Moment[];

const called = (end: End, call: Extract<What, { kind: 'call' }>['call'], code: number | null, text: string): What => ({
  kind: 'call',
  end,
  call,
  code,
  text,
});

function scriptWhat(event: CaptureEvent): What | null {
  if (!isScriptEvent(event)) return null;
  const { script } = event;
  if ('on' in script) {
    if (script.on === 'open') return null;
    if (script.on === 'close')
      return { kind: 'closed', end: 'client', code: script.code, reason: script.reason, wasClean: script.wasClean };
    return { kind: 'told', end: 'client', told: script.on, text: script.on === 'message' ? preview(script.bytes) : '' };
  }
  switch (script.do) {
    case 'send':
      return called('client', 'send', null, preview(script.bytes));
    case 'close':
      return called('client', 'close', script.code ?? null, script.reason ?? '');
    case 'leave':
      return called('client', 'leave', null, '');
    default:
      return null;
  }
}

const SHORT = 24;
const preview = (bytes: Uint8Array): string => utf8DecodeLenient(bytes.subarray(0, SHORT));

function peerWhat({ peer }: PeerRecord): What | null {
  if ('on' in peer) {
    if (peer.on === 'open') return null;
    if (peer.on === 'error') return { kind: 'told', end: 'server', told: 'error', text: peer.message };
    return { kind: 'closed', end: 'server', code: peer.code, reason: peer.reason, wasClean: peer.wasClean };
  }
  if (peer.do === 'close') return called('server', 'close', peer.code ?? null, peer.reason ?? '');
  return peer.do === 'read' ? null : called('server', peer.do, null, '');
}

function hexOf(unit: Unit, spaces: ReadonlyMap<string, Space>): string {
  const parts = unit.children.find(({ field }) => field === 'ws.payload')?.children ?? [];
  return parts
    .filter(({ field }) => field === 'ws.close-code' || field === 'ws.close-reason')
    .map(({ space, span }) =>
      toHex(spaces.get(space)?.bytes.subarray(span.start / 8, span.end / 8) ?? new Uint8Array()),
    )
    .filter(Boolean)
    .join(' ');
}

/** What passed on the wire, event by event. */
class Wire {
  readonly #dissector = createDissector();
  readonly #spaces = new Map<string, Space>();
  readonly #ended = new Set<string>();

  take(event: CaptureEvent): What[] {
    const { spaces, units } = this.#dissector.push(event);
    for (const space of spaces) this.#spaces.set(space.id, space);
    const frames = units.filter(({ field }) => field === 'ws.frame').map((unit) => this.#frame(unit));
    if ((event.kind !== 'fin' && event.kind !== 'rst') || this.#ended.has(event.direction)) return frames;
    this.#ended.add(event.direction);
    return [...frames, { kind: event.kind, direction: event.direction }];
  }

  #frame(unit: Unit): What {
    const opcode = typeof unit.value === 'number' ? unit.value : null;
    const close = opcode === OPCODE.close ? closeIn(unit) : null;
    return {
      kind: 'frame',
      direction: unit.direction,
      opcode,
      bytes: (unit.span.end - unit.span.start) / 8,
      close: close && { ...close, payload: hexOf(unit, this.#spaces) },
    };
  }
}

/** Steps of one machine, gone through event by event. */
class Steps<Step extends Pick<ReplayStep<typeof wsConnection>, 'cause' | 'at'>> {
  readonly #steps: readonly Step[];
  #done = 0;

  constructor(steps: readonly Step[]) {
    this.#steps = steps;
  }

  get now(): Step {
    const step = this.#steps[this.#done];
    if (!step) throw new TypeError('a machine has a first state');
    return step;
  }

  /** The next one, if a wait of the machine's own caused it by then. */
  waited(by: number): Step | null {
    const next = this.#steps[this.#done + 1];
    if (!next || next.cause !== null || next.at > by) return null;
    this.#done += 1;
    return next;
  }

  take(id: string): void {
    while (this.#steps[this.#done + 1]?.cause?.id === id) this.#done += 1;
  }
}

const isToldOpen = (event: CaptureEvent): boolean =>
  isScriptEvent(event) && 'on' in event.script && event.script.on === 'open';

/** How the newest connection ended, from the moment at which script was told that it is open; `null` before that. */
export function storyOf(capture: Capture): Story | null {
  const newest = capture.events.findLast(({ connection }) => connection !== undefined)?.connection;
  // By itself: two clocks drift, and its own opening sets them best.
  const events = onOneClock(mergeEvents(capture.events.filter(({ connection }) => connection === newest)));
  const client = new Steps(replay(wsConnection, events, machineEvents(events)));
  const server = new Steps(replay(peerClosing, events, peerEvents));
  const wire = new Wire();
  const moments: Moment[] = [];
  let zero: number | null = null;

  const standing = (): Standing => ({
    client: client.now.state,
    server: server.now.state,
    readyState: { client: readyStateOf(client.now.snapshot), server: peerReadyState(server.now.snapshot) },
  });
  const add = (at: number, what: What, where = standing()): void => {
    zero ??= at;
    moments.push({ at: Math.max(at - zero, moments.at(-1)?.at ?? 0), what, ...where });
  };
  for (const event of events) {
    for (let step = client.waited(event.at); step; step = client.waited(event.at)) add(step.at, { kind: 'waited' });
    while (server.waited(event.at));
    const before = standing();
    client.take(event.id);
    server.take(event.id);
    const passed = wire.take(event);
    if (zero === null) {
      if (isToldOpen(event)) add(event.at, { kind: 'open' });
      continue;
    }
    const own = event.kind === 'peer' ? peerWhat(event) : scriptWhat(event);
    const shown = own ? [own] : passed;
    // What one piece of bytes held came to pass with the last of it.
    shown.forEach((what, i) => {
      add(event.at, what, i === shown.length - 1 ? standing() : before);
    });
  }
  return moments.length > 0 ? moments : null;
}
