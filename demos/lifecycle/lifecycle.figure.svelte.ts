import type { Capture, CaptureSource } from '#demos/capture/capture.ts';
import type { Problem } from '#demos/capture/problem.ts';
import { createLinks, type RunningSource } from '#demos/link/links.ts';
import type { PlaybackAct } from '#demos/machines/stepper.machine.ts';
import { NOT_LOADED } from '#demos/parts/not-loaded.ts';
import { Playback } from '#demos/parts/playback.svelte.ts';
import { type ActId, isFresh, isRunId, RUNS, type RunStep } from './lifecycle.acts.ts';
import type { HashState } from './lifecycle.hash.ts';
import type { Life } from './lifecycle.run.ts';
import type { Story } from './lifecycle.story.ts';
import { isStatePath, type StatePath } from './lifecycle.texts.ts';

/** The life a figure starts from: told at build time, its capture kept as a file. */
export interface Recorded {
  readonly story: Story;
  readonly madeWith: Capture['madeWith'];
  readonly url: string;
}

/** What is on screen, and where it came from. */
interface Shown {
  readonly story: Story;
  readonly source: CaptureSource;
  readonly madeWith: Capture['madeWith'];
  /** `null` for the recorded one, which the site keeps as a file. */
  readonly capture: Capture | null;
}

/** States that script cannot tell apart lie beneath the shutter. */
const isUnseen = (path: StatePath): boolean => /^(connecting|closing|open\.path)\./.test(path);

/** The figure's state while it is on a page: what it shows, where the reader stands in it, and what runs. */
export class LifecycleFigure {
  shown = $state.raw() as Shown;
  /** Set while the reader follows a fork: what really happened, to come back to. */
  now = $state.raw<Shown | null>(null);
  shut = $state(true);
  selected = $state.raw<StatePath | null>(null);
  problem = $state.raw<Problem | null>(null);
  loading = $state(false);
  lost = $state(false);

