import { createActor } from 'xstate';
import { SPEEDS, stepperMachine } from '#demos/machines/stepper.machine.ts';
import type { Moment } from './sample.story.ts';

export type PlaybackAct = 'back' | 'next' | 'toggle' | 'speed' | 'reset';

/** The figure's state while it is on a page: it runs the machine and keeps each snapshot. */
export class SampleFigure {
  readonly #stepper;
  #stepping = $state.raw() as ReturnType<ReturnType<typeof createActor<typeof stepperMachine>>['getSnapshot']>;

  constructor(moments: readonly Moment[]) {
    this.#stepper = createActor(stepperMachine, { input: { times: moments.map(({ at }) => at) } });
    this.#stepping = this.#stepper.getSnapshot();
  }

  /** Starts the machine; asleep, the figure shows its first state. */
  wake(): void {
    this.#stepper.subscribe((snapshot) => {
      this.#stepping = snapshot;
    });
    this.#stepper.start();
  }

  dispose(): void {
    this.#stepper.stop();
  }

  get index(): number {
    return this.#stepping.context.index;
  }
  get playing(): boolean {
    return this.#stepping.matches('playing');
  }
  get speed(): number {
    return this.#stepping.context.speed;
  }

  go(index: number): void {
    this.#stepper.send({ type: 'step.to', index });
  }

  play(act: PlaybackAct): void {
    if (act === 'back') this.#stepper.send({ type: 'step.back' });
    else if (act === 'next') this.#stepper.send({ type: 'step.next' });
    else if (act === 'reset') this.#stepper.send({ type: 'reset' });
    else if (act === 'toggle') this.#stepper.send({ type: this.playing ? 'pause' : 'play' });
    else {
      const at = SPEEDS.indexOf(this.#stepping.context.speed);
      this.#stepper.send({ type: 'speed.set', speed: SPEEDS[(at + 1) % SPEEDS.length] ?? 1 });
    }
  }
}
