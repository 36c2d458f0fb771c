import { createActor, type SnapshotFrom } from 'xstate';
import type { Capture, CaptureSource } from '#demos/capture/capture.ts';
import type { Problem } from '#demos/capture/problem.ts';
import type { PlaybackAct } from '#demos/machines/stepper.machine.ts';
import { Late } from '#demos/parts/late.ts';
import { NOT_LOADED } from '#demos/parts/not-loaded.ts';
import { Playback } from '#demos/parts/playback.svelte.ts';
import type { Emission } from './emission.ts';
import type { EmissionRun } from './emission-run.ts';
import type { DraftChange } from './event-draft.ts';
import { answerTo } from './logged-packet.ts';
import { PacketDraft } from './packet-draft.svelte.ts';
import { type Lit, litAt, litBeside, litBy } from './packet-lit.ts';
import { momentsOf } from './packet-moments.ts';
import { type PacketSessionEvent, packetSessionMachine } from './packet-session.machine.ts';
import { eventNamed, firstLook, type Story } from './packet-story.ts';
import type { LayerId } from './peel.ts';

/** The recorded story, and where the site keeps its capture. */
export interface Recorded {
  readonly story: Story;
  readonly url: string;
}

/** Which packet is taken apart: the log's, by its index, or its answer. */
export type Focus = 'packet' | 'answer';

/** The figure's state while it is on a page: two machines, what they ask for, and what is shown. */
export class SocketioPacketFigure {
  story = $state.raw() as Story;
  /** Which packet of the log is taken apart. */
  index = $state(0);
  focus = $state<Focus>('packet');
  asHex = $state(false);
  lost = $state(false);
  /** A byte that was pointed at; stepping takes it back. */
  #pointed = $state.raw<Lit | null>(null);

  /** The index of what answers it; `null` where nothing does. */
  readonly answer: number | null = $derived(answerTo(this.story.log, this.index));
  /** The packet that is stepped through. */
  readonly current = $derived(
    this.story.log[this.focus === 'answer' ? (this.answer ?? this.index) : this.index] ?? null,
  );
  readonly moments = $derived(this.current ? momentsOf(this.current) : []);

