import type { Capture, CaptureSource } from '#demos/capture/capture.ts';
import type { Problem } from '#demos/capture/problem.ts';
import { PEER_PARAM } from '#demos/capture/side-channel.ts';
import { createLinks, type RunningSource } from '#demos/link/links.ts';
import type { PlaybackAct } from '#demos/machines/stepper.machine.ts';
import { NOT_LOADED } from '#demos/parts/not-loaded.ts';
import { Playback } from '#demos/parts/playback.svelte.ts';
import type { HashState } from './close.hash.ts';
import { isRunId, type RunId } from './close.runs.ts';
import type { Story } from './close.story.ts';
import { isPart, type PartId } from './close.texts.ts';

/** The stories a figure starts from: told at build time, their capture kept as a file. */
export interface Recorded {
  readonly stories: Readonly<Partial<Record<RunId, Story>>>;
  readonly first: RunId;
  readonly madeWith: Capture['madeWith'];
  readonly url: string;
}

/** What is on screen, and where it came from. */
interface Shown {
  readonly run: RunId;
  readonly story: Story;
  readonly source: CaptureSource;
  readonly madeWith: Capture['madeWith'];
  /** `null` for the recorded ones, which the site keeps as a file. */
  readonly capture: Capture | null;
}

const timesOf = (story: Story): number[] => story.map(({ at }) => at);

/** The figure's state while it is on a page: which end is played, where the reader stands in it, and what runs. */
export class CloseFigure {
  shown = $state.raw() as Shown;
  selected = $state.raw<PartId | null>(null);
  problem = $state.raw<Problem | null>(null);
  loading = $state(false);
  lost = $state(false);
  readonly playback;

  readonly #recorded: Recorded;
  readonly #links = createLinks({
    live: async () =>
      (await import('#demos/link/live.ts')).createLiveLink(undefined, {
        realm: 'frame',
        reads: true,
        query: { [PEER_PARAM]: '1' },
      }),
    model: async () =>
      (await import('#demos/link/model.ts')).createModelLink({
        reads: true,
        peer: true,
        waits: true,
        policy: 'chromium',
        serverPolicy: 'ws',
      }),
  });
  #companion = false;
  /** What was chosen last; what is shown follows as soon as it is there. */
  #wanted: CaptureSource = 'recorded';
  #stop = (): void => {};
  /** Counts the runs, so that a link that opens late does not start one that was overtaken. */
  #runs = 0;

  constructor(recorded: Recorded) {
    this.#recorded = recorded;
    const story = recorded.stories[recorded.first];
    if (!story) throw new TypeError('the first run is not recorded');
    this.shown = this.#asRecorded(recorded.first, story);
    this.playback = new Playback(timesOf(story), story.length - 1);
  }

  wake(companion: boolean): void {
    this.#companion = companion;
    this.playback.start();
  }

  dispose(): void {
    this.#end();
    this.playback.stop();
    this.#links.dispose();
  }

  get index(): number {
    return Math.min(this.playback.index, this.shown.story.length - 1);
  }
  get capture(): Capture | { readonly url: string } {
    return this.shown.capture ?? { url: this.#recorded.url };
  }

  play(act: PlaybackAct): void {
    this.selected = null;
    this.playback.act(act);
  }

  go(index: number): void {
    this.selected = null;
    this.playback.go(index);
  }

  select(part: string): void {
    if (isPart(part)) this.selected = part;
  }

  /** The same end of another connection. */
  choose(source: CaptureSource): void {
    const { run } = this.shown;
    if (source !== 'recorded') void this.#run(source, run);
    else this.#showRecorded(this.#recorded.stories[run] ? run : this.#recorded.first);
  }

  /** Another end, from where the bytes come from now; what was not recorded is done. */
  chooseRun(run: RunId): void {
    const source = this.#wanted;
    if (source !== 'recorded') void this.#run(source, run);
    else if (this.#recorded.stories[run]) this.#showRecorded(run);
    else void this.#run(this.#companion ? 'live' : 'model', run);
  }

  /** A prediction of the prose: done for real where it can be. */
  runScenario(run: string): void {
    if (isRunId(run)) void this.#run(this.#companion ? 'live' : 'model', run);
  }

  obey({ run, step, part, source }: HashState): void {
    const wanted = source === 'live' && !this.#companion ? undefined : source;
    if (wanted && wanted !== 'recorded') void this.#run(wanted, run ?? this.shown.run);
    else if (run && run !== this.shown.run) this.chooseRun(run);
    if (step !== undefined) this.go(step);
    if (part) this.select(part);
  }

  #asRecorded(run: RunId, story: Story): Shown {
    return { run, story, source: 'recorded', madeWith: this.#recorded.madeWith, capture: null };
  }

  #showRecorded(run: RunId): void {
    const story = this.#recorded.stories[run];
    if (!story) return;
    this.#end();
    this.#wanted = 'recorded';
    this.shown = this.#asRecorded(run, story);
    this.playback.take(timesOf(story));
    this.go(story.length - 1);
  }

  #end(): void {
    this.#runs += 1;
    this.#stop();
    this.#stop = () => {};
    this.problem = null;
    this.selected = null;
  }

  async #run(source: RunningSource, run: RunId): Promise<void> {
    this.#end();
    this.#wanted = source;
    const turn = this.#runs;
    this.loading = true;
    try {
      const [link, { startRun, storyOf }] = await Promise.all([this.#links.open(source), import('./close.live.ts')]);
      if (turn !== this.#runs) return;
      let begun = false;
      this.#stop = startRun(link, run, {
        changed: (capture) => {
          const story = storyOf(capture);
          if (story) this.#take({ run, source, story, capture, madeWith: capture.madeWith }, begun);
          begun ||= story !== null;
        },
        refused: (problem) => {
          this.problem = problem;
        },
        lost: (isLost) => {
          this.lost = isLost;
        },
      });
    } catch {
      this.problem = NOT_LOADED;
    } finally {
      this.loading = false;
    }
  }

  /** A reader who has not stepped back follows what happens. */
  #take(shown: Shown, begun: boolean): void {
    const follows = !begun || this.index >= this.shown.story.length - 1;
    this.shown = shown;
    this.playback.take(timesOf(shown.story));
    if (follows) this.playback.go(shown.story.length - 1);
  }
}
