import {
  type AnyMachineSnapshot,
  type AnyStateMachine,
  type EventFromLogic,
  type InputFrom,
  initialTransition,
  type SnapshotFrom,
  transition,
} from 'xstate';
import type { CaptureEvent } from '#demos/capture/capture.ts';
import { createDissector, type DissectorOptions } from '#demos/capture/dissect.ts';
import type { Dissected } from '#demos/capture/dissection.ts';

/** What a machine makes of one event of a capture and what the dissector made of it: any number of its own events. */
export type ToMachineEvents<Machine extends AnyStateMachine> = (
  event: CaptureEvent,
  dissected: Dissected,
) => readonly EventFromLogic<Machine>[];

/** One event that a machine was given, and where it stood after it. */
export interface ReplayStep<Machine extends AnyStateMachine> {
  /** Milliseconds from the capture's zero. */
  readonly at: number;
  /** `null` at the start. A delayed transition's event is XState's own (`xstate.after.…`). */
  readonly event: EventFromLogic<Machine> | null;
  /** The capture's event it came from; `null` at the start and where a delay ran out. */
  readonly cause: CaptureEvent | null;
  readonly snapshot: SnapshotFrom<Machine>;
  /** See {@link statePath}. */
  readonly state: string;
  /** The names of the effects the machine asked for; nobody performs them. */
  readonly effects: readonly string[];
}

export interface ReplayOptions<Machine extends AnyStateMachine> extends DissectorOptions {
  readonly input?: InputFrom<Machine>;
  /** Let time pass until then after the last event. */
  readonly until?: number;
}

/** `connecting.resolving`; the regions of a parallel state stand side by side: `open.path.alive open.outgoing.drained`. */
export function statePath({ value }: Pick<AnyMachineSnapshot, 'value'>): string {
  const paths = (state: unknown, prefix: string): string[] => {
    if (typeof state === 'string') return [prefix + state];
    if (typeof state !== 'object' || state === null) return [];
    return Object.entries(state).flatMap(([name, inner]) => {
      const below = paths(inner, `${prefix}${name}.`);
      return below.length > 0 ? below : [prefix + name];
    });
  };
  return paths(value, '').join(' ');
}

/**
 * Drives a machine with a capture, and its delays with the capture's own times: a delay runs out when the capture has
 * passed it. Pure: the machine's effects are named, never performed. Times never run backwards, even where two
 * recorders' clocks do.
 */
export function replay<Machine extends AnyStateMachine>(
  machine: Machine,
  events: readonly CaptureEvent[],
  toMachineEvents: ToMachineEvents<Machine>,
  { input, until, ...options }: ReplayOptions<Machine> = {},
): readonly ReplayStep<Machine>[] {
  const dissector = createDissector(options);
  const run = new Run(machine, events[0]?.at ?? 0, input);
  for (const event of events) {
    run.passTo(event.at);
    for (const machineEvent of toMachineEvents(event, dissector.push(event))) run.give(machineEvent, event);
  }
  if (until !== undefined) run.passTo(until);
  return run.steps;
}

/** What XState hands out for a delayed event (`xstate.raise`) and for taking it back (`xstate.cancel`). */
interface Handed {
  readonly type: string;
  readonly params?: unknown;
}

class Run<Machine extends AnyStateMachine> {
  readonly steps: ReplayStep<Machine>[] = [];
  readonly #machine: Machine;
  /** Delayed events, by id, in the order they were set. */
  readonly #delayed = new Map<string, { readonly due: number; readonly event: EventFromLogic<Machine> }>();
  #snapshot: SnapshotFrom<Machine>;
  #now: number;

  constructor(machine: Machine, start: number, input: InputFrom<Machine> | undefined) {
    this.#machine = machine;
    this.#now = start;
    const [snapshot, actions] = initialTransition<AnyStateMachine>(machine, input);
    this.#snapshot = snapshot as SnapshotFrom<Machine>;
    this.#note(null, null, actions);
  }

  give(event: EventFromLogic<Machine>, cause: CaptureEvent | null): void {
    const [snapshot, actions] = transition(this.#machine, this.#snapshot, event);
    this.#snapshot = snapshot;
    this.#note(event, cause, actions);
  }

  /** Lets every delay run out that is due by then, the earliest first; one may set the next. */
  passTo(at: number): void {
    for (let next = this.#next(at); next; next = this.#next(at)) {
      const [id, { due, event }] = next;
      this.#delayed.delete(id);
      this.#now = Math.max(this.#now, due);
      this.give(event, null);
    }
    this.#now = Math.max(this.#now, at);
  }

  #next(at: number) {
    return [...this.#delayed].filter(([, { due }]) => due <= at).sort(([, a], [, b]) => a.due - b.due)[0];
  }

  #note(event: EventFromLogic<Machine> | null, cause: CaptureEvent | null, actions: readonly Handed[]): void {
    for (const action of actions) this.#schedule(action);
    this.steps.push({
      at: this.#now,
      event,
      cause,
      snapshot: this.#snapshot,
      state: statePath(this.#snapshot as AnyMachineSnapshot),
      effects: actions.map(({ type }) => type).filter((type) => !type.startsWith('xstate.')),
    });
  }

  #schedule({ type, params }: Handed): void {
    const { id, sendId, delay, event } = (params ?? {}) as {
      readonly id?: string;
      readonly sendId?: string;
      readonly delay?: number;
      readonly event?: EventFromLogic<Machine>;
    };
    if (type === 'xstate.cancel' && sendId !== undefined) this.#delayed.delete(sendId);
    if (type !== 'xstate.raise' || delay === undefined || event === undefined) return;
    this.#delayed.set(id ?? `unnamed ${this.steps.length}.${this.#delayed.size}`, { due: this.#now + delay, event });
  }
}