  readonly #recorded: Recorded;
  #capture: Capture | null = null;
  #shown = $state.raw<CaptureSource>('recorded');
  #emission: Emission | null = null;
  readonly #codec = new Late(
    () => import('./packet-bench.ts'),
    () => this.#refuse(NOT_LOADED),
  );
  #run: EmissionRun | null = null;

  readonly playback;
  readonly typed = new PacketDraft();
  readonly #session;
  #sitting = $state.raw() as SnapshotFrom<typeof packetSessionMachine>;

  constructor(recorded: Recorded, companion: boolean) {
    this.#recorded = recorded;
    this.story = recorded.story;
    this.index = firstLook(recorded.story.log);
    this.playback = new Playback(this.#times);
    this.#session = createActor(
      packetSessionMachine.provide({
        actions: {
          showRecorded: () => this.#showRecorded(),
          showDraft: () => this.#showDraft(),
          runPlain: () => void this.#emit(null),
          runDraft: () => void this.#emit(this.#emission),
          stopRun: () => this.#run?.stop(),
        },
      }),
      { input: { companion } },
    );
    this.#sitting = this.#session.getSnapshot();
  }

  /** Starts the machines; asleep, the figure shows their first states. */
  wake(): void {
    this.#session.subscribe((snapshot) => {
      this.#sitting = snapshot;
    });
    this.playback.start();
    this.#session.start();
  }

  dispose(): void {
    this.#codec.dispose();
    this.#run?.dispose();
    this.playback.stop();
    this.#session.stop();
  }

  /** Where what is on screen comes from; while a run is under way, where it will. */
  get source(): CaptureSource {
    return this.running ? 'live' : this.#shown;
  }
  get running(): boolean {
    return this.#sitting.matches({ bytes: { live: 'running' } });
  }
  get editing(): boolean {
    return this.#sitting.matches({ bench: 'open' });
  }
  get problem() {
    return this.#sitting.context.problem;
  }
  get step(): number {
    return Math.min(this.playback.index, Math.max(0, this.moments.length - 1));
  }
  get lit(): Lit | null {
    const moment = this.moments[this.step];
    return this.#pointed ?? (moment ? litBy(moment) : null);
  }
  get trail(): readonly string[] {
    return this.moments[this.step]?.trail ?? [];
  }
  get capture(): Capture | { readonly url: string } {
    return this.#capture ?? { url: this.#recorded.url };
  }

  play(act: PlaybackAct): void {
    this.#pointed = null;
    this.playback.act(act);
  }

  go(step: number): void {
    this.#pointed = null;
    this.playback.go(step);
  }

  /** Takes a packet of the log apart. */
  open(index: number): void {
    this.index = Math.min(index, this.story.log.length - 1);
    this.#look('packet');
  }

  /** Lights a part; the stepper goes where it is read. */
  goTo(focus: Focus, { message, part, column }: Lit): void {
    if (focus !== this.focus) this.#look(focus);
    const step = this.moments.findIndex((moment) => moment.message === message && moment.part === part);
    if (step >= 0) this.playback.go(step);
    this.#pointed = step >= 0 && column === null ? null : { message, part, column };
  }

  /** A byte of a layer was pointed at, or the layer itself. */
  point(focus: Focus, message: number, layer: LayerId, column: number | null): void {
    const packet = this.story.log[focus === 'answer' ? (this.answer ?? -1) : this.index];
    const lit = packet && litAt(packet, message, layer, column);
    if (lit) this.goTo(focus, lit);
  }

  /** Moves the lit byte along the ruler. */
  nudge(by: number): void {
    const { lit, current } = this;
    const beside = lit && current && litBeside(current, lit, by);
    if (beside) this.goTo(this.focus, beside);
  }

  /** A word of the prose names a part. */
  select(name: string): void {
    const part = name === 'socketio' ? 'type' : name;
    const has = this.moments.find((moment) => moment.part === part);
    if (has) {
      this.goTo(this.focus, litBy(has));
      return;
    }
    const index = this.story.log.findIndex((packet) => momentsOf(packet).some((moment) => moment.part === part));
    if (index < 0) return;
    this.open(index);
    const moment = this.moments.find((each) => each.part === part);
    if (moment) this.goTo('packet', litBy(moment));
  }

  choose(source: CaptureSource): void {
    if (source === 'model') void this.openBench({});
    else this.#tell({ type: `source.${source}` });
  }

  /** A scenario that the prose names. */
  scenario(run: string, companion: boolean): Promise<void> {
    return this.#codec.use(({ DRAFTS, EMISSIONS }) => {
      const [draft, emission] = [DRAFTS[run], EMISSIONS[run]];
      if (draft) void this.openBench(draft);
      else if (emission && companion) this.emit(emission);
      else if (emission) {
        this.#tell({ type: 'source.recorded' });
        this.open(Math.max(0, eventNamed(this.story.log, emission.event)));
      }
    });
  }

  emit(emission: Emission | null = this.typed.emission): void {
    if (!emission) return;
    this.#emission = emission;
    this.#tell({ type: 'draft.emit' });
  }

  /** Opens the editor on what is taken apart, or on what was typed before. */
  openBench(change: DraftChange | null = null): Promise<void> {
    return this.#codec.use((code) => {
      this.typed.begin(code, this.current);
      if (change) this.typed.edit(code, change);
      this.#tell({ type: 'bench.open' });
      if (change) this.#tell({ type: 'draft.changed' });
    });
  }

  closeBench(): void {
    this.#tell({ type: 'bench.close' });
  }

  edit(change: DraftChange): Promise<void> {
    return this.#codec.use((code) => {
      if (!this.typed.draft) return;
      this.typed.edit(code, change);
      this.#tell({ type: 'draft.changed' });
    });
  }

  get #times(): number[] {
    // One part is read after the other, at one pace.
    return this.moments.map((_, step) => step);
  }

  #look(focus: Focus): void {
    this.focus = focus;
    this.#pointed = null;
    this.playback.take(this.#times);
    this.playback.act('reset');
  }

  #tell(event: PacketSessionEvent): void {
    this.#session.send(event);
  }

  #refuse(problem: Problem): void {
    this.#tell({ type: 'run.refused', problem });
  }

  #show(story: Story, index: number): void {
    const before = this.current;
    this.story = story;
    this.index = index;
    if (before?.text !== this.current?.text || before?.messages.length !== this.current?.messages.length)
      this.#look('packet');
  }

  #showRecorded(): void {
    const { story } = this.#recorded;
    this.#capture = null;
    this.#shown = 'recorded';
    this.#show(story, firstLook(story.log));
  }

  #showDraft(): void {
    this.#capture = null;
    this.#shown = 'model';
    this.#show({ log: this.typed.packet ? [this.typed.packet] : [], madeWith: {}, zero: 0 }, 0);
  }

  /** `null`: what is emitted where nothing else was asked for. */
  async #emit(emission: Emission | null): Promise<void> {
    // Not within the machine's own step.
    await this.#codec.reach();
    await this.#codec.use(({ EmissionRun }) => {
      if (!this.#sitting.matches({ bytes: 'live' })) return;
      this.#run ??= new EmissionRun(() => this.#refuse(NOT_LOADED));
      void this.#run.start(emission, {
        story: (story, index, capture) => {
          this.#capture = capture;
          this.#shown = 'live';
          this.#show(story, index ?? this.index);
        },
        settled: () => this.#tell({ type: 'run.settled' }),
        refused: (problem) => this.#refuse(problem),
        lost: (isLost) => {
          this.lost = isLost;
          if (isLost) this.#tell({ type: 'link.lost' });
        },
      });
    });
  }
}
