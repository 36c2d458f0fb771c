import type {
  ActCaptureEvent,
  Capture,
  CaptureEvent,
  Direction,
  ReadyState,
  ScriptCall,
  ScriptEvent,
} from '#demos/capture/capture.ts';
import { createDissector } from '#demos/capture/dissect.ts';
import type { Space, Unit } from '#demos/capture/dissection.ts';
import { isScriptEvent } from '#demos/capture/event-kinds.ts';
import { onOneClock } from '#demos/capture/one-clock.ts';
import { type ReplayStep, replay } from '#demos/machines/replay.ts';
import type { ClaimId } from '#demos/machines/ws-connection.claims.ts';
import { closeIn, machineEvents, thrownCalls } from '#demos/machines/ws-connection.events.ts';
import { claimOf, readyStateOf, wsConnection } from '#demos/machines/ws-connection.machine.ts';
import { toHex, utf8DecodeLenient } from '#demos/protocol/bytes.ts';
import { ACT_IDS, ACTS, type ActId } from './lifecycle.acts.ts';

/** What script did, `threw` being the exception's name where it was not taken. */
type Called =
  | { readonly do: 'construct'; readonly threw: string | null }
  | { readonly do: 'send'; readonly data: string; readonly bytes: number; readonly threw: string | null }
  | { readonly do: 'close'; readonly code: number | null; readonly reason: string; readonly threw: string | null }
  | { readonly do: 'read' | 'leave' };
type Told =
  | { readonly on: 'open' | 'error' }
  | { readonly on: 'message'; readonly data: string; readonly bytes: number }
  | { readonly on: 'close'; readonly code: number; readonly reason: string; readonly wasClean: boolean };

/** What passed on the wire: a head, a frame, or the end of a direction. */
export interface Passed {
  readonly kind: 'request' | 'response' | 'frame' | 'fin' | 'rst';
  readonly direction: Direction;
  readonly bytes: number;
  /** A frame's opcode; a response's status. */
  readonly code: number | null;
  /** A short frame, for its bytes to be shown. */
  readonly frame: { readonly unit: Unit; readonly hex: readonly string[] } | null;
  readonly close: { readonly code: number | null; readonly reason: string } | null;
}

export type What =
  | { readonly lane: 'call'; readonly call: Called }
  | { readonly lane: 'told'; readonly told: Told }
  | { readonly lane: 'wire'; readonly passed: Passed }
  | { readonly lane: 'tcp' }
  /** What was asked of the other end. */
  | { readonly lane: 'server'; readonly act: ActCaptureEvent['act']['do'] }
  /** A wait of the browser ran out. */
  | { readonly lane: 'clock' };

/** One stop: something was done, told or sent, and where it left the connection. Plain data. */
export interface Moment {
  /** Milliseconds from the constructor. */
  readonly at: number;
  /** How many of the connection's events had come to pass. */
  readonly events: number;
  readonly what: What;
  readonly state: string;
  readonly readyState: ReadyState;
  readonly bufferedAmount: number;
  /** The document is gone: there is no script to see anything. */
  readonly left: boolean;
  /** The machine's events it was made of, as a chart names them. */
  readonly by: readonly string[];
  /** The transitions it caused. */
  readonly claims: readonly ClaimId[];
  /** What the reader may do from here. */
  readonly acts: readonly ActId[];
}

/** One WebSocket's life so far. */
export interface Story {
  readonly connection: string;
  readonly moments: readonly Moment[];
}

type Step = ReplayStep<typeof wsConnection>;

/** The connection of the newest WebSocket; its constructor may be all there is of it. */
const newestConnection = ({ events }: Capture): string | undefined =>
  events.findLast((event) => event.connection !== undefined)?.connection;

const SHORT = 64;

function preview(type: 'text' | 'binary', bytes: Uint8Array): string {
  return type === 'text' ? utf8DecodeLenient(bytes.subarray(0, SHORT)) : '';
}

function called(call: ScriptCall, threw: string | null): Called | null {
  switch (call.do) {
    case 'construct':
      return { do: 'construct', threw };
    case 'send':
      return { do: 'send', data: preview(call.type, call.bytes), bytes: call.bytes.length, threw };
    case 'close':
      return { do: 'close', code: call.code ?? null, reason: call.reason ?? '', threw };
    case 'read':
    case 'leave':
      return { do: call.do };
    case 'throw':
      return null;
  }
}

function toldOf(event: ScriptEvent): Told {
  switch (event.on) {
    case 'open':
    case 'error':
      return { on: event.on };
    case 'message':
      return { on: 'message', data: preview(event.type, event.bytes), bytes: event.bytes.length };
    case 'close':
      return { on: 'close', code: event.code, reason: event.reason, wasClean: event.wasClean };
  }
}

function passedOf(unit: Unit, spaces: ReadonlyMap<string, Space>): Passed | null {
  const bytes = (unit.span.end - unit.span.start) / 8;
  const base = { direction: unit.direction, bytes, code: null, frame: null, close: null };
  if (unit.field === 'http.request') return { ...base, kind: 'request' };
  if (unit.field === 'http.response') {
    const status = unit.children[0]?.children.find(({ field }) => field === 'http.status')?.value;
    return { ...base, kind: 'response', code: typeof status === 'number' ? status : Number(status) || null };
  }
  if (unit.field !== 'ws.frame') return null;
  const space = spaces.get(unit.space);
  const raw = space?.bytes.subarray(unit.span.start / 8, unit.span.end / 8) ?? new Uint8Array();
  return {
    ...base,
    kind: 'frame',
    code: typeof unit.value === 'number' ? unit.value : null,
    frame: bytes <= SHORT ? { unit, hex: toHex(raw).split(' ') } : null,
    close: closeIn(unit),
  };
}

