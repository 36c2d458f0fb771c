import { createActor, type SnapshotFrom } from 'xstate';
import type { Capture, CaptureSource } from '#demos/capture/capture.ts';
import type { PlaybackAct } from '#demos/machines/stepper.machine.ts';
import { NOT_LOADED } from '#demos/parts/not-loaded.ts';
import { Playback } from '#demos/parts/playback.svelte.ts';
import type { Draft, DraftChange } from './event-draft.ts';
import { answerTo, type LoggedPacket } from './logged-packet.ts';
import type { Bench } from './packet-bench.ts';
import { momentsOf } from './packet-moments.ts';
import { type PacketSessionEvent, packetSessionMachine } from './packet-session.machine.ts';
import { eventNamed, firstLook, type Story } from './packet-story.ts';
import type { LayerId } from './peel.ts';
import { type Lit, litAt, litBy } from './socketio-packet.connect.ts';
import type { Emission, SocketioLink } from './socketio-packet.live.ts';

/** The recorded story, and where the site keeps its capture. */
export interface Recorded {
  readonly story: Story;
  readonly url: string;
}

/** Which packet is taken apart: the log's, by its index, or its answer. */
export type Focus = 'packet' | 'answer';

const PLAIN: Emission = { event: 'add', args: [1, 2], ack: true };
const BINARY: Emission = {
  event: 'bin',
  args: [Uint8Array.of(1, 2, 3), { buf: Uint8Array.of(255, 254) }],
  ack: true,
};
const LOSSY =
  '"echo", { when: new Date("2026-01-31T12:00:00.000Z"), none: undefined, nan: NaN, map: new Map([["a", 1]]) }';
const SCENARIOS: Readonly<Record<string, Emission>> = { ack: PLAIN, binary: BINARY };

/** The figure's state while it is on a page: two machines, what they ask for, and what is shown. */
export class SocketioPacketFigure {
  story = $state.raw() as Story;
  /** Which packet of the log is taken apart. */
  index = $state(0);
  focus = $state<Focus>('packet');
  asHex = $state(false);
  draft = $state.raw<Draft | null>(null);
  bench = $state.raw<Bench | null>(null);
  lost = $state(false);
  /** A byte that was pointed at; stepping takes it back. */
  #pointed = $state.raw<Lit | null>(null);

  readonly #recorded: Recorded;
  #capture: Capture | null = null;
  #link: SocketioLink | null = null;
  #unfollow = (): void => {};
  /** Counts the runs, so that what loads late does not start one that was overtaken. */
  #runs = 0;
  #emission: Emission = PLAIN;
  /** The last draft that could be taken apart. */
  #preview: LoggedPacket | null = null;

  readonly playback;
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
          runPlain: () => void this.#run(PLAIN),
          runDraft: () => void this.#run(this.#emission),
          stopRun: () => this.#stop(),
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
    this.#stop();
    this.playback.stop();
    this.#session.stop();
    this.#link?.dispose();
  }

  get source(): CaptureSource {
    if (this.#sitting.matches({ bytes: 'model' })) return 'model';
    return this.#sitting.matches({ bytes: 'live' }) ? 'live' : 'recorded';
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
  get answer(): number | null {
    return answerTo(this.story.log, this.index);
  }
  /** The packet that is stepped through. */
  get current() {
    return this.story.log[this.focus === 'answer' ? (this.answer ?? this.index) : this.index] ?? null;
  }
  get moments() {
    return this.current ? momentsOf(this.current) : [];
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
  /** What the draft would emit; `null` where it is no event, or one that this page's server does not take. */
  get emission(): Emission | null {
    const event = this.bench?.reading.event;
    const [name, ...args] = event?.values ?? [];
    return event && event.namespace === '/' && typeof name === 'string'
      ? { event: name, args, ack: event.ackId !== null }
      : null;
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
    const peeled = lit && current?.messages[lit.message];
    if (!lit || !peeled) return;
    const part = peeled.parts.find(({ id }) => id === lit.part);
    const from = lit.column ?? (part?.columns[0]?.start ?? 0) - Math.max(0, by);
    const column = Math.min(peeled.message.wire.length - 1, Math.max(0, from + by));
    this.point(this.focus, lit.message, part?.layer ?? 'frame', column);
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
  scenario(run: string, companion: boolean): void {
    const emission = SCENARIOS[run];
    if (run === 'date') void this.openBench({ call: LOSSY, namespace: '/', ackId: 0 });
    else if (emission && companion) this.emit(emission);
    else if (emission) {
      this.#tell({ type: 'source.recorded' });
      this.open(Math.max(0, eventNamed(this.story.log, emission.event)));
    }
  }

  emit(emission: Emission | null = this.emission): void {
    if (!emission) return;
    this.#emission = emission;
    this.#tell({ type: 'draft.emit' });
  }

  /** Opens the editor on what is taken apart, or on what was typed before. */
  async openBench(change: DraftChange | null = null): Promise<void> {
    const code = await this.#load(() => import('./packet-bench.ts'));
    if (!code) return;
    const { current } = this;
    this.draft ??= current ? code.draftOf(current) : null;
    // What is shown as the codec's must be the codec's from the start, also while what is typed cannot be read.
    this.#take(this.draft && code.benchOf(this.draft));
    if (change && this.draft && Object.keys(change).length > 0) {
      this.draft = code.editDraft(this.draft, change);
      this.#take(code.benchOf(this.draft));
    }
    this.#tell({ type: 'bench.open' });
    if (change) this.#tell({ type: 'draft.changed' });
  }

  closeBench(): void {
    this.#tell({ type: 'bench.close' });
  }

  async edit(change: DraftChange): Promise<void> {
    const code = await this.#load(() => import('./packet-bench.ts'));
    if (!code || !this.draft) return;
    this.draft = code.editDraft(this.draft, change);
    this.#take(code.benchOf(this.draft));
    this.#tell({ type: 'draft.changed' });
  }

  get #times(): number[] {
    // One part is read after the other, at one pace.
    return this.moments.map((_, step) => step);
  }

  #take(bench: Bench | null): void {
    this.bench = bench;
    this.#preview = bench?.packet ?? this.#preview;
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

  async #load<Module>(load: () => Promise<Module>): Promise<Module | null> {
    try {
      return await load();
    } catch {
      this.#tell({ type: 'run.refused', problem: NOT_LOADED });
      return null;
    }
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
    this.#show(story, firstLook(story.log));
  }

  #showDraft(): void {
    this.#capture = null;
    this.#show({ log: this.#preview ? [this.#preview] : [], madeWith: {}, zero: 0 }, 0);
  }

  #stop(): void {
    this.#runs += 1;
    this.#unfollow();
    this.#unfollow = () => {};
  }

  async #run(emission: Emission): Promise<void> {
    this.#stop();
    const run = this.#runs;
    const code = await this.#load(() => import('./socketio-packet.live.ts'));
    if (!code || run !== this.#runs) return;
    this.#link ??= code.openLink();
    let settled = false;
    this.#unfollow = code.emitOn(this.#link, emission, {
      story: (story, isSettled, capture) => {
        this.#capture = capture;
        const found = eventNamed(story.log, emission.event);
        this.#show(story, settled ? this.index : found < 0 ? Math.max(0, story.log.length - 1) : found);
        if (!isSettled || settled) return;
        settled = true;
        this.#tell({ type: 'run.settled' });
      },
      refused: (problem) => this.#tell({ type: 'run.refused', problem }),
      lost: (isLost) => {
        this.lost = isLost;
        if (isLost) this.#tell({ type: 'link.lost' });
      },
    });
  }
}
