import { createActor, type SnapshotFrom } from 'xstate';
import type { Capture, CaptureSource } from '#demos/capture/capture.ts';
import type { Problem } from '#demos/capture/problem.ts';
import type { PlaybackAct } from '#demos/machines/stepper.machine.ts';
import { Late } from '#demos/parts/late.ts';
import { NOT_LOADED } from '#demos/parts/not-loaded.ts';
import { evenTimes, Playback } from '#demos/parts/playback.svelte.ts';
import type { Policy } from '#demos/protocol/frame.ts';
import type { Role } from '#demos/protocol/violation.ts';
import { WhatCame } from './assembler.came.svelte.ts';
import { type Placed, sameCards } from './assembler.card.ts';
import { Hand } from './assembler.hand.svelte.ts';
import type { HashState } from './assembler.hash.ts';
import type { Outcome } from './assembler.outcome.ts';
import type { Part } from './assembler.parts.ts';
import { POLICIES, receiverOf } from './assembler.policies.ts';
import type { Reading } from './assembler.reading.ts';
import type { Recorded } from './assembler.recorded.ts';
import type { RunId } from './assembler.runs.ts';
import { type SessionEvent, sessionMachine } from './assembler-session.machine.ts';

/** The figure's state while it is on a page: the cards, what came of them, and the link that sends them. */
export class AssemblerFigure {
  from = $state.raw<Role>('client');
  /** What each receiver makes of the cards. */
  readings = $state.raw<readonly Reading[]>([]);
  /** `null`: that of the receiver at the other end. */
  chosen = $state.raw<Policy | null>(null);
  part = $state.raw<Part | null>(null);