  readonly #recorded: Recorded;
  readonly #links = createLinks({
    live: async () => (await import('#demos/link/live.ts')).createLiveLink(undefined, { realm: 'frame', reads: true }),
    model: async () => (await import('#demos/link/model.ts')).createModelLink({ reads: true }),
  });
  #companion = false;
  #life: Life | null = null;
  #fork: Life | null = null;
  /** Counts the runs, so that a link that opens late does not start one that was overtaken. */
  #runs = 0;
  readonly playback;

  constructor(recorded: Recorded) {
    this.#recorded = recorded;
    this.shown = this.#asRecorded();
    const times = recorded.story.moments.map(({ at }) => at);
    this.playback = new Playback(times, firstLook(recorded.story));
  }

  wake(companion: boolean): void {
    this.#companion = companion;
    this.playback.start();
  }

  dispose(): void {
    this.#runs += 1;
    this.#life?.stop();
    this.#fork?.stop();
    this.playback.stop();
    this.#links.dispose();
  }

  get index(): number {
    return Math.min(this.playback.index, this.shown.story.moments.length - 1);
  }
  get forked(): boolean {
    return this.now !== null;
  }
  get capture(): Capture | { readonly url: string } {
    return this.shown.capture ?? { url: this.#recorded.url };
  }
  /** The reader stands where an act is done, and not computed. */
  get atNow(): boolean {
    return this.shown.source !== 'recorded' && this.index === this.shown.story.moments.length - 1;
  }

  play(act: PlaybackAct): void {
    this.selected = null;
    this.playback.act(act);
  }

  go(index: number): void {
    this.selected = null;
    this.playback.go(index);
  }

  /** A word of the prose: a state that lies beneath the shutter opens it. */
  select(path: string): void {
    if (!isStatePath(path)) return;
    this.selected = path;
    if (isUnseen(path)) this.shut = false;
  }

  choose(source: CaptureSource): void {
    if (source === 'recorded') this.#showRecorded();
    else void this.#run(source, RUNS.connect);
  }

  runScenario(run: string): void {
    if (isRunId(run)) void this.#run(this.#companion ? 'live' : 'model', RUNS[run]);
  }

  act(id: ActId): void {
    this.selected = null;
    this.problem = null;
    if (isFresh(id)) void this.#run(this.#runningSource(), [{ act: id }]);
    else if (this.atNow) (this.#fork ?? this.#life)?.act(id);
    else void this.#forkHere(id);
  }

  /** Leaves the fork for what really happened, at its end. */
  backToNow(): void {
    if (!this.now) return;
    this.#fork?.stop();
    this.#fork = null;
    this.#show(this.now);
    this.now = null;
    this.go(this.shown.story.moments.length - 1);
  }

  obey({ step, part, source, shut }: HashState): void {
    if (shut !== undefined) this.shut = shut;
    if (source && source !== this.shown.source && (source !== 'live' || this.#companion)) this.choose(source);
    if (step !== undefined) this.go(step);
    if (part) this.select(part);
  }

  #asRecorded(): Shown {
    const { story, madeWith } = this.#recorded;
    return { story, source: 'recorded', madeWith, capture: null };
  }

  /** Where a new socket is opened: on the reader's own browser, if it can be. */
  #runningSource(): RunningSource {
    const { source } = this.now ?? this.shown;
    if (source !== 'recorded') return source;
    return this.#companion ? 'live' : 'model';
  }

  #show(shown: Shown): void {
    this.shown = shown;
    this.playback.take(shown.story.moments.map(({ at }) => at));
  }

  #end(): void {
    this.#runs += 1;
    this.#life?.stop();
    this.#fork?.stop();
    this.#life = null;
    this.#fork = null;
    this.now = null;
    this.problem = null;
  }

  #showRecorded(): void {
    this.#end();
    this.#show(this.#asRecorded());
    this.go(firstLook(this.#recorded.story));
  }

  async #load<Part>(what: () => Promise<Part>): Promise<Part | null> {
    this.loading = true;
    try {
      return await what();
    } catch {
      this.problem = NOT_LOADED;
      return null;
    } finally {
      this.loading = false;
    }
  }

  async #run(source: RunningSource, steps: readonly RunStep[]): Promise<void> {
    this.#end();
    const run = this.#runs;
    const parts = await this.#load(() => Promise.all([this.#links.open(source), import('./lifecycle.live.ts')]));
    if (run !== this.#runs || !parts) return;
    const [link, { startLife }] = parts;
    let first = true;
    this.#life = startLife(link, steps, {
      story: (story, capture) => {
        const shown: Shown = { story, source, madeWith: capture.madeWith, capture };
        if (this.now) this.now = shown;
        else this.#show(shown);
        if (first) this.go(story.moments.length - 1);
        first = false;
      },
      refused: (problem) => {
        this.problem = problem;
      },
      lost: (isLost) => {
        this.lost = isLost;
      },
    });
  }

  /** What would have come of it: the past is played to a model, which goes on from there. */
  async #forkHere(id: ActId): Promise<void> {
    const { index } = this;
    const from = this.shown;
    const run = this.#runs;
    const parts = await this.#load(async () => {
      const live = await import('./lifecycle.live.ts');
      const capture = from.capture ?? live.recordedCapture(await (await fetch(this.#recorded.url)).text());
      return { ...live, capture };
    });
    if (!parts || run !== this.#runs) return;
    this.now ??= from;
    this.#fork?.stop();
    this.#fork = parts.startFork({ capture: parts.capture, story: from.story, index }, id, {
      story: (story, capture) => this.#show({ story, source: 'model', madeWith: capture.madeWith, capture }),
      refused: (problem) => {
        this.problem = problem;
      },
      lost: () => {},
    });
    this.go(this.shown.story.moments.length - 1);
  }
}

/** Where a life is looked at first: where most is hidden, just after the last call of script; else its end. */
function firstLook({ moments }: Story): number {
  const hidden = moments.findLastIndex(({ claims }) => claims.includes('message too late'));
  return hidden >= 0 ? hidden : moments.length - 1;
}
