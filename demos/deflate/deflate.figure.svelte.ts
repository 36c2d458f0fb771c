import { createActor, type SnapshotFrom } from 'xstate';
import type { Capture, CaptureSource, Direction } from '#demos/capture/capture.ts';
import type { Problem } from '#demos/capture/problem.ts';
import type { Link } from '#demos/link/link.ts';
import { createLinks } from '#demos/link/links.ts';
import type { PlaybackAct } from '#demos/machines/stepper.machine.ts';
import { NOT_LOADED } from '#demos/parts/not-loaded.ts';
import { Playback } from '#demos/parts/playback.svelte.ts';
import { concat } from '#demos/protocol/bytes.ts';
import type { Conversing, Listener } from './deflate.conversing.ts';
import type { HashState } from './deflate.hash.ts';
import { hasPart, type PartOfFigure, partOf, stepOfPart } from './deflate.parts.ts';
import type { Scene } from './deflate.piece.ts';
import type { Bench } from './deflate.read.ts';
import { flipBit, TAIL } from './deflate.ribbon.ts';
import { type Settings, USUAL } from './deflate.settings.ts';
import { stepsOf } from './deflate.steps.ts';
import { type Conversation, windowBefore } from './deflate.talk.ts';
import { sessionMachine } from './deflate-session.machine.ts';

/** What a figure starts from: read at build time, its capture kept as a file. */
export interface Recorded {
  readonly conversations: readonly Conversation[];
  readonly scene: Scene;
  readonly madeWith: Capture['madeWith'];
  readonly url: string;
}

/** Where the bits on the bench come from. */
export type Origin =
  | { readonly kind: 'message'; readonly connection: string; readonly index: number }
  | { readonly kind: 'own' };

/** One step is this far from the next when it is played, in milliseconds. */
const PACE = 1000;
/** The first symbol of a message says more than its header does. */
const FIRST_STEP = 1;

/** The figure's state while it is on a page: the messages that can be opened, and the one that is. */
export class DeflateFigure {
  conversations = $state.raw() as readonly Conversation[];
  scene = $state.raw() as Scene;
  origin = $state.raw<Origin>({ kind: 'own' });
  windowBits = $state(15);
  selected = $state.raw<PartOfFigure | null>(null);
  settings = $state.raw<Settings>(USUAL);
  lost = $state(false);
  madeWith = $state.raw<Capture['madeWith']>({});

  readonly playback;
  readonly #recorded: Recorded;
  readonly #session;
  readonly #links = createLinks({ live: async () => (await import('./deflate.live.ts')).createDeflateLink() });
  #sitting = $state.raw() as SnapshotFrom<typeof sessionMachine>;
  #past = $state.raw<readonly Uint8Array[]>([]);
  #capture = $state.raw<Capture | null>(null);
  #original: Uint8Array;
  #codec: typeof import('./deflate.read.ts') | null = null;
  #companion = false;
  #conversing: Conversing | null = null;
  /** What is to be said once the connection is open, each when the one before has come back. */
  #queue: readonly string[] = [];
  /** Counts the openings: what belongs to an earlier one is taken no more. */
  #openings = 0;

  readonly steps = $derived(stepsOf(this.scene));
  readonly stream = $derived(concat(this.scene.payload, TAIL));