  readonly playback;
  readonly hand: Hand;
  readonly #recorded: Recorded;
  readonly #session;
  readonly #came: WhatCame;
  #sitting = $state.raw() as SnapshotFrom<typeof sessionMachine>;
  readonly #codec = new Late(
    () => import('./assembler.codec.ts'),
    () => this.#tell({ type: 'page.failed', problem: NOT_LOADED }),
  );
  #companion = false;
  /** The run whose cards lie there, as they were recorded. */
  #run = $state.raw() as RunId;

  constructor(recorded: Recorded) {
    this.#recorded = recorded;
    this.#session = createActor(
      sessionMachine.provide({
        actions: {
          send: () => this.#send(),
          endSending: () => this.#work(),
        },
      }),
    );
    this.#sitting = this.#session.getSnapshot();
    const { run, readings } = recorded.first;
    this.#run = run;
    this.hand = new Hand(
      {
        index: () => this.index,
        go: (index) => this.go(index),
        inTurn: (act) => this.#codec.use(act),
        read: () => this.#read(),
        changed: () => this.#changed(),
      },
      recorded.runs[run].cards,
    );
    this.readings = readings;
    this.#came = new WhatCame(recorded, run, this.from, (event) => this.#tell(event));
    const times = evenTimes(this.cards.length + 1);
    this.playback = new Playback(times, times.length - 1);
  }

  /** `companion`: what is sent is really sent where there is one. */
  wake(companion: boolean): void {
    this.#companion = companion;
    this.#session.subscribe((snapshot) => {
      this.#sitting = snapshot;
    });
    this.playback.start();
    this.#session.start();
  }

  dispose(): void {
    this.#codec.dispose();
    this.#came.dispose();
    this.playback.stop();
    this.#session.stop();
  }

  get cards(): readonly Placed[] {
    return this.hand.cards;
  }
  /** Frames received: 0 before the first. */
  get index(): number {
    return Math.min(this.playback.index, this.cards.length);
  }
  get source(): CaptureSource {
    const answers = this.#sitting.value;
    if (answers === 'recorded') return 'recorded';
    return answers === 'computed' || !this.#companion ? 'model' : 'live';
  }
  get sending(): boolean {
    return this.#sitting.value === 'sending';
  }
  get problem(): Problem | null {
    return this.#sitting.context.problem;
  }
  get receiver(): Policy {
    return receiverOf(this.from, this.madeWith);
  }
  get policy(): Policy {
    return this.chosen ?? this.receiver;
  }
  get reading(): Reading {
    return this.#readingOf(this.policy);
  }
  /** What the receiver at the other end makes of it. */
  get owed(): Reading {
    return this.#readingOf(this.receiver);
  }
  /** The recorded run whose cards lie there; `null` once one is changed. */
  get run(): RunId | null {
    return sameCards(this.cards, this.#recorded.runs[this.#run].cards) ? this.#run : null;
  }
  get came(): Outcome {
    return this.#came.outcome;
  }
  get madeWith(): Capture['madeWith'] {
    return this.#came.madeWith;
  }
  get lost(): boolean {
    return this.#came.lost;
  }
  get capture(): WhatCame['capture'] {
    return this.#came.capture;
  }

  /** The reader reaches for the figure: what reads a timeline is loaded before the first card moves. */
  reach(): Promise<void> {
    return this.#codec.reach();
  }

  /** Lays a recorded timeline; `live`: and sends it, where there is a companion. */
  lay(run: RunId, { live = false } = {}): void {
    void this.#codec.use(() => {
      this.#run = run;
      this.hand.lay(this.#recorded.runs[run].cards);
      this.#showRecorded();
      this.go(this.#stop);
      if (live && this.#companion) this.send();
    });
  }

  turn(from: Role): void {
    if (from === this.from) return;
    void this.#codec.use(() => {
      this.from = from;
      this.#read();
      if (this.run && this.source === 'recorded') this.#showRecorded();
      else this.#compute();
    });
  }

  choose(source: CaptureSource): void {
    if (source === 'recorded') this.lay(this.#run);
    else if (source === 'live') this.send();
    else void this.#codec.use(() => this.#compute());
  }

  send(): void {
    void this.#codec.use(() => this.#tell({ type: 'send' }));
  }

  choosePolicy(policy: Policy): void {
    void this.#codec.use(() => {
      this.chosen = policy === this.receiver ? null : policy;
    });
  }

  play(act: PlaybackAct): void {
    this.part = null;
    this.playback.act(act);
  }

  go(index: number): void {
    this.part = null;
    this.playback.go(index);
  }

  /** Goes where a link points. A link lays cards and sends nothing: sending is the reader's act. */
  obey({ run, cards, from, at, policy, part }: HashState): void {
    void this.#codec.use(() => {
      if (from) this.from = from;
      if (run) this.lay(run);
      if (cards) {
        this.hand.lay(cards);
        this.#changed();
      } else if (!run && from) this.lay(this.#run);
      if (policy) this.choosePolicy(policy);
      this.go(at ?? this.#stop);
      if (part) this.part = part;
    });
  }

  /** The frame at which the receiver stops reading, or the last: there is most to see. */
  get #stop(): number {
    const at = this.owed.steps.findIndex(({ did }) => did === 'fails');
    return at < 0 ? this.cards.length : at + 1;
  }

  #readingOf(policy: Policy): Reading {
    return this.readings.find((each) => each.policy === policy) ?? { policy, steps: [] };
  }

  #tell(event: SessionEvent): void {
    this.#session.send(event);
  }

  #read(): void {
    const { module } = this.#codec;
    if (!module) return;
    this.readings = POLICIES.map((policy) => module.readTimeline(this.cards, this.from, policy));
    this.playback.take(evenTimes(this.cards.length + 1));
  }

  /** Other cards than those that were answered: those of a recorded run have their recorded answers. */
  #changed(): void {
    if (this.run) this.#showRecorded();
    else this.#compute();
  }

  #showRecorded(): void {
    this.#came.showRecorded(this.#run, this.from);
  }

  #compute(): void {
    this.#work();
    this.#tell({ type: 'cards.changed' });
  }

  /** What stands there as computed has been. */
  #work(): void {
    this.#came.forget();
    const { module } = this.#codec;
    if (module) this.#came.compute(module, this.cards, this.from);
  }

  #send(): void {
    if (this.#companion) return void this.#came.send(this.cards, this.from, this.owed);
    this.#work();
    // Not within the machine's own step.
    queueMicrotask(() => this.#tell({ type: 'answered' }));
  }
}
