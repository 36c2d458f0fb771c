import { createActor, type SnapshotFrom } from 'xstate';
import type { Capture, CaptureSource } from '#demos/capture/capture.ts';
import type { Problem } from '#demos/capture/problem.ts';
import type { Intent } from '#demos/link/link.ts';
import { createLinks, type RunningSource } from '#demos/link/links.ts';
import type { PlaybackAct } from '#demos/machines/stepper.machine.ts';
import { NOT_LOADED } from '#demos/parts/not-loaded.ts';
import { Playback } from '#demos/parts/playback.svelte.ts';
import { equalBytes } from '#demos/protocol/bytes.ts';
import type { Policy } from '#demos/protocol/frame.ts';
import { anatomyOf } from './frames.anatomy.ts';
import { type Bench, benchOf, benchOfRow } from './frames.bench.ts';
import { withLength } from './frames.forms.ts';
import type { HashState } from './frames.hash.ts';
import type { FrameRow, FullLog, Log } from './frames.log.ts';
import { type PartRef, partOfBit, samePart } from './frames.parts.ts';
import type { Comparison } from './frames.policies.ts';
import type { OpenedSocket } from './frames.socket.ts';
import { stagesOf } from './frames.stages.ts';
import { takeApart } from './frames.taken.ts';
import type { Trial } from './frames.trial.ts';
import { type SessionEvent, sessionMachine, type TrialBy } from './frames-session.machine.ts';

/** The log a figure starts from: read at build time, its capture kept as a file. */
export interface Recorded {
  readonly log: Log;
  readonly first: { readonly bench: Bench; readonly comparison: Comparison };
  readonly madeWith: Capture['madeWith'];
  readonly url: string;
}

/** Where the frame on the bench comes from. */
export type Origin = { readonly kind: 'log'; readonly key: string } | { readonly kind: 'own' };

type Codec = typeof import('./frames.codec.ts');
type Wanted = (row: FrameRow) => boolean;
const sentByUs: Wanted = (row) => row.direction === 'client-to-server' && row.opcode < 8;

/** The figure's state while it is on a page: the bench, two machines, and the links that perform their effects. */
export class FramesFigure {
  bench = $state.raw() as Bench;
  /** What three receivers make of it. */
  comparison = $state.raw() as Comparison;
  origin = $state.raw<Origin>({ kind: 'own' });
  selected = $state.raw<PartRef | null>(null);
  policy = $state.raw<Policy>('rfc');
  log = $state.raw() as Log;
  madeWith = $state.raw<Capture['madeWith']>({});
  trial = $state.raw<Trial | null>(null);
  lost = $state(false);

