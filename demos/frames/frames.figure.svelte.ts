import { createActor, type SnapshotFrom } from 'xstate';
import type { Capture, CaptureSource } from '#demos/capture/capture.ts';
import type { Problem } from '#demos/capture/problem.ts';
import type { PlaybackAct } from '#demos/machines/stepper.machine.ts';
import { NOT_LOADED } from '#demos/parts/not-loaded.ts';
import { Playback } from '#demos/parts/playback.svelte.ts';
import { equalBytes } from '#demos/protocol/bytes.ts';
import type { Policy } from '#demos/protocol/frame.ts';
import { anatomyOf } from './frames.anatomy.ts';
import { type Bench, benchOf, benchOfRow } from './frames.bench.ts';
import { withLength } from './frames.forms.ts';
import type { HashState } from './frames.hash.ts';
import type { FrameRow, Log } from './frames.log.ts';
import { LoggedConnection, type RecordedLog, type Wanted } from './frames.logged.svelte.ts';
import { type PartRef, partOfBit, samePart } from './frames.parts.ts';
import type { Comparison } from './frames.policies.ts';
import { stagesOf } from './frames.stages.ts';
import { takeApart } from './frames.taken.ts';
import type { Trial } from './frames.trial.ts';
import { TriedFrame } from './frames.tried.svelte.ts';
import { type SessionEvent, sessionMachine, type TrialBy } from './frames-session.machine.ts';

/** The log a figure starts from: read at build time, its capture kept as a file. */
export interface Recorded extends RecordedLog {
  readonly first: { readonly bench: Bench; readonly comparison: Comparison };
  readonly url: string;
}

/** Where the frame on the bench comes from. */
export type Origin = { readonly kind: 'log'; readonly key: string } | { readonly kind: 'own' };

type Codec = typeof import('./frames.codec.ts');
const sentByUs: Wanted = (row) => row.direction === 'client-to-server' && row.opcode < 8;

/** The figure's state while it is on a page: the bench, two machines, and the links that perform their effects. */
export class FramesFigure {
  bench = $state.raw() as Bench;
  /** What three receivers make of it. */
  comparison = $state.raw() as Comparison;
  origin = $state.raw<Origin>({ kind: 'own' });
  selected = $state.raw<PartRef | null>(null);
  policy = $state.raw<Policy>('rfc');

  readonly #recorded: Recorded;
  readonly #logged: LoggedConnection;
  readonly #tried: TriedFrame;
  #original: Bench;
  #codec: Codec | null = null;
  #loading: Promise<void> | null = null;
  /** Counts what the prose asked for: of two the later is shown. */
  #scenarios = 0;

  readonly playback;
  readonly #session;
  #sitting = $state.raw() as SnapshotFrom<typeof sessionMachine>;

  readonly anatomy = $derived(anatomyOf(this.bench.bytes));
  readonly reading = $derived(
    this.comparison.verdicts.find(({ policy }) => policy === this.policy)?.reading ?? ({ kind: 'waits' } as const),
  );
  readonly stages = $derived(stagesOf(this.bench.bytes, this.anatomy, this.reading));

