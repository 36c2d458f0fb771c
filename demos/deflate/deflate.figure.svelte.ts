import type { Capture, CaptureSource } from '#demos/capture/capture.ts';
import type { Problem } from '#demos/capture/problem.ts';
import type { PlaybackAct } from '#demos/machines/stepper.machine.ts';
import { Late } from '#demos/parts/late.ts';
import { NOT_LOADED } from '#demos/parts/not-loaded.ts';
import { evenTimes, Playback } from '#demos/parts/playback.svelte.ts';
import { utf8DecodeLenient } from '#demos/protocol/bytes.ts';
import type { Bench, Origin } from './deflate.bench.ts';
import type { OwnConversation } from './deflate.own.ts';
import type { Packed } from './deflate.packed.ts';
import type { PartOfFigure } from './deflate.parts.ts';
import { type Settings, USUAL } from './deflate.settings.ts';
import type { Conversation } from './deflate.talk.ts';
import type { DeflateTexts } from './deflate.texts.ts';
import type { Told } from './deflate.told.ts';
import type { ToldTalk } from './deflate.told-talk.ts';

/** What a figure starts from: read and told at build time, its capture kept as a file. */
export interface Recorded {
  readonly conversations: readonly Packed[];
  readonly talks: readonly ToldTalk[];
  /** The first message of the first conversation. */
  readonly told: Told;
  readonly madeWith: Capture['madeWith'];
  readonly url: string;
}

/** The first symbol of a message says more than its header does. */
const FIRST_STEP = 1;
const LAST_STEP = Number.MAX_SAFE_INTEGER;
/** As many messages are said again under other terms. */
const MOST_AGAIN = 20;

/** The figure's state while it is on a page: the messages that can be opened, and the one that is. */
export class DeflateFigure {
  talks = $state.raw() as readonly ToldTalk[];
  told = $state.raw() as Told;
  origin = $state.raw<Origin>(null);
  windowBits = $state(15);
  /** The part that is lit, until the figure goes on; and what is said of one that what was shown did not have. */
  selected = $state.raw<PartOfFigure | null>(null);
  aside = $state.raw<'partElsewhere' | 'partNowhere' | null>(null);
  settings = $state.raw<Settings>(USUAL);
  source = $state.raw<CaptureSource>('recorded');
  socket = $state.raw<'recorded' | 'opening' | 'open' | 'ended'>('recorded');
  problem = $state.raw<Problem | null>(null);
  lost = $state(false);
  madeWith = $state.raw<Capture['madeWith']>({});

  readonly playback;
  /** Live bytes can be had. */
  companion = false;
  /** Those that are listed, and those of the recording; none before the codec has come. */
  conversations: readonly Conversation[] = [];
  recordedConversations: readonly Conversation[] = [];
  readonly #recorded: Recorded;
  readonly #texts: DeflateTexts;
  #past = $state.raw<readonly Uint8Array[]>([]);
  #original = $state.raw() as Uint8Array;
  #capture = $state.raw<Capture | null>(null);
  readonly #codec = new Late(
    async () => {
      const codec = await import('./deflate.codec.ts');
      this.recordedConversations = codec.unpacked(this.#recorded.conversations);
      this.conversations = this.recordedConversations;
      return codec;
    },
    () => {
      this.problem = NOT_LOADED;
    },
  );
  #own: OwnConversation | null = null;

  constructor(recorded: Recorded, texts: DeflateTexts) {
    this.#recorded = recorded;
    this.#texts = texts;
    this.talks = recorded.talks;
    this.madeWith = recorded.madeWith;
    this.told = recorded.told;
    this.#original = recorded.told.payload;
    const first = recorded.talks[0];
    if (first) this.origin = { connection: first.connection, index: 0 };
    this.playback = new Playback(evenTimes(this.told.views.length), FIRST_STEP);
  }

  wake(companion: boolean): void {
    this.companion = companion;
    this.playback.start();
  }

