import { assign, type SnapshotFrom, setup } from 'xstate';

/** What one press of the speed control goes through; 1 is the pace of the capture, made visible. */
export const SPEEDS = [0.1, 0.25, 0.5, 1, 2, 5, 10] as const;
export type Speed = (typeof SPEEDS)[number];

export type StepperEvent =
  | { readonly type: 'step.next' }
  | { readonly type: 'step.back' }
  | { readonly type: 'step.to'; readonly index: number }
  | { readonly type: 'play' }
  | { readonly type: 'pause' }
  | { readonly type: 'reset' }
  | { readonly type: 'speed.set'; readonly speed: Speed }
  | { readonly type: 'steps.changed'; readonly times: readonly number[] };

export interface StepperContext {
  /** When each step happened, in milliseconds on the capture's clock. */
  readonly times: readonly number[];
  readonly count: number;
  /** The step shown, from 0; 0 also while there are no steps. */
  readonly index: number;
  readonly speed: Speed;
}

export interface StepperInput {
  readonly times: readonly number[];
  readonly index?: number;
  readonly speed?: Speed;
}

// Steps on loopback are a fraction of a millisecond apart, and a heartbeat 25 s: a reader can follow neither.
const GAP = { least: 800, most: 3000 } as const;
const DELAY = { least: 120, most: 8000 } as const;

const clamp = (value: number, { least, most }: { readonly least: number; readonly most: number }): number =>
  Math.min(most, Math.max(least, value));

/** Milliseconds to wait before the step after `index`: the capture's own gap, brought to where a reader sees it. */
export function delayToNext({ times, index, speed }: StepperContext): number {
  const gap = (times[index + 1] ?? 0) - (times[index] ?? 0);
  return clamp(clamp(gap, GAP) / speed, DELAY);
}

const lastOf = (count: number): number => Math.max(0, count - 1);
const within = (index: number, count: number): number =>
  clamp(Number.isFinite(index) ? Math.trunc(index) : 0, { least: 0, most: lastOf(count) });

/** Playback over the steps of a capture. Its one effect, `showStep`, says that another step is to be shown. */
export const stepperMachine = setup({
  types: {
    context: {} as StepperContext,
    events: {} as StepperEvent,
    input: {} as StepperInput,
  },
  actions: {
    showStep: () => {},
    goNext: assign(({ context }) => ({ index: within(context.index + 1, context.count) })),
    goBack: assign(({ context }) => ({ index: within(context.index - 1, context.count) })),
    goToFirst: assign({ index: 0 }),
    goTo: assign(({ context }, { index }: { index: number }) => ({ index: within(index, context.count) })),
    setSpeed: assign((_, { speed }: { speed: Speed }) => ({ speed })),
    takeSteps: assign(({ context }, { times }: { times: readonly number[] }) => {
      const wasAtEnd = context.index === lastOf(context.count);
      return { times, count: times.length, index: within(wasAtEnd ? times.length - 1 : context.index, times.length) };
    }),
    // Someone who plays sees every step in turn, the live ones too.
    appendSteps: assign(({ context }, { times }: { times: readonly number[] }) => ({
      times,
      count: times.length,
      index: within(context.index, times.length),
    })),
  },
  guards: {
    hasNext: ({ context }) => context.index < lastOf(context.count),
    hasBack: ({ context }) => context.index > 0,
    hasSteps: ({ context }) => context.count > 1,
    nextIsLast: ({ context }) => context.index + 1 >= lastOf(context.count),
  },
  delays: { delayToNext: ({ context }) => delayToNext(context) },
}).createMachine({
  id: 'stepper',
  context: ({ input }) => ({
    times: input.times,
    count: input.times.length,
    index: within(input.index ?? 0, input.times.length),
    speed: input.speed ?? 1,
  }),
  initial: 'resting',
  states: {
    resting: {
      on: {
        'step.next': { guard: 'hasNext', actions: ['goNext', 'showStep'] },
        'step.back': { guard: 'hasBack', actions: ['goBack', 'showStep'] },
        'step.to': { actions: [{ type: 'goTo', params: ({ event }) => ({ index: event.index }) }, 'showStep'] },
        reset: { actions: ['goToFirst', 'showStep'] },
        play: [
          { guard: 'hasNext', target: 'playing' },
          { guard: 'hasSteps', target: 'playing', actions: ['goToFirst', 'showStep'] },
        ],
        'speed.set': { actions: { type: 'setSpeed', params: ({ event }) => ({ speed: event.speed }) } },
        'steps.changed': {
          actions: [{ type: 'takeSteps', params: ({ event }) => ({ times: event.times }) }, 'showStep'],
        },
      },
    },
    playing: {
      after: {
        delayToNext: [
          { guard: 'nextIsLast', target: 'resting', actions: ['goNext', 'showStep'] },
          { target: 'playing', reenter: true, actions: ['goNext', 'showStep'] },
        ],
      },
      on: {
        pause: 'resting',
        'step.next': { target: 'resting', actions: ['goNext', 'showStep'] },
        'step.back': { target: 'resting', actions: ['goBack', 'showStep'] },
        'step.to': {
          target: 'resting',
          actions: [{ type: 'goTo', params: ({ event }) => ({ index: event.index }) }, 'showStep'],
        },
        reset: { target: 'resting', actions: ['goToFirst', 'showStep'] },
        // Entering again starts the wait anew, at the new speed.
        'speed.set': {
          target: 'playing',
          reenter: true,
          actions: { type: 'setSpeed', params: ({ event }) => ({ speed: event.speed }) },
        },
        'steps.changed': {
          actions: [{ type: 'appendSteps', params: ({ event }) => ({ times: event.times }) }, 'showStep'],
        },
      },
    },
  },
});

/** A control of the row under a figure. */
export type PlaybackAct = 'back' | 'next' | 'toggle' | 'speed' | 'reset';

/** What pressing a control says to a stepper that stands there; pressing *speed* goes round {@link SPEEDS}. */
export function playbackEvent(act: PlaybackAct, stepper: SnapshotFrom<typeof stepperMachine>): StepperEvent {
  switch (act) {
    case 'back':
      return { type: 'step.back' };
    case 'next':
      return { type: 'step.next' };
    case 'reset':
      return { type: 'reset' };
    case 'toggle':
      return { type: stepper.matches('playing') ? 'pause' : 'play' };
    case 'speed': {
      const at = SPEEDS.indexOf(stepper.context.speed);
      return { type: 'speed.set', speed: SPEEDS[(at + 1) % SPEEDS.length] ?? 1 };
    }
  }
}
