import type { Capture } from '#demos/capture/capture.ts';
import { isSocketTold } from '#demos/capture/event-kinds.ts';
import type { Link } from '#demos/link/link.ts';
import type { Links, RunningSource } from '#demos/link/links.ts';
import type { RandomBytes } from '#demos/link/random-bytes.ts';
import { NOT_LOADED } from '#demos/parts/not-loaded.ts';
import type { SentFrame } from './mask.frame.ts';
import type { SessionEvent } from './mask-session.machine.ts';

/** The recorded connection: its frames told at build time, its capture kept as a file. */
export interface RecordedFrames {
  readonly frames: readonly SentFrame[];
  readonly madeWith: Capture['madeWith'];
  readonly url: string;
}

/** The connection whose frames are listed: the recorded one, or one that the reader opened and sends on. */
export class SentFrames {
  frames = $state.raw<readonly SentFrame[]>([]);
  madeWith = $state.raw<Capture['madeWith']>({});
  lost = $state(false);

  readonly #recorded: RecordedFrames;
  readonly #tell: (event: SessionEvent) => void;
  readonly #added: (frame: SentFrame) => void;
  readonly #keyOf: (random: RandomBytes) => Uint8Array;
  #links: Links | null = null;
  #isGone = false;
  #capture: Capture | null = null;
  #link: Link | null = null;
  #unfollow = (): void => {};
  /** Texts to be sent as soon as the connection is open. */
  #planned: readonly string[] = [];
  /** Counts the openings: what belongs to an earlier one is taken no more. */
  #openings = 0;

  /** `keyOf` chooses the model's masking keys; `added` is given each frame that was sent. */
  constructor(
    recorded: RecordedFrames,
    tell: (event: SessionEvent) => void,
    added: (frame: SentFrame) => void,
    keyOf: (random: RandomBytes) => Uint8Array,
  ) {
    this.#recorded = recorded;
    this.#tell = tell;
    this.#added = added;
    this.frames = recorded.frames;
    this.madeWith = recorded.madeWith;
    this.#keyOf = keyOf;
  }

  /** The capture on screen; for the recorded one, where the site keeps it. */
  get capture(): Capture | { readonly url: string } {
    return this.#capture ?? { url: this.#recorded.url };
  }

  showRecorded(): void {
    this.#leave();
    this.#capture = null;
    this.frames = this.#recorded.frames;
    this.madeWith = this.#recorded.madeWith;
  }

  async open(source: RunningSource): Promise<void> {
    this.#leave();
    const opening = this.#openings;
    this.frames = [];
    this.madeWith = {};
    const parts = await this.#load(source).catch(() => null);
    if (opening !== this.#openings) return;
    if (!parts) return this.#tell({ type: 'refused', problem: NOT_LOADED });
    const { link, followLink, sentFrames } = parts;
    this.#link = link;
    this.#unfollow = followLink(link, {
      captured: (added) => {
        this.#capture = link.capture.get();
        this.madeWith = this.#capture.madeWith;
        const before = this.frames.length;
        this.frames = sentFrames(this.#capture);
        if (added.some((event) => isSocketTold(event, 'open'))) this.#opened();
        if (added.some((event) => isSocketTold(event, 'close'))) this.#tell({ type: 'socket.ended' });
        const frame = this.frames.at(-1);
        if (frame && this.frames.length > before) this.#added(frame);
      },
      refused: (problem) => this.#tell({ type: 'refused', problem }),
      lost: (isLost) => {
        this.lost = isLost;
        // Also what is only opening: a companion that comes back does not know of it.
        if (isLost) this.#tell({ type: 'socket.ended' });
      },
    });
    if (link.can('connect')) link.do({ kind: 'connect' });
    else this.#tell({ type: 'socket.ended' });
  }

  send(text: string): void {
    this.#link?.do({ kind: 'send', data: text });
  }

  /** To be sent on the next connection that opens; nothing, for `[]`. */
  plan(texts: readonly string[]): void {
    this.#planned = texts;
  }

  dispose(): void {
    this.#leave();
    this.#isGone = true;
    this.#links?.dispose();
  }

  async #load(source: RunningSource) {
    const { createMaskLinks, followLink, sentFrames } = await import('./mask.live.ts');
    // Nobody would close what is opened now.
    if (this.#isGone) return null;
    this.#links ??= createMaskLinks(this.#keyOf);
    return { link: await this.#links.open(source), followLink, sentFrames };
  }

  #opened(): void {
    this.#tell({ type: 'socket.opened' });
    const planned = this.#planned;
    this.#planned = [];
    // The model opens before `do` has returned.
    queueMicrotask(() => {
      for (const text of planned) this.send(text);
    });
  }

  #leave(): void {
    this.#openings += 1;
    this.#unfollow();
    this.#unfollow = () => {};
    this.#link = null;
  }
}
