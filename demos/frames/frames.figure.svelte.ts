import { createActor, type SnapshotFrom } from 'xstate';
import type { Capture, CaptureSource } from '#demos/capture/capture.ts';
import type { Problem } from '#demos/capture/problem.ts';
import type { PlaybackAct } from '#demos/machines/stepper.machine.ts';
import { Late } from '#demos/parts/late.ts';
import { NOT_LOADED } from '#demos/parts/not-loaded.ts';
import { evenTimes, Playback } from '#demos/parts/playback.svelte.ts';
import type { Policy } from '#demos/protocol/frame.ts';
import { type Bench, benchOfRow } from './frames.bench.ts';
import type { LazyLinks } from './frames.links.ts';
import type { FrameRow, Log } from './frames.log.ts';
import { LoggedConnection, type RecordedLog, type Wanted } from './frames.logged.svelte.ts';
import type { PartRef } from './frames.parts.ts';
import type { Trial } from './frames.trial.ts';
import type { TriedFrame } from './frames.tried.ts';
import { type Judged, type Origin, Workbench } from './frames.workbench.svelte.ts';
import { type SessionEvent, sessionMachine, type TrialBy } from './frames-session.machine.ts';

/** The log a figure starts from: read at build time, its capture kept as a file. */
export interface Recorded extends RecordedLog {
  readonly first: Judged;
  readonly url: string;
}

const sentByUs: Wanted = (row) => row.direction === 'client-to-server' && row.opcode < 8;

/** The figure's state while it is on a page: the bench, two machines, and the links that perform their effects. */
export class FramesFigure {
  readonly workbench: Workbench;
  readonly playback;

  /** The connection whose frames are logged. */
  readonly logged: LoggedConnection;
  /** What came of the frame that was tried last. */
  trial = $state.raw<Trial | null>(null);
  /** Live bytes can be had. */
  companion = false;

