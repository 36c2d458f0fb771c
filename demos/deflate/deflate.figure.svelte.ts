import type { Capture, CaptureSource } from '#demos/capture/capture.ts';
import type { Problem } from '#demos/capture/problem.ts';
import type { PlaybackAct } from '#demos/machines/stepper.machine.ts';
import { NOT_LOADED } from '#demos/parts/not-loaded.ts';
import { Playback } from '#demos/parts/playback.svelte.ts';
import type { OwnConversation } from './deflate.own.ts';
import type { PartOfFigure } from './deflate.parts.ts';
import type { Bench } from './deflate.read.ts';
import { type Settings, USUAL } from './deflate.settings.ts';
import type { Conversation, Place } from './deflate.talk.ts';
import type { DeflateTexts } from './deflate.texts.ts';
import type { Told } from './deflate.told.ts';

/** What a figure starts from: read at build time, its capture kept as a file. */
export interface Recorded {
  readonly conversations: readonly Conversation[];
  readonly told: Told;
  readonly madeWith: Capture['madeWith'];
  readonly url: string;
}

/** Where the bits on the bench come from. */
export type Origin =
  | { readonly kind: 'message'; readonly connection: string; readonly index: number }
  | { readonly kind: 'own' };

type Codec = typeof import('./deflate.codec.ts');

/** One step is this far from the next when it is played, in milliseconds. */
const PACE = 1000;
/** The first symbol of a message says more than its header does. */
const FIRST_STEP = 1;
const LAST_STEP = Number.MAX_SAFE_INTEGER;

/** The figure's state while it is on a page: the messages that can be opened, and the one that is. */
export class DeflateFigure {
  conversations = $state.raw() as readonly Conversation[];
  told = $state.raw() as Told;
  origin = $state.raw<Origin>({ kind: 'own' });
  windowBits = $state(15);
  selected = $state.raw<PartOfFigure | null>(null);
  settings = $state.raw<Settings>(USUAL);
  source = $state.raw<CaptureSource>('recorded');
  socket = $state.raw<'recorded' | 'opening' | 'open' | 'ended'>('recorded');
  problem = $state.raw<Problem | null>(null);
  lost = $state(false);
  madeWith = $state.raw<Capture['madeWith']>({});

  readonly playback;
  readonly #recorded: Recorded;
  readonly #texts: DeflateTexts;
  #past = $state.raw<readonly Uint8Array[]>([]);
  #original = $state.raw() as Uint8Array;
  #capture = $state.raw<Capture | null>(null);
  #codec: Codec | null = null;
  #own: OwnConversation | null = null;
  #companion = false;
  #gone = false;

  constructor(recorded: Recorded, texts: DeflateTexts) {
    this.#recorded = recorded;
    this.#texts = texts;
    this.conversations = recorded.conversations;
    this.madeWith = recorded.madeWith;
    this.told = recorded.told;
    this.#original = recorded.told.payload;
    const first = recorded.conversations[0];
    if (first) this.origin = { kind: 'message', connection: first.connection, index: 0 };
    this.playback = new Playback(timesOf(this.told), FIRST_STEP);
  }

  wake(companion: boolean): void {
    this.#companion = companion;
    this.playback.start();
  }

  dispose(): void {
    this.#gone = true;
    this.#own?.dispose();
    this.playback.stop();
  }

