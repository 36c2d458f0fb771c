import { createActor, type SnapshotFrom } from 'xstate';
import type { CaptureSource } from '#demos/capture/capture.ts';
import type { Problem } from '#demos/capture/problem.ts';
import { PEER_PARAM } from '#demos/capture/side-channel.ts';
import { createLinks, type RunningSource } from '#demos/link/links.ts';
import { NOT_LOADED } from '#demos/parts/not-loaded.ts';
import { pickerMachine } from './close-codes.machine.ts';
import type { Trial, TrialKind } from './close-codes.trial.ts';
import { readCode } from './close-codes.verdicts.ts';

/** The picker's state while it is on a page: the code that is typed, and the last trial of one. */
export class CloseCodesFigure {
  text = $state('');
  source = $state.raw<RunningSource>('model');
  trial = $state.raw<Trial | null>(null);
  problem = $state.raw<Problem | null>(null);
  lost = $state(false);

  readonly #actor = createActor(pickerMachine);
  #snapshot = $state.raw() as SnapshotFrom<typeof pickerMachine>;
  readonly #links = createLinks({
    live: async () => (await import('#demos/link/live.ts')).createLiveLink(undefined, { query: { [PEER_PARAM]: '1' } }),
    model: async () =>
      (await import('#demos/link/model.ts')).createModelLink({ peer: true, policy: 'chromium', serverPolicy: 'ws' }),
  });
  #companion = false;
  #stop = (): void => {};
  /** Counts the trials, so that a link that opens late does not start one that was overtaken. */
  #trials = 0;
  /** The code as it was last whole: what is described while the reader types. */
  #code = $state(0);

  constructor(code: number) {
    this.text = String(code);
    this.#code = code;
    this.#snapshot = this.#actor.getSnapshot();
  }

  wake(companion: boolean): void {
    this.#companion = companion;
    if (companion) this.source = 'live';
    this.#actor.subscribe((snapshot) => {
      this.#snapshot = snapshot;
    });
    this.#actor.start();
  }

  dispose(): void {
    this.#trials += 1;
    this.#stop();
    this.#actor.stop();
    this.#links.dispose();
  }

  get code(): number {
    return this.#code;
  }
  get state(): string {
    return String(this.#snapshot.value);
  }
  /** What is typed is no code. */
  get wrong(): boolean {
    return readCode(this.text) === null;
  }

  type(text: string): void {
    this.text = text;
    const code = readCode(text);
    if (code === null || code === this.#code) return;
    this.#code = code;
    this.#forget();
  }

  choose(source: CaptureSource): void {
    if (source === 'recorded' || (source === 'live' && !this.#companion)) return;
    this.source = source;
    this.#forget();
  }

  async try(kind: TrialKind): Promise<void> {
    this.#forget();
    const turn = this.#trials;
    const { code } = this;
    this.#actor.send({ type: 'trial.start' });
    const refused = (problem: Problem): void => {
      this.problem = problem;
      this.#actor.send({ type: 'trial.refused' });
    };
    try {
      const [link, { startTrial }] = await Promise.all([
        this.#links.open(this.source),
        import('./close-codes.live.ts'),
      ]);
      if (turn !== this.#trials) return;
      this.#stop = startTrial(link, kind, code, {
        changed: (trial) => {
          this.trial = trial;
          if (trial.settled) this.#actor.send({ type: 'trial.settled' });
        },
        refused,
      });
    } catch {
      refused(NOT_LOADED);
    }
  }

  #forget(): void {
    this.#trials += 1;
    this.#stop();
    this.#stop = () => {};
    this.trial = null;
    this.problem = null;
    this.#actor.send({ type: 'code.typed' });
  }
}