  readonly #recorded: Recorded;
  readonly #links = createLinks();
  /** Trials have links of their own: their connections are not the log's. */
  readonly #trials = createLinks();
  #original: Bench;
  #capture: Capture | null = null;
  #codec: Codec | null = null;
  #bytes: FullLog['bytes'] = new Map();
  #socket: OpenedSocket | null = null;
  #endTrial = (): void => {};
  /** What an open connection is to do as soon as it is open. */
  #pending: Intent | null = null;
  /** The next frame of the log that is put on the bench by itself. */
  #wanted: Wanted | null = null;
  /** Counts openings and trials: what belongs to an earlier one is taken no more. */
  #openings = 0;
  #attempts = 0;
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
    this.log = recorded.log;
    this.madeWith = recorded.madeWith;
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
            if (event.type === 'source.choose' && event.source !== 'recorded') void this.#open(event.source);
          },
          startTrial: ({ event }) => {
            if (event.type === 'trial.start') void this.#try(event.by);
          },
          endTrial: () => this.#forgetTrial(),
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
    this.#openings += 1;
    this.#attempts += 1;
    this.#scenarios += 1;
    this.#socket?.leave();
    this.#endTrial();
    this.playback.stop();
    this.#session.stop();
    this.#links.dispose();
    this.#trials.dispose();
  }

  get index(): number {
    return Math.min(this.playback.index, this.stages.length - 1);
  }
  get stage() {
    return this.stages[this.index] ?? { state: 'info', readTo: 0 };
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
    return this.#capture ?? { url: this.#recorded.url };
  }

  /** The reader reaches for the figure: what judges a frame is loaded before the first one is changed. */
  async reach(): Promise<void> {
    if (this.#codec) return;
    try {
      this.#codec = await import('./frames.codec.ts');
    } catch {
      this.#tell({ type: 'page.failed', problem: NOT_LOADED });
    }
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
    this.#pending = null;
    this.#tell({ type: 'source.choose', source });
  }

  send(text: string): void {
    this.#act({ kind: 'send', data: text }, sentByUs);
  }
  async ask(run: 'ping' | 'fragments' | 'close'): Promise<void> {
    const { INTENTS, RUNS } = await import('./frames.runs.ts');
    const intent = INTENTS[run];
    if (intent) this.#act(intent, RUNS[run].isIn);
  }

  /** Puts a frame of the log on the bench. */
  open(row: FrameRow): void {
    this.#lay(benchOfRow(row, this.#bytes.get(row.key)), { kind: 'log', key: row.key });
  }

  /** Runs a scenario that prose names. */
  async run(name: string): Promise<void> {
    this.#scenarios += 1;
    const scenario = this.#scenarios;
    const { INTENTS, isRun, RUNS } = await import('./frames.runs.ts');
    if (scenario !== this.#scenarios || !isRun(name)) return;
    const { bench, isIn } = RUNS[name];
    this.selected = null;
    const intent = INTENTS[name];
    if (intent && this.#companion) {
      this.#pending = intent;
      this.#wanted = isIn;
      if (this.source === 'live' && this.socket === 'open') this.#actPending();
      else this.#tell({ type: 'source.choose', source: 'live' });
      return;
    }
    const row = isIn && this.log.rows.find((each) => each.kind === 'frame' && isIn(each));
    if (row?.kind === 'frame') this.open(row);
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
    this.#openings += 1;
    this.#socket?.leave();
    this.#socket = null;
    this.#capture = null;
    this.#bytes = new Map();
    this.log = this.#recorded.log;
    this.madeWith = this.#recorded.madeWith;
    const row = this.log.rows.find((each) => each.kind === 'frame');
    if (row?.kind === 'frame') this.open(row);
  }

  #act(intent: Intent, wanted: Wanted | null): void {
    this.#wanted = wanted;
    if (!this.#socket?.act(intent)) this.#wanted = null;
  }
  #actPending(): void {
    const intent = this.#pending;
    this.#pending = null;
    if (intent) this.#act(intent, this.#wanted);
  }

  /** The parts that a run needs and a reader does not; `null` where the server they would come from is gone. */
  async #load(source: RunningSource, links = this.#links) {
    try {
      return await Promise.all([links.open(source), import('./frames.live.ts')]);
    } catch {
      links.forget(source);
      return null;
    }
  }

  async #open(source: RunningSource): Promise<void> {
    this.#openings += 1;
    const opening = this.#openings;
    this.#socket?.leave();
    this.#socket = null;
    this.log = { rows: [], http: { 'client-to-server': 0, 'server-to-client': 0 } };
    const parts = await this.#load(source);
    if (opening !== this.#openings) return;
    if (!parts) return this.#tell({ type: 'socket.refused', problem: NOT_LOADED });
    const [link, { openSocket }] = parts;
    this.#socket = openSocket(link, {
      opened: () => {
        this.#tell({ type: 'socket.opened' });
        // The model opens before this call has returned.
        queueMicrotask(() => this.#actPending());
      },
      logged: (log, capture) => this.#logged(log, capture),
      ended: () => this.#tell({ type: 'socket.ended' }),
      refused: (problem) => this.#tell({ type: 'socket.refused', problem }),
      lost: (isLost) => {
        this.lost = isLost;
      },
    });
  }

  #logged(log: FullLog, capture: Capture): void {
    const fresh = log.rows.slice(this.log.rows.length);
    this.log = log;
    this.#bytes = log.bytes;
    this.#capture = capture;
    this.madeWith = capture.madeWith;
    const wanted = this.#wanted;
    const row = wanted && fresh.find((each) => each.kind === 'frame' && wanted(each));
    if (row?.kind !== 'frame') return;
    this.#wanted = null;
    this.open(row);
  }

  #forgetTrial(): void {
    this.#attempts += 1;
    this.#endTrial();
    this.#endTrial = () => {};
    this.trial = null;
  }

  async #try(by: TrialBy): Promise<void> {
    this.#forgetTrial();
    const attempt = this.#attempts;
    const parts = await this.#load(this.#companion ? 'live' : 'model', this.#trials);
    if (attempt !== this.#attempts) return;
    if (!parts) return this.#tell({ type: 'trial.refused', problem: NOT_LOADED });
    const [link, { answerBytes, base64Encode, browserRandomBytes, rawBytes, startTrial }] = parts;
    const { bytes } = this.bench;
    const intent: Intent =
      by === 'server'
        ? { kind: 'send-raw', bytes: rawBytes(bytes, base64Encode(browserRandomBytes(16))) }
        : { kind: 'respond-with', ...answerBytes(bytes) };
    this.#endTrial = startTrial(link, intent, by, {
      changed: (trial, settled) => {
        this.trial = trial;
        if (settled) this.#tell({ type: 'trial.settled' });
      },
      refused: (problem) => this.#tell({ type: 'trial.refused', problem }),
    });
  }
}

/** The decoder has no time of its own: a second to a stage, when it is played. */
const timesOf = (stages: number): readonly number[] => Array.from({ length: stages }, (_, i) => i * 1000);