  dispose(): void {
    this.#codec.dispose();
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
  /** The conversation whose message lies on the bench, or the first. */
  get talk(): ToldTalk | undefined {
    return this.talks.find(({ connection }) => connection === this.origin?.connection) ?? this.talks[0];
  }
  get bench(): Bench {
    const { told, windowBits } = this;
    return { payload: told.payload, window: told.window, windowBits };
  }
  /** Which message of the recording lies on the bench, counted through its conversations; `null`: none of them. */
  get recordedNumber(): number | null {
    const { origin } = this;
    if (!origin || this.source !== 'recorded') return null;
    let before = 0;
    for (const { connection, messages } of this.#recorded.conversations) {
      if (connection === origin.connection) return before + origin.index;
      before += messages.length;
    }
    return null;
  }

  /** The reader reaches for the figure: what reads bits is loaded before the first one is changed. */
  reach(): Promise<void> {
    return this.#codec.reach();
  }

  /** The reader steps: what they opened before may still wait for what opens it. */
  play(act: PlaybackAct): void {
    void this.#codec.inTurn(() => {
      this.light(null);
      this.playback.act(act);
    });
  }
  go(step: number): void {
    void this.#codec.inTurn(() => this.show(step));
  }
  show(step: number): void {
    this.light(null);
    this.playback.go(step);
  }
  light(part: PartOfFigure | null, aside: 'partElsewhere' | 'partNowhere' | null = null): void {
    this.selected = part;
    this.aside = aside;
  }

  /** Turns one bit of the payload over. The figure stands where it is read, or where reading fails. */
  flip(bit: number): void {
    void this.#codec.use(({ flipBit }) => {
      this.put(flipBit(this.told.payload, bit));
      const { stretches, views, stopped } = this.told;
      const piece = stretches.find(({ end }) => end > bit)?.piece ?? null;
      this.show(stopped || piece === null ? LAST_STEP : views.findIndex((view) => view.piece === piece));
    });
  }

  /** Other bits in the same place. */
  put(payload: Uint8Array): void {
    void this.#codec.use(() => {
      this.#past = [...this.#past, this.told.payload];
      this.#read({ ...this.bench, payload });
      this.show(LAST_STEP);
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
    void this.#codec.use(() => this.#lay(bench, null, step));
  }

  /** Opens a message of the list. */
  open(connection: string, index: number, step = FIRST_STEP): void {
    void this.#codec.use(({ benchAt }) => {
      const conversation = this.conversations.find((each) => each.connection === connection);
      if (conversation?.messages[index]?.compressed)
        this.#lay(benchAt({ conversation, index }), { connection, index }, step);
    });
  }

  /** `texts` are said as soon as the connection is open. */
  choose(source: CaptureSource, texts: readonly string[] = []): void {
    void this.#codec.use(({ OwnConversation }) => {
      this.#own ??= new OwnConversation({
        session: (socket, shown, problem) => Object.assign(this, { socket, source: shown, problem }),
        showRecorded: () => this.#showRecorded(),
        talked: (conversations, capture) => this.#talked(conversations, capture),
        lost: (isLost) => {
          this.lost = isLost;
        },
      });
      this.#own.choose(source, this.settings, texts);
    });
  }
  /** Other terms: what has been said is said again under them. */
  set(change: Partial<Settings>): void {
    this.settings = { ...this.settings, ...change };
    const said = (this.conversations.at(-1)?.messages ?? []).filter(
      ({ direction }) => direction === 'client-to-server',
    );
    if (this.source !== 'recorded')
      this.choose(this.source, said.map(({ output }) => utf8DecodeLenient(output)).slice(-MOST_AGAIN));
  }
  send(text: string): void {
    this.#own?.send(text);
  }

  select(name: string): void {
    void this.#codec.use(({ selectPart }) => selectPart(this, name));
  }
  run(name: string): void {
    void this.#codec.use(({ runScenario }) => runScenario(this, name));
  }
  obey(params: URLSearchParams): void {
    void this.#codec.use(({ obeyLink }) => obeyLink(this, params));
  }

  #showRecorded(): void {
    this.conversations = this.recordedConversations;
    this.talks = this.#recorded.talks;
    this.madeWith = this.#recorded.madeWith;
    const [first] = this.talks;
    if (first) this.open(first.connection, 0);
  }

  #talked(conversations: readonly Conversation[], capture: Capture | null): void {
    void this.#codec.use(({ tellTalk }) => {
      const before = this.conversations.at(-1)?.messages.length ?? 0;
      this.conversations = conversations;
      this.talks = conversations.map((each) => tellTalk(each, this.#texts));
      this.#capture = capture;
      this.madeWith = capture?.madeWith ?? {};
      const last = conversations.at(-1);
      // What the browser sent is opened; its echo stands beside it.
      const fresh = last?.messages.findIndex((each, i) => i >= before && each.direction === 'client-to-server') ?? -1;
      if (last && fresh >= 0) this.open(last.connection, fresh);
    });
  }

  #back(payload: Uint8Array, past: readonly Uint8Array[]): void {
    void this.#codec.use(() => {
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
    this.show(step);
  }

  #read(bench: Bench): void {
    void this.#codec.use(({ readScene, tell }) => {
      this.told = tell(readScene(bench), this.#texts);
      this.playback.take(evenTimes(this.told.views.length));
    });
  }
}
