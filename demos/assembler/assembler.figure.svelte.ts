import { createActor, type SnapshotFrom } from 'xstate';
import type { Capture, CaptureSource } from '#demos/capture/capture.ts';
import type { Problem } from '#demos/capture/problem.ts';
import type { PlaybackAct } from '#demos/machines/stepper.machine.ts';
import { NOT_LOADED } from '#demos/parts/not-loaded.ts';
import { Playback } from '#demos/parts/playback.svelte.ts';
import type { Policy } from '#demos/protocol/frame.ts';
import type { Role } from '#demos/protocol/violation.ts';
import { WhatCame } from './assembler.came.svelte.ts';
import { CARDS_LIMIT, type Card, type Placed, sameCards } from './assembler.card.ts';
import { inserted, moved, replaced, without } from './assembler.edit.ts';
import type { HashState } from './assembler.hash.ts';
import type { Outcome } from './assembler.outcome.ts';
import type { Part } from './assembler.parts.ts';
import { POLICIES, receiverOf } from './assembler.policies.ts';
import type { Reading } from './assembler.reading.ts';
import type { Recorded } from './assembler.recorded.ts';
import type { RunId } from './assembler.runs.ts';
import { type SessionEvent, sessionMachine } from './assembler-session.machine.ts';

type Codec = typeof import('./assembler.codec.ts');
/** How many changes can be taken back. */
const UNDO_LIMIT = 50;

/** The figure's state while it is on a page: the cards, what came of them, and the link that sends them. */
export class AssemblerFigure {
  cards = $state.raw<readonly Placed[]>([]);
  from = $state.raw<Role>('client');
  /** What each receiver makes of the cards. */
  readings = $state.raw<readonly Reading[]>([]);
  /** `null`: that of the receiver at the other end. */
  chosen = $state.raw<Policy | null>(null);
  part = $state.raw<Part | null>(null);

  readonly playback;
  readonly #recorded: Recorded;
  readonly #session;
  readonly #came: WhatCame;
  #sitting = $state.raw() as SnapshotFrom<typeof sessionMachine>;
  #history = $state.raw<readonly (readonly Placed[])[]>([]);
  #codec: Codec | null = null;
  #loading: Promise<void> | null = null;
  #companion = false;
  #keys = 0;
  /** The order before a card was taken up. */
  #before: readonly Placed[] = [];
  #held = $state.raw<number | null>(null);
  /** The run whose cards lie there, as they were recorded. */
  #run = $state.raw() as RunId;

