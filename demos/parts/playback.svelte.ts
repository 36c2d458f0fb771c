import { createActor, type SnapshotFrom } from 'xstate';
import { type PlaybackAct, playbackEvent, stepperMachine } from '#demos/machines/stepper.machine.ts';

/** The times of steps that have none of their own: `apart` milliseconds from each to the next, when they are played. */
export const evenTimes = (steps: number, apart = 1000): readonly number[] =>
  Array.from({ length: steps }, (_, i) => i * apart);

/** Which step a figure shows, and whether it goes on by itself: the stepper's machine while the figure is on a page. */
export class Playback {
  readonly #stepper;
  #snapshot = $state.raw() as SnapshotFrom<typeof stepperMachine>;

  /** `times`: when each step happened, in milliseconds on the capture's clock. */
  constructor(times: readonly number[], index = 0) {
    this.#stepper = createActor(stepperMachine, { input: { times, index } });
    this.#snapshot = this.#stepper.getSnapshot();
  }

  /** Until then the first state is shown. */
  start(): void {
    this.#stepper.subscribe((snapshot) => {
      this.#snapshot = snapshot;
    });
    this.#stepper.start();
  }

  stop(): void {
    this.#stepper.stop();
  }

  get index(): number {
    return this.#snapshot.context.index;
  }
  get playing(): boolean {
    return this.#snapshot.matches('playing');
  }
  get speed(): number {
    return this.#snapshot.context.speed;
  }

  act(act: PlaybackAct): void {
    this.#stepper.send(playbackEvent(act, this.#snapshot));
  }

  go(index: number): void {
    this.#stepper.send({ type: 'step.to', index });
  }

  /** The steps are others now, or more. */
  take(times: readonly number[]): void {
    this.#stepper.send({ type: 'steps.changed', times });
  }
}