  get index(): number {
    return Math.min(this.playback.index, this.told.views.length - 1);
  }
  get changed(): boolean {
    return this.told.payload !== this.#original;
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
    const { told, windowBits } = this;
    return { payload: told.payload, window: told.window, windowBits };
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

  /** The reader reaches for the figure: what reads bits is loaded before the first one is changed. */
  async reach(): Promise<void> {
    try {
      this.#codec ??= await import('./deflate.codec.ts');
    } catch {
      this.problem = NOT_LOADED;
    }
  }

  play(act: PlaybackAct): void {
    this.selected = null;
    this.playback.act(act);
  }
  go(step: number): void {
    this.selected = null;
    this.playback.go(step);
  }

  /** Turns one bit of the payload over. The figure stands where it is read, or where reading fails. */
  flip(bit: number): void {
    this.#with(({ flipBit }) => {
      this.put(flipBit(this.told.payload, bit));
      const { stretches, views, stopped } = this.told;
      const piece = stretches.find(({ end }) => end > bit)?.piece ?? null;
      this.go(stopped || piece === null ? LAST_STEP : views.findIndex((view) => view.piece === piece));
    });
  }

  /** Other bits in the same place. */
  put(payload: Uint8Array): void {
    this.#with(() => {
      this.#past = [...this.#past, this.told.payload];
      this.#read({ ...this.bench, payload });
      this.go(LAST_STEP);
    });
  }
  undo(): void {
    const before = this.#past.at(-1);
    if (before) this.#back(before, this.#past.slice(0, -1));
  }
  restore(): void {
    this.#back(this.#original, []);
  }

  /** Bytes of the reader's own, or of a link. */
  lay(bench: Bench, step = FIRST_STEP): void {
    this.#with(() => this.#lay(bench, { kind: 'own' }, step));
  }

  /** Opens a message of the list. */
  open(connection: string, index: number, step = FIRST_STEP): void {
    const conversation = this.conversations.find((each) => each.connection === connection);
    if (!conversation?.messages[index]?.compressed) return;
    this.#with(({ benchAt }) =>
      this.#lay(benchAt({ conversation, index }), { kind: 'message', connection, index }, step),
    );
  }

  /** `texts` are said as soon as the connection is open. */
  choose(source: CaptureSource, texts: readonly string[] = []): void {
    this.#with(({ OwnConversation }) => {
      this.#own ??= new OwnConversation(
        {
          session: (socket, shown, problem) => Object.assign(this, { socket, source: shown, problem }),
          showRecorded: () => this.#showRecorded(),
          talked: (conversations, capture) => this.#talked(conversations, capture),
          lost: (isLost) => {
            this.lost = isLost;
          },
        },
        this.settings,
      );
      this.#own.choose(source, this.settings, texts);
    });
  }
  set(change: Partial<Settings>): void {
    this.settings = { ...this.settings, ...change };
    if (this.source !== 'recorded') this.choose(this.source);
  }
  send(text: string): void {
    this.#own?.send(text);
  }

  /** A word of the prose names a part: the figure goes where it is, in this message or in the first that has it. */
  select(name: string): void {
    this.#with(({ partOf, stepOfPart, readScene, benchAt }) => {
      const part = partOf(name);
      if (!part) return;
      let step = stepOfPart(part, readScene(this.bench));
      if (step === null) {
        const place = this.#recordedPlaces.find((each) => stepOfPart(part, readScene(benchAt(each))) !== null);
        if (!place) return;
        this.#toRecorded();
        this.open(place.conversation.connection, place.index);
        step = stepOfPart(part, readScene(this.bench));
      }
      this.playback.go(step ?? this.index);
      this.selected = part;
    });
  }

  /** Runs a scenario that prose names. */
  run(name: string): void {
    this.#with(({ RUNS, nthOf }) => {
      const run = RUNS[name];
      if (!run) return;
      this.#toRecorded();
      if (run.kind === 'bench') return this.lay(run.bench, name === 'malformed' ? LAST_STEP : FIRST_STEP);
      const conversation = this.conversations[run.connection];
      const index = conversation && nthOf(conversation, run.direction, run.nth);
      if (conversation && index !== undefined) this.open(conversation.connection, index);
    });
  }

  /** Goes where a link points. A link lays bytes on the bench and sends nothing. */
  obey(params: URLSearchParams): void {
    this.#with(({ readHash }) => {
      const { bench, message, step, source } = readHash(params);
      const place = message === undefined ? undefined : this.#recordedPlaces[message];
      if (source && source !== this.source && (source !== 'live' || this.#companion)) this.choose(source);
      if (bench) this.lay(bench, step);
      else if (place) this.open(place.conversation.connection, place.index, step);
      else if (step !== undefined) this.go(step);
    });
  }

  #toRecorded(): void {
    if (this.source !== 'recorded') this.choose('recorded');
  }

  #showRecorded(): void {
    this.conversations = this.#recorded.conversations;
    this.madeWith = this.#recorded.madeWith;
    const first = this.conversations[0];
    if (first) this.open(first.connection, 0);
  }

  #talked(conversations: readonly Conversation[], capture: Capture | null): void {
    const before = this.conversations.at(-1)?.messages.length ?? 0;
    this.conversations = conversations;
    this.#capture = capture;
    this.madeWith = capture?.madeWith ?? {};
    const last = conversations.at(-1);
    // What the browser sent is opened; its echo stands beside it.
    const fresh = last?.messages.findIndex((each, i) => i >= before && each.direction === 'client-to-server') ?? -1;
    if (last && fresh >= 0) this.open(last.connection, fresh);
  }

  #back(payload: Uint8Array, past: readonly Uint8Array[]): void {
    this.#with(() => {
      this.#past = past;
      this.#read({ ...this.bench, payload });
    });
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
    this.#with(({ readScene, tell }) => {
      this.told = tell(readScene(bench), this.#texts);
      this.playback.take(timesOf(this.told));
    });
  }

  /** What needs the codec comes one after the other, the first when it has come. */
  #with(act: (codec: Codec) => void): void {
    if (this.#codec) act(this.#codec);
    else
      void this.reach().then(() => {
        if (this.#codec && !this.#gone) act(this.#codec);
      });
  }
}

const timesOf = ({ views }: Told): readonly number[] => views.map((_, i) => i * PACE);