  constructor(recorded: Recorded) {
    this.#recorded = recorded;
    this.#session = createActor(
      sessionMachine.provide({
        actions: {
          send: () => this.#send(),
          endSending: () => this.#came.forget(),
          // Not within the machine's own step: what they do is told to machines again.
          restoreOrder: () => queueMicrotask(() => this.#restoreOrder()),
          keepOrder: () => queueMicrotask(() => this.#keepOrder()),
        },
      }),
    );
    this.#sitting = this.#session.getSnapshot();
    const { run, readings } = recorded.first;
    this.#run = run;
    this.cards = this.#keyed(recorded.runs[run].cards);
    this.readings = readings;
    this.#came = new WhatCame(recorded, run, this.from, (event) => this.#tell(event));
    const times = timesOf(this.cards.length);
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
    this.#came.dispose();
    this.playback.stop();
    this.#session.stop();
  }

  /** Frames received: 0 before the first. */
  get index(): number {
    return Math.min(this.playback.index, this.cards.length);
  }
  get source(): CaptureSource {
    const { answers } = this.#sitting.value;
    if (answers === 'recorded') return 'recorded';
    return answers === 'computed' || !this.#companion ? 'model' : 'live';
  }
  get sending(): boolean {
    return this.#sitting.value.answers === 'sending';
  }
  get problem(): Problem | null {
    return this.#sitting.context.problem;
  }
  /** The card in the reader's hand. */
  get held(): number | null {
    return this.#sitting.value.hand === 'holding' ? this.#held : null;
  }
  get receiver(): Policy {
    return receiverOf(this.from);
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
  get canUndo(): boolean {
    return this.#history.length > 0;
  }
  get isFull(): boolean {
    return this.cards.length >= CARDS_LIMIT;
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
    // One promise for all who wait: what they do is done in the order in which they asked.
    this.#loading ??= this.#load();
    return this.#loading;
  }

  async #load(): Promise<void> {
    try {
      this.#codec = await import('./assembler.codec.ts');
    } catch {
      this.#loading = null;
      this.#tell({ type: 'page.failed', problem: NOT_LOADED });
    }
  }

  /** Lays a recorded timeline; `live`: and sends it, where there is a companion. */
  lay(run: RunId, { live = false } = {}): void {
    void this.#with(() => {
      this.#run = run;
      this.#history = [];
      this.#put(this.#keyed(this.#recorded.runs[run].cards));
      this.#showRecorded();
      this.go(this.#stop);
      if (live && this.#companion) this.send();
    });
  }

  turn(from: Role): void {
    if (from === this.from) return;
    void this.#with(() => {
      this.from = from;
      this.#put(this.cards);
      if (this.run && this.source === 'recorded') this.#showRecorded();
      else this.#compute();
    });
  }

  choose(source: CaptureSource): void {
    if (source === 'recorded') this.lay(this.#run);
    else if (source === 'live') this.send();
    else void this.#with(() => this.#compute());
  }

  send(): void {
    void this.#with(() => this.#tell({ type: 'send' }));
  }

  /** Puts a card behind the frames received. */
  add(card: Card): void {
    if (!this.isFull) this.#change((cards) => inserted(cards, this.index, this.#key(card)), this.index + 1);
  }

  /** Changes the card last received. */
  edit(change: Partial<Card>): void {
    const at = this.index - 1;
    if (at >= 0) this.#change((cards) => replaced(cards, at, change), this.index);
  }

  remove(): void {
    const at = this.index - 1;
    if (at >= 0) this.#change((cards) => without(cards, at), Math.max(0, at));
  }

  /** Moves the card last received by so many places. */
  shift(by: -1 | 1): void {
    const at = this.index - 1;
    if (at >= 0 && at + by >= 0 && at + by < this.cards.length)
      this.#change((cards) => moved(cards, at, at + by), at + by + 1);
  }

  undo(): void {
    const last = this.#history.at(-1);
    if (!last) return;
    void this.#with(() => {
      this.#history = this.#history.slice(0, -1);
      this.#put(last);
      this.#changed();
    });
  }

  /** Takes a card in hand; what it is moved over makes room at once. */
  grab(key: number): void {
    this.#held = key;
    this.#before = this.cards;
    this.go(this.#heldAt + 1);
    this.#tell({ type: 'card.grab' });
  }

  /** Moves the card in hand to a place, from 0. */
  carry(to: number): void {
    void this.#with(() => {
      const at = this.#heldAt;
      if (this.held === null || at < 0 || to === at || to < 0 || to >= this.cards.length) return;
      this.#put(moved(this.cards, at, to));
      this.go(to + 1);
    });
  }

  carryBy(places: -1 | 1): Promise<void> {
    return this.#with(() => this.carry(this.#heldAt + places));
  }

  drop(): void {
    this.#tell({ type: 'card.drop' });
  }
  letGo(): void {
    this.#tell({ type: 'card.cancel' });
  }

  choosePolicy(policy: Policy): void {
    void this.#with(() => {
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
  obey({ run, cards, from, at, policy }: HashState): void {
    void this.#with(() => {
      if (from) this.from = from;
      if (run) this.lay(run);
      if (cards) {
        this.#history = [];
        this.#put(this.#keyed(cards));
        this.#changed();
      } else if (!run && from) this.lay(this.#run);
      if (policy) this.choosePolicy(policy);
      this.go(at ?? this.#stop);
    });
  }

  /** The frame at which the receiver stops reading, or the last: there is most to see. */
  get #stop(): number {
    const at = this.owed.steps.findIndex(({ did }) => did === 'fails');
    return at < 0 ? this.cards.length : at + 1;
  }

  get #heldAt(): number {
    return this.cards.findIndex(({ key }) => key === this.#held);
  }

  #readingOf(policy: Policy): Reading {
    return this.readings.find((each) => each.policy === policy) ?? { policy, steps: [] };
  }

  #key(card: Card): Placed {
    this.#keys += 1;
    return { ...card, key: this.#keys };
  }
  #keyed(cards: readonly Card[]): readonly Placed[] {
    return cards.map((card) => this.#key(card));
  }

  #tell(event: SessionEvent): void {
    this.#session.send(event);
  }

  /** What is asked for is done one after the other, the first when the codec has come. */
  async #with(act: (codec: Codec) => void): Promise<void> {
    if (!this.#codec) await this.reach();
    if (this.#codec) act(this.#codec);
  }

  #change(change: (cards: readonly Placed[]) => readonly Placed[], index: number): void {
    void this.#with(() => {
      this.#remember(this.cards);
      this.#put(change(this.cards));
      this.go(index);
      this.#changed();
    });
  }

  #remember(cards: readonly Placed[]): void {
    this.#history = [...this.#history, cards].slice(-UNDO_LIMIT);
  }

  #put(cards: readonly Placed[]): void {
    const read = this.#codec?.readTimeline;
    if (!read) return;
    this.cards = cards;
    this.readings = POLICIES.map((policy) => read(cards, this.from, policy));
    this.playback.take(timesOf(cards.length));
  }

  #keepOrder(): void {
    this.#held = null;
    if (this.#before === this.cards) return;
    this.#remember(this.#before);
    this.#changed();
  }

  #restoreOrder(): void {
    const at = this.#before.findIndex(({ key }) => key === this.#held);
    this.#held = null;
    this.#put(this.#before);
    this.go(at + 1);
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
    if (this.#codec) this.#came.compute(this.#codec, this.cards, this.from);
    this.#tell({ type: 'cards.changed' });
  }

  #send(): void {
    if (this.#companion) return void this.#came.send(this.cards, this.from, this.owed);
    if (this.#codec) this.#came.compute(this.#codec, this.cards, this.from);
    // Not within the machine's own step.
    queueMicrotask(() => this.#tell({ type: 'answered' }));
  }
}

/** Frames have no time of their own: a second to each, when they are played. */
const timesOf = (cards: number): readonly number[] => Array.from({ length: cards + 1 }, (_, i) => i * 1000);