  readonly #recorded: Recorded;
  #tried: TriedFrame | null = null;
  readonly #session;
  #sitting = $state.raw() as SnapshotFrom<typeof sessionMachine>;
  readonly #codec = new Late(
    () => import('./frames.codec.ts'),
    () => this.#tell({ type: 'page.failed', problem: NOT_LOADED }),
  );

  constructor(recorded: Recorded) {
    this.#recorded = recorded;
    const tell = (event: SessionEvent): void => this.#tell(event);
    this.logged = new LoggedConnection(
      recorded,
      () => this.#newLinks(),
      tell,
      (row) => this.open(row),
    );
    const row = recorded.log.rows.find(({ kind }) => kind === 'frame');
    this.workbench = new Workbench(
      recorded.first,
      row ? { kind: 'log', key: row.key } : { kind: 'own' },
      this.#codec,
      () => this.#judged(),
    );
    const times = evenTimes(this.workbench.stages.length);
    this.playback = new Playback(times, times.length - 1);
    this.#session = createActor(
      sessionMachine.provide({
        actions: {
          showRecorded: () => this.#showRecorded(),
          openSocket: ({ event }) => {
            if (event.type === 'source.choose' && event.source !== 'recorded') void this.logged.open(event.source);
          },
          startTrial: ({ event }) => {
            if (event.type === 'trial.start') void this.#startTrial(event.by);
          },
          endTrial: () => this.#tried?.forget(),
        },
      }),
    );
    this.#sitting = this.#session.getSnapshot();
  }

  /** `companion`: trials are live where there is one. */
  wake(companion: boolean): void {
    this.companion = companion;
    this.#session.subscribe((snapshot) => {
      this.#sitting = snapshot;
    });
    this.playback.start();
    this.#session.start();
  }

  dispose(): void {
    this.#codec.dispose();
    this.logged.dispose();
    this.#tried?.dispose();
    this.playback.stop();
    this.#session.stop();
  }

  get index(): number {
    return Math.min(this.playback.index, this.workbench.stages.length - 1);
  }
  get log(): Log {
    return this.logged.log;
  }
  get madeWith(): Capture['madeWith'] {
    return this.logged.madeWith;
  }
  get lost(): boolean {
    return this.logged.lost;
  }
  get source(): CaptureSource {
    return this.#sitting.context.source;
  }
  get problem(): Problem | null {
    return this.#sitting.context.problem;
  }
  get socket(): 'recorded' | 'opening' | 'open' | 'ended' {
    return this.#sitting.value.socket;
  }
  get trying(): boolean {
    return this.#sitting.value.trial === 'running';
  }
  /** The capture on screen; for the recorded one, where the site keeps it. */
  get capture(): Capture | { readonly url: string } {
    return this.logged.capture ?? { url: this.#recorded.url };
  }

  /** The reader reaches for the figure: what judges a frame is loaded before the first one is changed. */
  reach(): Promise<void> {
    return this.#codec.reach();
  }

  choosePolicy(policy: Policy): void {
    this.workbench.policy = policy;
    this.#stagesChanged();
  }

  choose(source: CaptureSource): void {
    this.logged.plan(null, null);
    this.#tell({ type: 'source.choose', source });
  }

  send(text: string): void {
    this.logged.act({ kind: 'send', data: text }, sentByUs);
  }
  ask(run: 'ping' | 'fragments' | 'close'): Promise<void> {
    return this.#codec.use(({ ask }) => ask(this, run));
  }

  /** Puts a frame of the log on the bench. */
  open(row: FrameRow): void {
    this.lay(benchOfRow(row, this.logged.bytesOf(row)), { kind: 'log', key: row.key });
  }

  lay(bench: Bench, origin: Origin = { kind: 'own' }): void {
    this.workbench.lay(bench, origin);
    void this.#codec.use(() => this.go(this.workbench.stages.length - 1));
  }

  /** Runs a scenario that prose names. */
  run(name: string): Promise<void> {
    return this.#codec.use(({ runScenario }) => runScenario(this, name));
  }

  /** Goes where a link points. */
  obey(params: URLSearchParams): void {
    void this.#codec.use(({ obeyLink }) => obeyLink(this, params));
  }

  /** Sends the frame on the bench for real, or to the model where there is no companion. */
  try(by: TrialBy): void {
    this.#tell({ type: 'trial.start', by });
  }

  play(act: PlaybackAct): void {
    this.light(null);
    this.playback.act(act);
  }

  go(index: number): void {
    this.light(null);
    this.playback.go(index);
  }

  light(part: PartRef | null): void {
    this.workbench.selected = part;
  }

  #tell(event: SessionEvent): void {
    this.#session.send(event);
  }

  async #newLinks(): Promise<LazyLinks> {
    await this.#codec.reach();
    const { module } = this.#codec;
    if (!module) throw new TypeError('What opens links has not come');
    return new module.LazyLinks();
  }

  async #startTrial(by: TrialBy): Promise<void> {
    // Not within the machine's own step.
    await this.#codec.reach();
    if (!this.#codec.module) return this.#tell({ type: 'trial.refused', problem: NOT_LOADED });
    await this.#codec.use(({ TriedFrame }) => {
      if (!this.trying) return;
      this.#tried ??= new TriedFrame(
        (event) => this.#tell(event),
        (trial) => {
          this.trial = trial;
        },
      );
      void this.#tried.start(by, this.companion ? 'live' : 'model', this.workbench.bench.bytes);
    });
  }

  /** What was tried is not what lies there now. */
  #judged(): void {
    if (this.trial || this.trying) this.#tell({ type: 'trial.forget' });
    this.#stagesChanged();
  }

  #stagesChanged(): void {
    this.playback.take(evenTimes(this.workbench.stages.length));
  }

  #showRecorded(): void {
    this.logged.showRecorded();
    const row = this.logged.firstFrame(() => true);
    if (row) this.open(row);
  }
}