class Teller {
  readonly #thrown: ReadonlyMap<string, string>;
  readonly #dissector = createDissector();
  readonly #spaces = new Map<string, Space>();
  readonly #ended = new Set<Direction>();

  constructor(events: readonly CaptureEvent[]) {
    const names = new Map<string, string>();
    const thrown = thrownCalls(events);
    let last = '';
    for (const event of events) {
      if (!isScriptEvent(event) || !('do' in event.script)) continue;
      if (event.script.do === 'throw' && thrown.has(last)) names.set(last, event.script.name);
      last = event.id;
    }
    this.#thrown = names;
  }

  /** What an event shows; several where one piece of bytes held several frames. */
  show(event: CaptureEvent): What[] {
    if (event.kind === 'application' || event.kind === 'peer') return [];
    if (event.kind === 'act') return [{ lane: 'server', act: event.act.do }];
    if (isScriptEvent(event)) {
      if ('on' in event.script) return [{ lane: 'told', told: toldOf(event.script) }];
      const call = called(event.script, this.#thrown.get(event.id) ?? null);
      return call ? [{ lane: 'call', call }] : [];
    }
    if (event.kind === 'opened') return [{ lane: 'tcp' }];
    const { spaces, units } = this.#dissector.push(event);
    for (const space of spaces) this.#spaces.set(space.id, space);
    const passed = units.flatMap((unit): What[] => {
      const each = passedOf(unit, this.#spaces);
      return each ? [{ lane: 'wire', passed: each }] : [];
    });
    if ((event.kind !== 'fin' && event.kind !== 'rst') || this.#ended.has(event.direction)) return passed;
    this.#ended.add(event.direction);
    const end: Passed = {
      kind: event.kind,
      direction: event.direction,
      bytes: 0,
      code: null,
      frame: null,
      close: null,
    };
    return [...passed, { lane: 'wire', passed: end }];
  }
}

/** Which transitions the steps took, in order. */
const claimsOf = (steps: readonly Step[], before: Step | undefined): ClaimId[] =>
  steps.flatMap((step, i) => {
    const from = i === 0 ? before : steps[i - 1];
    const claim = from && step.event ? claimOf(from.snapshot, step.event) : null;
    return claim ? [claim] : [];
  });

const actsFrom = (step: Step): ActId[] =>
  ACT_IDS.filter((act) => {
    const { needs } = ACTS[act];
    return needs === null || (!step.snapshot.context.left && step.snapshot.can(needs));
  });

/** A chart names a delay `after …`, XState `xstate.after.<delay>.<state id>`. */
const eventNames = (steps: readonly Step[]): string[] =>
  steps.flatMap(({ event }) => (event ? [event.type.replace(/^xstate\.after\.(\w+)\..*$/, 'after $1')] : []));

const causedBy = (steps: readonly Step[], before: Step | undefined) => ({
  by: eventNames(steps),
  claims: claimsOf(steps, before),
});
const NOTHING = { by: [], claims: [] } as const;

function momentOf(
  [at, events]: readonly [at: number, events: number],
  what: What,
  step: Step,
  caused: { readonly by: readonly string[]; readonly claims: readonly ClaimId[] },
): Moment {
  const { snapshot, state } = step;
  const { bufferedAmount, left } = snapshot.context;
  return {
    at,
    events,
    what,
    state,
    readyState: readyStateOf(snapshot),
    bufferedAmount,
    left,
    ...caused,
    acts: actsFrom(step),
  };
}

/** The life of a capture's newest WebSocket, or of the one named; `null` before there is one. */
export function storyOf(capture: Capture, connection = newestConnection(capture)): Story | null {
  const events = onOneClock(capture.events.filter((event) => event.connection === connection));
  const [first] = events;
  if (!first || connection === undefined) return null;
  const steps = replay(wsConnection, events, machineEvents(events));
  const teller = new Teller(events);
  const moments: Moment[] = [];
  let done = 1;
  const since = (at: number): number => Math.max(at - first.at, moments.at(-1)?.at ?? 0);
  for (const [place, event] of events.entries()) {
    // Waits that ran out before this event came.
    for (let step = steps[done]; step?.cause === null; step = steps[++done])
      moments.push(momentOf([since(step.at), place], { lane: 'clock' }, step, causedBy([step], steps[done - 1])));
    const from = done;
    while (steps[done]?.cause?.id === event.id) done += 1;
    const caused = causedBy(steps.slice(from, done), steps[from - 1]);
    const now = steps[done - 1];
    if (!now) continue;
    const shown = teller.show(event);
    // What one piece of bytes held came to pass with the last of it.
    const quiet = steps[from - 1] ?? now;
    shown.forEach((what, i) => {
      const last = i === shown.length - 1;
      moments.push(momentOf([since(event.at), place + 1], what, last ? now : quiet, last ? caused : NOTHING));
    });
  }
  return { connection, moments };
}