  constructor(recorded: Recorded) {
    this.#recorded = recorded;
    this.conversations = recorded.conversations;
    this.madeWith = recorded.madeWith;
    this.scene = recorded.scene;
    this.#original = recorded.scene.payload;
    const first = recorded.conversations[0];
    if (first) this.origin = { kind: 'message', connection: first.connection, index: 0 };
    this.playback = new Playback(timesOf(this.steps.length), FIRST_STEP);
    this.#session = createActor(
      sessionMachine.provide({
        actions: {
          showRecorded: () => this.#showRecorded(),
          converse: ({ event }) => {
            if (event.type === 'source.choose' && event.source !== 'recorded') void this.#converse(event.source);
          },
        },
      }),
    );
    this.#sitting = this.#session.getSnapshot();
  }

  wake(companion: boolean): void {
    this.#companion = companion;
    this.#session.subscribe((snapshot) => {
      this.#sitting = snapshot;
    });
    this.playback.start();
    this.#session.start();
  }

  dispose(): void {
    this.#leave();
    this.#links.dispose();
    this.playback.stop();
    this.#session.stop();
  }

  get index(): number {
    return Math.min(this.playback.index, this.steps.length - 1);
  }
  get step() {
    return this.steps[this.index] ?? { piece: null, written: 0, trail: [] };
  }
  get source(): CaptureSource {
    return this.#sitting.context.source;
  }
  get problem(): Problem | null {
    return this.#sitting.context.problem;
  }
  get socket(): 'recorded' | 'opening' | 'open' | 'ended' {
    return this.#sitting.value;
  }
  get changed(): boolean {
    return this.scene.payload !== this.#original;
  }
  get canUndo(): boolean {
    return this.#past.length > 0;
  }
  /** The capture on screen; for the recorded one, where the site keeps it; `null` where there is none. */
  get capture(): Capture | { readonly url: string } | null {
    return this.source === 'recorded' ? { url: this.#recorded.url } : this.#capture;
  }
  get conversation(): Conversation | null {
    const { origin } = this;
    if (origin.kind === 'own') return this.conversations[0] ?? null;
    return this.conversations.find(({ connection }) => connection === origin.connection) ?? null;
  }
  get message() {
    const { origin, conversation } = this;
    return origin.kind === 'message' ? (conversation?.messages[origin.index] ?? null) : null;
  }
  get bench(): Bench {
    const { scene, windowBits } = this;
    return { payload: scene.payload, window: scene.window, windowBits };
  }

  /** The reader reaches for the figure: what reads bits is loaded before the first one is changed. */
  async reach(): Promise<void> {
    this.#codec ??= await this.#load(import('./deflate.read.ts'));
  }

  play(act: PlaybackAct): void {
    this.selected = null;
    this.playback.act(act);
  }
  go(step: number): void {
    this.selected = null;
    this.playback.go(step);
  }

  /** Turns one bit of the payload over; what is put back behind it is not the reader's. */
  flip(bit: number): void {
    if (bit < this.scene.payload.length * 8) this.put(flipBit(this.scene.payload, bit), bit);
  }

  /** Other bits in the same place. The figure stands where `bit` is read, or where reading it fails. */
  put(payload: Uint8Array, bit = 0): void {
    this.#change(() => {
      this.#past = [...this.#past, this.scene.payload];
      this.#read({ ...this.bench, payload });
      const at = this.scene.pieces.findIndex(({ span }) => span.end > bit);
      const step = this.steps.findIndex(({ piece }) => piece === at);
      this.go(this.scene.fault || at < 0 ? this.steps.length - 1 : step);
    });
  }

  undo(): void {
    const before = this.#past.at(-1);
    if (!before) return;
    this.#change(() => {
      this.#past = this.#past.slice(0, -1);
      this.#read({ ...this.bench, payload: before });
    });
  }
  restore(): void {
    this.#change(() => {
      this.#past = [];
      this.#read({ ...this.bench, payload: this.#original });
    });
  }

  /** Bytes of the reader's own, or of a link. */
  lay(bench: Bench, step = FIRST_STEP): void {
    this.#change(() => this.#lay(bench, { kind: 'own' }, step));
  }

  /** Opens a message of the list. */
  open(connection: string, index: number, step = FIRST_STEP): void {
    const conversation = this.conversations.find((each) => each.connection === connection);
    if (!conversation?.messages[index]?.compressed) return;
    const bench = benchAt({ conversation, index });
    this.#change(() => this.#lay(bench, { kind: 'message', connection, index }, step));
  }

  choose(source: CaptureSource, texts: readonly string[] = []): void {
    this.#queue = texts;
    this.#session.send({ type: 'source.choose', source });
  }
  set(change: Partial<Settings>): void {
    this.settings = { ...this.settings, ...change };
    if (this.source !== 'recorded') this.choose(this.source);
  }
  send(text: string): void {
    this.#queue = [...this.#queue, text];
    this.#sendNext();
  }

  /** A word of the prose names a part: the figure goes where it is, in this message or in the first that has it. */
  select(name: string): void {
    const part = partOf(name);
    if (!part) return;
    const show = (): void => {
      this.playback.go(stepOfPart(part, this.scene, this.steps) ?? this.index);
      this.selected = part;
    };
    if (hasPart(part, this.scene)) show();
    else
      this.#change(({ readScene }) => {
        const place = this.#recordedPlaces.find((each) => hasPart(part, readScene(benchAt(each))));
        if (!place) return;
        if (this.source !== 'recorded') this.choose('recorded');
        this.open(place.conversation.connection, place.index);
        show();
      });
  }

  async run(name: string): Promise<void> {
    const code = await this.#load(import('./deflate.runs.ts'));
    const run = code?.RUNS[name];
    if (!run) return;
    if (this.source !== 'recorded') this.choose('recorded');
    if (run.kind === 'bench') {
      this.lay(run.bench, name === 'malformed' ? Number.MAX_SAFE_INTEGER : FIRST_STEP);
      return;
    }
    const conversation = this.conversations[run.connection];
    const index = conversation && nthOf(conversation, run.direction, run.nth);
    if (conversation && index !== undefined) this.open(conversation.connection, index);
  }

  /** Goes where a link points. A link lays bytes on the bench and sends nothing. */
  obey({ bench, message, step, source }: HashState): void {
    if (bench) this.lay(bench, step);
    else if (message !== undefined) this.#openRecorded(message, step);
    else if (step !== undefined) this.go(step);
    if (source && source !== this.source && (source !== 'live' || this.#companion)) this.choose(source);
  }

  /** Which message of the recording lies on the bench, counted through its conversations; `null`: none of them. */
  get recordedNumber(): number | null {
    const { origin } = this;
    if (origin.kind === 'own' || this.source !== 'recorded') return null;
    const number = this.#recordedPlaces.findIndex(
      ({ conversation, index }) => conversation.connection === origin.connection && index === origin.index,
    );
    return number < 0 ? null : number;
  }

  get #recordedPlaces(): readonly Place[] {
    return this.#recorded.conversations.flatMap((conversation) =>
      conversation.messages.map((_, index) => ({ conversation, index })),
    );
  }

  #openRecorded(number: number, step: number | undefined): void {
    const place = this.#recordedPlaces[number];
    if (place) this.open(place.conversation.connection, place.index, step);
  }

  #showRecorded(): void {
    this.#leave();
    this.conversations = this.#recorded.conversations;
    this.madeWith = this.#recorded.madeWith;
    const first = this.conversations[0];
    if (first) this.open(first.connection, 0);
  }

  async #converse(source: Exclude<CaptureSource, 'recorded'>): Promise<void> {
    this.#leave();
    const opening = this.#openings;
    this.conversations = [];
    const { settings } = this;
    const listener = this.#listener();
    const parts = await (source === 'live' ? this.#live() : this.#model());
    if (opening !== this.#openings || !parts) return;
    this.#conversing = parts(settings, listener);
    this.#sendNext();
  }

  async #live() {
    const parts = await this.#load(Promise.all([this.#links.open('live'), import('./deflate.live.ts')]));
    if (!parts) return null;
    const [link, { converseLive }]: readonly [Link, typeof import('./deflate.live.ts')] = parts;
    return (settings: Settings, listener: Listener) => converseLive(link, settings, listener);
  }
  async #model() {
    const parts = await this.#load(Promise.all([import('./deflate.model.ts'), import('#demos/link/random-bytes.ts')]));
    if (!parts) return null;
    const [{ converseModel }, { browserRandomBytes }] = parts;
    this.madeWith = {};
    return (settings: Settings, listener: Listener) => converseModel(settings, listener, browserRandomBytes);
  }

  #listener(): Listener {
    const opening = this.#openings;
    const current = (): boolean => opening === this.#openings;
    return {
      opened: () => {
        if (!current()) return;
        this.#session.send({ type: 'socket.opened' });
        // The model opens before it can be spoken to.
        queueMicrotask(() => this.#sendNext());
      },
      talked: (conversations, capture) => current() && this.#talked(conversations, capture),
      ended: () => current() && this.#session.send({ type: 'socket.ended' }),
      refused: (problem) => current() && this.#session.send({ type: 'socket.refused', problem }),
      lost: (isLost) => {
        if (current()) this.lost = isLost;
      },
    };
  }

  #talked(conversations: readonly Conversation[], capture: Capture | null): void {
    const before = this.conversations.at(-1)?.messages.length ?? 0;
    this.conversations = conversations;
    this.#capture = capture;
    if (capture) this.madeWith = capture.madeWith;
    const last = conversations.at(-1);
    if (!last || last.messages.length === before) return;
    // What the browser sent is opened; its echo stands beside it.
    const fresh = last.messages.findIndex((each, i) => i >= before && each.direction === 'client-to-server');
    if (fresh >= 0) this.open(last.connection, fresh);
    queueMicrotask(() => this.#sendNext());
  }

  #sendNext(): void {
    const [text, ...rest] = this.#queue;
    const messages = this.conversations.at(-1)?.messages ?? [];
    const ups = messages.filter(({ direction }) => direction === 'client-to-server').length;
    if (text === undefined || this.socket !== 'open' || !this.#conversing || messages.length !== 2 * ups) return;
    this.#queue = rest;
    this.#conversing.send(text);
  }

  #leave(): void {
    this.#openings += 1;
    this.#conversing?.leave();
    this.#conversing = null;
    this.#capture = null;
  }

  #lay(bench: Bench, origin: Origin, step: number): void {
    this.origin = origin;
    this.windowBits = bench.windowBits;
    this.#past = [];
    this.#original = bench.payload;
    this.#read(bench);
    this.go(step);
  }

  #read(bench: Bench): void {
    if (!this.#codec) return;
    this.scene = this.#codec.readScene(bench);
    this.playback.take(timesOf(this.steps.length));
  }

  /** Changes come one after the other, the first ones when the codec has come. */
  #change(change: (codec: typeof import('./deflate.read.ts')) => void): void {
    if (this.#codec) change(this.#codec);
    else void this.reach().then(() => this.#codec && change(this.#codec));
  }

  /** A script of the page; `null` where the server it would come from is gone, which is said. */
  async #load<Module>(module: Promise<Module>): Promise<Module | null> {
    try {
      return await module;
    } catch {
      this.#session.send({ type: 'page.failed', problem: NOT_LOADED });
      return null;
    }
  }
}

/** A message of a conversation. */
interface Place {
  readonly conversation: Conversation;
  readonly index: number;
}

/** Its bits, and what they may refer back to. Throws a RangeError where there is no such message. */
function benchAt({ conversation, index }: Place): Bench {
  const message = conversation.messages[index];
  if (!message) throw new RangeError(`message ${index} of ${conversation.messages.length}`);
  const { direction, payload } = message;
  const { windowBits } = conversation.terms[direction];
  return { payload, window: windowBefore(conversation, direction, index), windowBits };
}

const nthOf = ({ messages }: Conversation, direction: Direction, nth: number): number | undefined =>
  messages.flatMap((each, index) => (each.direction === direction ? [index] : []))[nth];

const timesOf = (steps: number): readonly number[] => Array.from({ length: steps }, (_, i) => i * PACE);