  constructor(recorded: Recorded) {
    this.#recorded = recorded;
    const tell = (event: SessionEvent): void => this.#tell(event);
    this.#logged = new LoggedConnection(recorded, tell, (row) => this.open(row));
    this.#tried = new TriedFrame(tell);
    this.bench = recorded.first.bench;
    this.comparison = recorded.first.comparison;
    const row = recorded.log.rows.find(({ kind }) => kind === 'frame');
    if (row) this.origin = { kind: 'log', key: row.key };
    this.#original = this.bench;
    const times = timesOf(this.stages.length);
    this.playback = new Playback(times, times.length - 1);
    this.#session = createActor(
      sessionMachine.provide({
        actions: {
          showRecorded: () => this.#showRecorded(),
          openSocket: ({ event }) => {
            if (event.type === 'source.choose' && event.source !== 'recorded') void this.#logged.open(event.source);
          },
          startTrial: ({ event }) => {
            if (event.type === 'trial.start')
              void this.#tried.start(event.by, this.#companion ? 'live' : 'model', this.bench.bytes);
          },
          endTrial: () => this.#tried.forget(),
        },
      }),
    );
    this.#sitting = this.#session.getSnapshot();
  }

  /** `companion`: trials are live where there is one. */
  wake(companion: boolean): void {
    this.#companion = companion;
    this.#session.subscribe((snapshot) => {
      this.#sitting = snapshot;
    });
    this.playback.start();
    this.#session.start();
  }
  #companion = false;

  dispose(): void {
    this.#scenarios += 1;
    this.#logged.dispose();
    this.#tried.dispose();
    this.playback.stop();
    this.#session.stop();
  }

  get index(): number {
    return Math.min(this.playback.index, this.stages.length - 1);
  }
  get stage() {
    return this.stages[this.index] ?? { state: 'info', readTo: 0 };
  }
  get log(): Log {
    return this.#logged.log;
  }
  get madeWith(): Capture['madeWith'] {
    return this.#logged.madeWith;
  }
  get lost(): boolean {
    return this.#logged.lost;
  }
  get trial(): Trial | null {
    return this.#tried.trial;
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
  get changed(): boolean {
    return !equalBytes(this.bench.bytes, this.#original.bytes);
  }
  /** The capture on screen; for the recorded one, where the site keeps it. */
  get capture(): Capture | { readonly url: string } {
    return this.#logged.capture ?? { url: this.#recorded.url };
  }

  /** The reader reaches for the figure: what judges a frame is loaded before the first one is changed. */
  reach(): Promise<void> {
    // One promise for all who wait: what they do is done in the order in which they asked.
    this.#loading ??= this.#load(import('./frames.codec.ts')).then((codec) => {
      this.#codec = codec;
      if (!codec) this.#loading = null;
    });
    return this.#loading;
  }

  /** Every change of what lies on the bench. */
  put(change: Partial<Bench>): void {
    this.#change(() => this.#judge({ ...this.bench, ...change }));
  }

  edit(bytes: Uint8Array): void {
    if (bytes !== this.bench.bytes) this.put({ bytes });
  }

  /** Changes one bit, and selects the part that it belongs to. */
  flip(bit: number): void {
    this.#change(({ flipBit }) => {
      this.#judge({ ...this.bench, bytes: flipBit(this.bench.bytes, bit) });
      this.selected = partOfBit(this.anatomy, bit);
    });
  }

  /** A payload of that many bytes. */
  setLength(length: number): void {
    this.#change(({ setPayload }) => {
      const { bytes } = this.bench;
      const { payload } = takeApart(bytes, this.anatomy);
      this.#judge({ ...this.bench, bytes: setPayload(bytes, withLength(payload, length)) });
    });
  }

  restore(): void {
    this.put(this.#original);
  }

  select(ref: PartRef | null): void {
    this.selected = samePart(ref, this.selected) ? null : ref;
  }

  choosePolicy(policy: Policy): void {
    this.policy = policy;
    this.#stagesChanged();
  }

  choose(source: CaptureSource): void {
    this.#logged.plan(null, null);
    this.#tell({ type: 'source.choose', source });
  }

  send(text: string): void {
    this.#logged.act({ kind: 'send', data: text }, sentByUs);
  }
  async ask(run: 'ping' | 'fragments' | 'close'): Promise<void> {
    const code = await this.#load(import('./frames.runs.ts'));
    const intent = code?.INTENTS[run];
    if (intent) this.#logged.act(intent, code.RUNS[run].isIn);
  }

  /** Puts a frame of the log on the bench. */
  open(row: FrameRow): void {
    this.#lay(benchOfRow(row, this.#logged.bytesOf(row)), { kind: 'log', key: row.key });
  }

  /** Runs a scenario that prose names. */
  async run(name: string): Promise<void> {
    this.#scenarios += 1;
    const scenario = this.#scenarios;
    const code = await this.#load(import('./frames.runs.ts'));
    if (scenario !== this.#scenarios || !code?.isRun(name)) return;
    const { INTENTS, RUNS } = code;
    const { bench, isIn } = RUNS[name];
    this.selected = null;
    const intent = INTENTS[name];
    if (intent && this.#companion) {
      this.#logged.plan(intent, isIn);
      if (this.source === 'live' && this.socket === 'open') this.#logged.actPending();
      else this.#tell({ type: 'source.choose', source: 'live' });
      return;
    }
    const row = isIn && this.#logged.firstFrame(isIn);
    if (row) this.open(row);
    else this.#lay(bench, { kind: 'own' });
    // Only what lies on the bench is sent.
    if (!isIn) this.#change(() => this.try('server'));
  }

  /** Sends the frame on the bench for real, or to the model where there is no companion. */
  try(by: TrialBy): void {
    this.#tell({ type: 'trial.start', by });
  }

  play(act: PlaybackAct): void {
    this.selected = null;
    this.playback.act(act);
  }

  go(index: number): void {
    this.selected = null;
    this.playback.go(index);
  }

  /** Goes where a link points. A link lays a frame on the bench and sends nothing: sending is the reader's act. */
  obey(wanted: HashState): void {
    const { bytes, from, after, deflate, part, policy, source } = wanted;
    if (policy) this.choosePolicy(policy);
    if (bytes) {
      const bench = { ...benchOf(bytes, from ?? 'client', after), deflate: deflate ?? false };
      this.#lay(bench, { kind: 'own' });
    }
    if (part)
      this.#change(() => {
        this.selected = part;
      });
    if (source && source !== this.source && (source !== 'live' || this.#companion)) this.choose(source);
  }

  /** A script of the page; `null` where the server it would come from is gone, which is said. */
  async #load<Module>(module: Promise<Module>): Promise<Module | null> {
    try {
      return await module;
    } catch {
      this.#tell({ type: 'page.failed', problem: NOT_LOADED });
      return null;
    }
  }

  #tell(event: SessionEvent): void {
    this.#session.send(event);
  }

  #lay(bench: Bench, origin: Origin): void {
    this.#change(() => {
      this.origin = origin;
      this.#original = bench;
      this.#judge(bench);
      this.go(this.stages.length - 1);
    });
  }

  /** Changes come one after the other, the first ones when the codec has come. */
  #change(change: (codec: Codec) => void): void {
    if (this.#codec) change(this.#codec);
    else void this.reach().then(() => this.#codec && change(this.#codec));
  }

  #judge(bench: Bench): void {
    if (!this.#codec) return;
    this.bench = bench;
    this.comparison = this.#codec.comparePolicies(bench, this.anatomy);
    if (this.trial || this.trying) this.#tell({ type: 'trial.forget' });
    this.#stagesChanged();
  }

  #stagesChanged(): void {
    this.playback.take(timesOf(this.stages.length));
  }

  #showRecorded(): void {
    this.#logged.showRecorded();
    const row = this.#logged.firstFrame(() => true);
    if (row) this.open(row);
  }
}

/** The decoder has no time of its own: a second to a stage, when it is played. */
const timesOf = (stages: number): readonly number[] => Array.from({ length: stages }, (_, i) => i * 1000);
